import type { PortalData, PortalStatus } from './portal-data.ts';

type Words = readonly [code: string, ru: string, en: string];
type Stage = readonly [...Words, semantics: 'P' | 'S' | 'F', color: string];

const quoteStages: readonly Stage[] = [
  ['DRAFT', 'Черновик', 'Draft', 'P', '#39A8EF'],
  ['SENT', 'Отправлено клиенту', 'Sent to customer', 'P', '#2FC6F6'],
  ['APPROVED', 'Принято', 'Accepted', 'S', '#7BD500'],
  // Bitrix24 spells the code so.
  ['DECLAINED', 'Отклонено', 'Declined', 'F', '#FF5752'],
];

const invoiceStages: readonly Stage[] = [
  ['N', 'Новый', 'New', 'P', '#39A8EF'],
  ['S', 'Отправлен клиенту', 'Sent to customer', 'P', '#2FC6F6'],
  ['P', 'Оплачен', 'Paid', 'S', '#7BD500'],
  ['D', 'Не оплачен', 'Unpaid', 'F', '#FF5752'],
];

const dictionaries: Readonly<Record<string, readonly Words[]>> = {
  SOURCE: [
    ['CALL', 'Звонок', 'Call'],
    ['EMAIL', 'Электронная почта', 'E-mail'],
    ['WEB', 'Веб-сайт', 'Website'],
    ['ADVERTISING', 'Реклама', 'Advertising'],
    ['PARTNER', 'Существующий клиент', 'Existing client'],
    ['RECOMMENDATION', 'По рекомендации', 'By recommendation'],
    ['TRADE_SHOW', 'Выставка', 'Exhibition'],
    ['WEBFORM', 'CRM-форма', 'CRM form'],
    ['CALLBACK', 'Обратный звонок', 'Callback'],
    ['OTHER', 'Другое', 'Other'],
  ],
  DEAL_TYPE: [
    ['SALE', 'Продажа', 'Sale'],
    ['COMPLEX', 'Комплексная продажа', 'Complex sale'],
    ['GOODS', 'Продажа товара', 'Sale of goods'],
    ['SERVICES', 'Услуги', 'Services'],
    ['SERVICE', 'Сервисное обслуживание', 'Maintenance'],
  ],
  CONTACT_TYPE: [
    ['CLIENT', 'Клиенты', 'Clients'],
    ['SUPPLIER', 'Поставщики', 'Suppliers'],
    ['PARTNER', 'Партнёры', 'Partners'],
    ['OTHER', 'Другое', 'Other'],
  ],
  COMPANY_TYPE: [
    ['CUSTOMER', 'Клиент', 'Client'],
    ['SUPPLIER', 'Поставщик', 'Supplier'],
    ['COMPETITOR', 'Конкурент', 'Competitor'],
    ['PARTNER', 'Партнёр', 'Partner'],
    ['OTHER', 'Другое', 'Other'],
  ],
  INDUSTRY: [
    ['IT', 'Информационные технологии', 'Information technology'],
    ['MANUFACTURING', 'Производство', 'Manufacturing'],
    ['TRADE', 'Торговля', 'Trade'],
    ['OTHER', 'Другое', 'Other'],
  ],
  EMPLOYEES: [
    ['EMPLOYEES_1', 'менее 50', 'less than 50'],
    ['EMPLOYEES_2', '50–250', '50–250'],
    ['EMPLOYEES_3', '250–500', '250–500'],
    ['EMPLOYEES_4', 'более 500', 'over 500'],
  ],
  HONORIFIC: [
    ['HNR_RU_1', 'г-н', 'Mr.'],
    ['HNR_RU_2', 'г-жа', 'Ms.'],
  ],
};

/** The portal's own statuses and after them the dictionaries every portal is born with, where it has none of its own. */
export function allStatuses(data: PortalData): readonly PortalStatus[] {
  const known = new Set(data.statuses.map(({ entityId }) => entityId));
  const isAbsent = ({ entityId }: PortalStatus): boolean => !known.has(entityId);
  return [...data.statuses, ...standardStatuses(data).filter(isAbsent)];
}

/** Pipelines of smart invoices; a portal has at least one. */
export function invoiceCategories(data: PortalData): readonly number[] {
  const stated = data.statuses.flatMap(({ entityId }) => /^SMART_INVOICE_STAGE_(\d+)$/.exec(entityId)?.[1] ?? []).map(Number);
  const used = (data.invoices ?? []).map(({ categoryId }) => categoryId);
  const ids = [...new Set([...stated, ...used])];
  return ids.length > 0 ? ids.toSorted((left, right) => left - right) : [1];
}

export function invoiceStageEntity(categoryId: number): string {
  return `SMART_INVOICE_STAGE_${categoryId}`;
}

function standardStatuses(data: PortalData): PortalStatus[] {
  const name = ([, ru, en]: Words | Stage): string => (data.language === 'ru' ? ru : en);
  const stages = (entityId: string, rows: readonly Stage[], prefix = ''): PortalStatus[] =>
    rows.map((row, index) => {
      const [code, , , semantics, color] = row;
      return { entityId, statusId: `${prefix}${code}`, name: name(row), sort: (index + 1) * 10, semantics, color };
    });
  const words = ([entityId, rows]: [string, readonly Words[]]): PortalStatus[] =>
    rows.map((row, index) => ({ entityId, statusId: row[0], name: name(row), sort: (index + 1) * 10, semantics: 'P', color: '' }));
  return [
    ...stages('QUOTE_STATUS', quoteStages),
    ...invoiceCategories(data).flatMap((id) => stages(invoiceStageEntity(id), invoiceStages, `DT31_${id}:`)),
    ...Object.entries(dictionaries).flatMap(words),
  ];
}
