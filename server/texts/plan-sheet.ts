import { formatAmount, formatDay, formatMoney, formatMonth, formatSpan, plural, type Language } from './format.ts';

export interface SheetText {
  readonly companyName: string;
  readonly departmentName: string;
  readonly personName: string;
  readonly authorName: string;
  readonly month: string;
  readonly version: number;
  readonly publishedOn: string;
  readonly effectiveFrom: string;
  readonly currency: string;
  readonly workdays: number;
  readonly callSeconds: number;
  /** Decimal strings; `was` is null where the previous sheet had no such target. */
  readonly targets: readonly { readonly metric: 'revenue' | 'calls'; readonly value: string; readonly was: string | null }[];
  readonly weeks: readonly { readonly from: string; readonly to: string; readonly workdays: number; readonly value: string }[];
  readonly previousVersion: number | null;
  readonly reason: string;
  readonly rationale: string;
}

/** Version of the wording below; what was signed by an older one is rendered by the older one for ever. */
export const sheetTemplate = 1;

/** The plain text of a sheet: a pure function of its content, so that what is shown is what is signed. */
export function renderSheet(sheet: SheetText, language: Language): string {
  const lines = language === 'ru' ? renderRussian(sheet) : renderEnglish(sheet);
  return `${lines.filter((line) => line !== null).join('\n')}\n`.normalize('NFC');
}

function renderRussian(sheet: SheetText): (string | null)[] {
  return [
    [sheet.companyName, sheet.departmentName].filter((name) => name !== '').join(' · '),
    `План на ${formatMonth(sheet.month, 'ru')}`,
    `${sheet.personName} · версия ${sheet.version} от ${formatDay(sheet.publishedOn, 'ru')} · отправитель: ${sheet.authorName}`,
    '',
    ...sheet.targets.map((target) => targetRussian(sheet, target)),
    sheet.targets.length === 0 ? 'Показателей нет: план снят.' : null,
    '',
    sheet.weeks.length > 0 ? 'Выручка по неделям:' : null,
    ...sheet.weeks.map(
      (week) =>
        `${formatSpan(week.from, week.to, 'ru')}, ${week.workdays} раб. ${plural(week.workdays, ['день', 'дня', 'дней'])}: ${formatMoney(week.value, sheet.currency, 'ru')}`,
    ),
    sheet.weeks.length > 0 ? '' : null,
    sheet.reason === '' ? null : `Причина изменения: ${sheet.reason}`,
    sheet.rationale === '' ? null : `Почему столько: ${sheet.rationale}`,
    'Что считается фактом: выигранные сделки по дате перехода на выигранную стадию. Сделка засчитывается ответственному.',
    `План действует с ${formatDay(sheet.effectiveFrom, 'ru')} независимо от подписи. Подпись относится только к версии ${sheet.version}.`,
  ];
}

function targetRussian(sheet: SheetText, target: SheetText['targets'][number]): string {
  const was =
    target.was === null
      ? ''
      : `, было ${target.metric === 'revenue' ? formatMoney(target.was, sheet.currency, 'ru') : formatAmount(target.was, 'ru')}`;
  return target.metric === 'revenue'
    ? `Выручка: ${formatMoney(target.value, sheet.currency, 'ru')} за ${sheet.workdays} раб. ${plural(sheet.workdays, ['день', 'дня', 'дней'])}${was}`
    : `Звонки дольше ${sheet.callSeconds} с: ${formatAmount(target.value, 'ru')} в рабочий день${was}`;
}

function renderEnglish(sheet: SheetText): (string | null)[] {
  return [
    [sheet.companyName, sheet.departmentName].filter((name) => name !== '').join(' · '),
    `Plan for ${formatMonth(sheet.month, 'en')}`,
    `${sheet.personName} · version ${sheet.version} of ${formatDay(sheet.publishedOn, 'en')} · sent by ${sheet.authorName}`,
    '',
    ...sheet.targets.map((target) => targetEnglish(sheet, target)),
    sheet.targets.length === 0 ? 'No targets: the plan was withdrawn.' : null,
    '',
    sheet.weeks.length > 0 ? 'Revenue by week:' : null,
    ...sheet.weeks.map(
      (week) =>
        `${formatSpan(week.from, week.to, 'en')}, ${week.workdays} working ${week.workdays === 1 ? 'day' : 'days'}: ${formatMoney(week.value, sheet.currency, 'en')}`,
    ),
    sheet.weeks.length > 0 ? '' : null,
    sheet.reason === '' ? null : `Reason for the change: ${sheet.reason}`,
    sheet.rationale === '' ? null : `Why this much: ${sheet.rationale}`,
    'What counts as fact: deals won, by the date of the move to the won stage, credited to the responsible person.',
    `The plan is in force from ${formatDay(sheet.effectiveFrom, 'en')} whether signed or not. A signature belongs to version ${sheet.version} only.`,
  ];
}

function targetEnglish(sheet: SheetText, target: SheetText['targets'][number]): string {
  const was =
    target.was === null
      ? ''
      : `, was ${target.metric === 'revenue' ? formatMoney(target.was, sheet.currency, 'en') : formatAmount(target.was, 'en')}`;
  return target.metric === 'revenue'
    ? `Revenue: ${formatMoney(target.value, sheet.currency, 'en')} over ${sheet.workdays} working ${sheet.workdays === 1 ? 'day' : 'days'}${was}`
    : `Calls longer than ${sheet.callSeconds} s: ${formatAmount(target.value, 'en')} per working day${was}`;
}
