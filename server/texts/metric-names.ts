import type { CatalogueCode } from '#domain/planning/metric-catalogue.ts';
import type { Language } from './format.ts';

/** Names of all metrics of the catalogue; short enough for the name of a sheet, and no two alike in a language. */
export const metricNames: Readonly<Record<CatalogueCode, Readonly<Record<Language, string>>>> = {
  revenue: { ru: 'Выручка', en: 'Revenue' },
  margin: { ru: 'Маржа', en: 'Margin' },
  quantity: { ru: 'Количество товара', en: 'Quantity of goods' },
  'deals-won': { ru: 'Выигранные сделки', en: 'Deals won' },
  'repeat-deals': { ru: 'Повторные сделки', en: 'Repeat deals' },
  'average-check': { ru: 'Средний чек', en: 'Average deal' },
  'repeat-share': { ru: 'Доля повторных сделок', en: 'Share of repeat deals' },
  'cross-sell-deals': { ru: 'Сделки с допродажей', en: 'Deals with cross-sell' },
  'cross-sell': { ru: 'Доля допродаж', en: 'Share of cross-sell' },
  profitability: { ru: 'Рентабельность', en: 'Profitability' },
  'new-deals': { ru: 'Новые сделки', en: 'New deals' },
  'new-clients': { ru: 'Новые клиенты', en: 'New clients' },
  'active-clients': { ru: 'Активные клиенты', en: 'Active clients' },
  'first-sales': { ru: 'Первые продажи товара', en: 'First sales of a product' },
  'relationship-moves': { ru: 'Рост отношений с клиентом', en: 'Relationships that grew' },
  'relationship-drops': { ru: 'Спад отношений с клиентом', en: 'Relationships that fell' },
  'payments-count': { ru: 'Число оплат', en: 'Number of payments' },
  'payments-sum': { ru: 'Сумма оплат', en: 'Sum of payments' },
  'invoices-issued': { ru: 'Выставленные счета', en: 'Invoices issued' },
  'invoices-sum': { ru: 'Сумма выставленных счетов', en: 'Sum of invoices issued' },
  contracts: { ru: 'Договоры', en: 'Contracts' },
  receivables: { ru: 'Дебиторская задолженность', en: 'Receivables' },
  'overdue-receivables': { ru: 'Просроченная задолженность', en: 'Overdue receivables' },
  calls: { ru: 'Звонки', en: 'Calls' },
  meetings: { ru: 'Встречи', en: 'Meetings' },
  presentations: { ru: 'Презентации', en: 'Presentations' },
  emails: { ru: 'Письма', en: 'E-mails' },
  'open-line-sessions': { ru: 'Диалоги открытых линий', en: 'Open channel sessions' },
  'quotes-prepared': { ru: 'Подготовленные предложения', en: 'Quotes prepared' },
  'quotes-sent': { ru: 'Отправленные предложения', en: 'Quotes sent' },
  'leads-processed': { ru: 'Обработанные лиды', en: 'Leads processed' },
  'contacts-entered': { ru: 'Внесённые контакты', en: 'Contacts entered' },
  'tasks-done': { ru: 'Выполненные задачи', en: 'Tasks done' },
  'tasks-done-on-time': { ru: 'Задачи, выполненные в срок', en: 'Tasks done on time' },
  'field-visits': { ru: 'Выезды к клиентам', en: 'Visits to clients' },
  'field-hours': { ru: 'Часы на выезде', en: 'Hours in the field' },
  'on-time-tasks': { ru: 'Доля задач в срок', en: 'Share of tasks on time' },
};

const known: Readonly<Record<string, Readonly<Record<Language, string>>>> = metricNames;

/** A code that nobody has named is its own name. */
export function metricName(code: string, language: Language): string {
  return Object.hasOwn(known, code) ? (known[code]?.[language] ?? code) : code;
}

/** The metric that is called so in either language. */
export function findMetricNamed(name: string): string | undefined {
  const wanted = name.trim().toLowerCase();
  return Object.entries(known).find(([code, { ru, en }]) => [code, ru.toLowerCase(), en.toLowerCase()].includes(wanted))?.[0];
}
