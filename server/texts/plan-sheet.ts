import type { CatalogueCode } from '#domain/planning/metric-catalogue.ts';
import type { PlanConditions } from '#domain/planning/plan-conditions.ts';
import { renderConditions } from './plan-conditions.ts';
import { metricName } from './metric-names.ts';
import type { Unit } from '#domain/planning/metric.ts';
import type { StretchKind } from '#domain/planning/period-stretches.ts';
import { renderParts, type SheetPart } from './sheet-parts.ts';
import { formatAmount, formatDay, formatMoney, formatPeriod, formatSpan, plural, type Language } from './format.ts';

export interface SheetText {
  readonly companyName: string;
  readonly departmentName: string;
  readonly personName: string;
  readonly authorName: string;
  /** Key of the plan's period. */
  readonly month: string;
  readonly version: number;
  readonly publishedOn: string;
  readonly effectiveFrom: string;
  readonly currency: string;
  readonly workdays: number;
  readonly callSeconds: number;
  /** Decimal strings; `was` is null where the previous sheet had no such target. */
  readonly targets: readonly {
    readonly metric: CatalogueCode;
    readonly unit: Unit;
    /** Adds up over the days of the period; a ratio and a state have no length. */
    readonly isOfPeriod: boolean;
    readonly value: string;
    readonly was: string | null;
  }[];
  /** What revenue is spread over. */
  readonly stretches: StretchKind;
  readonly weeks: readonly { readonly from: string; readonly to: string; readonly workdays: number; readonly value: string }[];
  readonly parts: readonly SheetPart[];
  /** What own dimensions of the portal among them are called. */
  readonly dimensionNames?: Readonly<Record<string, string>> | undefined;
  readonly previousVersion: number | null;
  readonly reason: string;
  readonly rationale: string;
  readonly conditions: PlanConditions;
}

/** Version of the wording below; what was signed by an older one is rendered by the older one for ever. */
export const sheetTemplate = 3;

/** The plain text of a sheet: a pure function of its content, so that what is shown is what is signed. */
export function renderSheet(sheet: SheetText, language: Language): string {
  const lines = language === 'ru' ? renderRussian(sheet) : renderEnglish(sheet);
  return `${lines.filter((line) => line !== null).join('\n')}\n`.normalize('NFC');
}

const stretchesRussian: Readonly<Record<StretchKind, string>> = { day: 'дням', week: 'неделям', month: 'месяцам' };

function renderRussian(sheet: SheetText): (string | null)[] {
  return [
    [sheet.companyName, sheet.departmentName].filter((name) => name !== '').join(' · '),
    `План на ${formatPeriod(sheet.month, 'ru')}`,
    `${sheet.personName} · версия ${sheet.version} от ${formatDay(sheet.publishedOn, 'ru')} · отправитель: ${sheet.authorName}`,
    '',
    ...sheet.targets.map((target) => targetRussian(sheet, target)),
    sheet.targets.length === 0 ? 'Показателей нет: план снят.' : null,
    '',
    sheet.weeks.length > 0 ? `Выручка по ${stretchesRussian[sheet.stretches]}:` : null,
    ...sheet.weeks.map(
      (week) =>
        `${formatSpan(week.from, week.to, 'ru')}, ${week.workdays} раб. ${plural(week.workdays, ['день', 'дня', 'дней'])}: ${formatMoney(week.value, sheet.currency, 'ru')}`,
    ),
    sheet.weeks.length > 0 ? '' : null,
    ...partLines(sheet, 'ru'),
    sheet.reason === '' ? null : `Причина изменения: ${sheet.reason}`,
    sheet.rationale === '' ? null : `Почему столько: ${sheet.rationale}`,
    ...renderConditions(sheet.conditions, 'ru'),
    'Что считается фактом: выигранные сделки по дате перехода на выигранную стадию. Сделка засчитывается ответственному.',
    sheet.effectiveFrom < sheet.publishedOn
      ? `Задним числом: версия отправлена ${formatDay(sheet.publishedOn, 'ru')}, а дни по ней считаются раньше.`
      : null,
    `План действует с ${formatDay(sheet.effectiveFrom, 'ru')} независимо от подписи. Подпись относится только к версии ${sheet.version}.`,
  ];
}

function targetRussian(sheet: SheetText, target: SheetText['targets'][number]): string {
  const write = (value: string): string => writeValue(target.unit, value, sheet.currency, 'ru');
  const was = target.was === null ? '' : `, было ${write(target.was)}`;
  if (target.metric === 'calls') return `Звонки дольше ${sheet.callSeconds} с: ${write(target.value)} в рабочий день${was}`;
  const span = target.isOfPeriod ? ` за ${sheet.workdays} раб. ${plural(sheet.workdays, ['день', 'дня', 'дней'])}` : '';
  return `${metricName(target.metric, 'ru')}: ${write(target.value)}${span}${was}`;
}

function renderEnglish(sheet: SheetText): (string | null)[] {
  return [
    [sheet.companyName, sheet.departmentName].filter((name) => name !== '').join(' · '),
    `Plan for ${formatPeriod(sheet.month, 'en')}`,
    `${sheet.personName} · version ${sheet.version} of ${formatDay(sheet.publishedOn, 'en')} · sent by ${sheet.authorName}`,
    '',
    ...sheet.targets.map((target) => targetEnglish(sheet, target)),
    sheet.targets.length === 0 ? 'No targets: the plan was withdrawn.' : null,
    '',
    sheet.weeks.length > 0 ? `Revenue by ${sheet.stretches}:` : null,
    ...sheet.weeks.map(
      (week) =>
        `${formatSpan(week.from, week.to, 'en')}, ${week.workdays} working ${week.workdays === 1 ? 'day' : 'days'}: ${formatMoney(week.value, sheet.currency, 'en')}`,
    ),
    sheet.weeks.length > 0 ? '' : null,
    ...partLines(sheet, 'en'),
    sheet.reason === '' ? null : `Reason for the change: ${sheet.reason}`,
    sheet.rationale === '' ? null : `Why this much: ${sheet.rationale}`,
    ...renderConditions(sheet.conditions, 'en'),
    'What counts as fact: deals won, by the date of the move to the won stage, credited to the responsible person.',
    sheet.effectiveFrom < sheet.publishedOn
      ? `Backdated: the version was sent on ${formatDay(sheet.publishedOn, 'en')}, and earlier days are judged by it.`
      : null,
    `The plan is in force from ${formatDay(sheet.effectiveFrom, 'en')} whether signed or not. A signature belongs to version ${sheet.version} only.`,
  ];
}

function targetEnglish(sheet: SheetText, target: SheetText['targets'][number]): string {
  const write = (value: string): string => writeValue(target.unit, value, sheet.currency, 'en');
  const was = target.was === null ? '' : `, was ${write(target.was)}`;
  if (target.metric === 'calls') return `Calls longer than ${sheet.callSeconds} s: ${write(target.value)} per working day${was}`;
  const span = target.isOfPeriod ? ` over ${sheet.workdays} working ${sheet.workdays === 1 ? 'day' : 'days'}` : '';
  return `${metricName(target.metric, 'en')}: ${write(target.value)}${span}${was}`;
}

function partLines({ currency, ...sheet }: SheetText, language: Language): string[] {
  return renderParts(sheet, language, (unit, value) => writeValue(unit, value, currency, language));
}

function writeValue(unit: Unit, value: string, currency: string, language: Language): string {
  if (unit === 'money') return formatMoney(value, currency, language);
  const short = value.includes('.') ? value.replace(/\.?0+$/, '') : value;
  return unit === 'percent' ? `${formatAmount(short, language)}${language === 'ru' ? '\u00a0' : ''}%` : formatAmount(short, language);
}
