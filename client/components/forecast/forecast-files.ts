import type { ForecastChanges } from '#contract/forecast-changes.ts';
import type { ForecastHonesty } from '#contract/forecast-honesty.ts';
import type { ForecastRisks } from '#contract/forecast-risks.ts';
import type { ForecastTrend } from '#contract/forecast-trend.ts';
import type { Language } from '#contract/wire.ts';
import { fromDecimal, toDecimal } from '#domain/money.ts';
import { formatDay, formatMonth } from '#format/date.ts';
import { currencySign } from '#format/money.ts';
import { formatNumber } from '#format/number.ts';
import { sameDayBefore } from './trend-option.ts';
import type { TableColumn, TableFile, Translate } from '#format/table-file.ts';

const digits = 4;

/** Words of the page: how deals and people are called, of whom the file is and in which language. */
export interface FileWords {
  /** Of the scope. */
  readonly name: string;
  readonly titles: ReadonlyMap<string, string>;
  readonly names: ReadonlyMap<string, string>;
  readonly t: Translate;
  readonly language: Language;
}

const text = (title: string, width?: number): TableColumn => ({ title, kind: 'text', ...(width === undefined ? {} : { width }) });
const money = (title: string): TableColumn => ({ title, kind: 'money' });
const count = (title: string): TableColumn => ({ title, kind: 'count' });
const share = (title: string): TableColumn => ({ title, kind: 'share' });
const day = (title: string): TableColumn => ({ title, kind: 'day' });

function titled(title: string, of: { month: string; currency: string }, { name, language }: Pick<FileWords, 'name' | 'language'>) {
  const month = formatMonth(of.month, language, { year: true });
  return { name: `${title}, ${name}, ${month}`, about: `${title}. ${name}, ${month}, ${currencySign(of.currency)}` };
}

/** The forecast as each day began, with all that it was made of. */
export function toTrendFile(trend: ForecastTrend, name: string, t: Translate, language: Language): TableFile {
  const say = (key: string): string => t(`forecast.trend.${key}`);
  const categories = ['commit', 'best', 'pipeline'] as const;
  return {
    ...titled(say('title'), trend, { name, language }),
    columns: [
      day(say('day')),
      ...(['fact', 'weighted', 'adjustment', 'expected', 'previous'] as const).map((code) => money(say(code))),
      ...categories.map((code) => money(t(`forecast.column.category-${code}`))),
      money(t('forecast.column.plan')),
    ],
    rows: trend.days.map((one) => ({
      cells: [
        ...[one.day, one.fact, one.weighted, one.adjustment, one.expected, sameDayBefore(trend, one.day)],
        ...categories.map((code) => one.categories?.[code] ?? null),
        trend.plan,
      ],
    })),
  };
}

/** The waterfall with the deals and people of each step; what is not listed of a step stands in a line of its own, so that it adds up. */
export function toChangesFile(changes: ForecastChanges, days: { since: string; today: string }, words: FileWords): TableFile {
  const { t, language } = words;
  const edge = (at: string, amount: string) => ({
    cells: [formatDay(at, language, 'full'), null, null, null, null, amount],
    isTotal: true,
  });
  return {
    ...titled(t('forecast.changes'), changes, words),
    columns: [
      text(t('export.step')),
      text(t('export.deal'), 44),
      text(t('export.who')),
      money(t('export.amount')),
      text(t('export.reason')),
      money(t('export.change')),
    ],
    rows: [
      edge(days.since, changes.start),
      ...changes.steps.flatMap((step) => [
        { cells: [t(`forecast.change.${step.kind}`), null, null, null, null, step.change], isTotal: true },
        ...step.largest.map((deal) => ({
          cells: [null, titleOf(deal.dealId, words), nameOf(deal.userId, words), deal.amount, null, deal.change],
        })),
        ...step.people.map((person) => ({
          cells: [null, person.dealIds.map((id) => titleOf(id, words)).join(', '), person.name, null, person.reason, person.change],
        })),
        ...termsOf(step.newDeals, words),
        ...restOf(step).map((rest) => ({ cells: [null, t('export.others'), null, null, null, rest] })),
      ]),
      edge(days.today, changes.end),
    ],
  };
}

/** Of deals that do not exist yet: how many were expected to be won and what they were to bring, then and now. */
function termsOf(terms: ForecastChanges['steps'][number]['newDeals'], { t, language }: FileWords): { cells: (string | null)[] }[] {
  if (terms === null) return [];
  return (['before', 'now'] as const).map((when) => {
    const { wins, amount } = terms[when];
    const words = { when: t(`forecast.newTerms.${when}`), wins: formatNumber(wins, language, { digits: 1 }) };
    return { cells: [null, t('export.newWins', words), null, amount, null, null] };
  });
}

function restOf({ change, deals, largest }: ForecastChanges['steps'][number]): string[] {
  if (largest.length === 0 || largest.length >= deals) return [];
  const shown = largest.reduce((total, deal) => total + fromDecimal(deal.change, digits), 0n);
  return [toDecimal(fromDecimal(change, digits) - shown, digits)];
}

/** A deal of the route as the file needs it. */
export interface RouteLine {
  readonly dealId: string;
  readonly userId: string;
  readonly stageName: string;
  readonly day: string | null;
  readonly amount: string;
  readonly percent: number | null;
  /** What it would add to the forecast. */
  readonly gain: string;
  readonly isChosen: boolean;
  readonly notes: string;
}

/** All deals that could lead to the plan, with those that somebody counts on and their sum. */
export function toRouteFile(
  route: readonly RouteLine[],
  of: { month: string; currency: string; gain: string },
  words: FileWords,
): TableFile {
  const { t } = words;
  return {
    ...titled(t('forecast.toPlan'), of, words),
    columns: [
      ...[text(t('export.deal'), 44), text(t('export.who')), text(t('export.stage'), 22), day(t('export.day'))],
      ...[
        money(t('export.amount')),
        share(t('export.chance')),
        money(t('export.gain')),
        text(t('export.chosen'), 12),
        text(t('export.notes'), 44),
      ],
    ],
    rows: [
      ...route.map((deal) => ({
        cells: [
          ...[titleOf(deal.dealId, words), nameOf(deal.userId, words), deal.stageName, deal.day],
          ...[deal.amount, toShare(deal.percent), deal.gain, deal.isChosen ? t('export.yes') : null, deal.notes],
        ],
      })),
      { cells: [t('export.chosenSum'), null, null, null, null, null, of.gain, null, null], isTotal: true },
    ],
  };
}

/** Deals that may not come as they stand, reason by reason, the heaviest of each. */
export function toRisksFile(risks: ForecastRisks, words: FileWords): TableFile {
  const { t } = words;
  return {
    ...titled(t('forecast.risk.title'), risks, words),
    columns: [
      ...[text(t('export.risk'), 34), text(t('export.deal'), 44), text(t('export.who')), text(t('export.stage'), 22), day(t('export.day'))],
      ...[money(t('export.amount')), money(t('forecast.column.weighted'))],
      ...[count(t('export.stageDays')), count(t('export.usualDays')), count(t('export.pushes')), count(t('export.silentDays'))],
    ],
    rows: risks.risks.flatMap((risk) => [
      { cells: [t(`forecast.risk.kind.${risk.kind}`), null, null, null, null, null, risk.weighted, null, null, null, null], isTotal: true },
      ...risk.largest.map((deal) => ({
        cells: [
          ...[null, titleOf(deal.dealId, words), nameOf(deal.userId, words), deal.stageName, deal.closeDay, deal.amount, deal.weighted],
          ...[deal.stageDays, deal.usualDays, deal.pushes, deal.silentDays],
        ],
      })),
    ]),
  };
}

/** How far off each forecast was, by the moment it was made at, with the months that it is made of. */
export function toHonestyFile(honesty: ForecastHonesty, t: Translate, language: Language): TableFile {
  const say = (key: string): string => t(`forecast.honesty.${key}`);
  const rows = honesty.total === null ? [] : [honesty.total, ...honesty.rows];
  const title = say('title');
  const name = honesty.total?.name ?? '';
  return {
    name: `${title}, ${name}`,
    about: `${title}. ${name}, ${currencySign(honesty.currency)}`,
    columns: [
      ...[text(t('export.who')), text(say('made'), 22), text(say('month'), 16)],
      ...[money(say('forecast')), money(say('fact')), share(say('error')), share(say('bias'))],
    ],
    rows: rows.flatMap((row) =>
      row.horizons.flatMap(({ horizon, wape, bias, months }) => [
        { cells: [row.name, say(`horizon.${horizon}`), null, null, null, wape, bias], isTotal: true },
        ...months.map(({ month, forecast, fact }) => ({
          cells: [
            row.name,
            say(`horizon.${horizon}`),
            formatMonth(month, language, { year: true }),
            forecast,
            fact,
            errorOf(forecast, fact),
            null,
          ],
        })),
      ]),
    ),
  };
}

const errorOf = (forecast: string, fact: string): number | null =>
  Number(fact) === 0 ? null : (Number(forecast) - Number(fact)) / Number(fact);
const toShare = (percent: number | null): number | null => (percent === null ? null : percent / 100);
const titleOf = (dealId: string, { titles, t }: FileWords): string => titles.get(dealId) ?? t('drillDown.deal', { id: dealId });
const nameOf = (userId: string, { names }: FileWords): string => names.get(`person:${userId}`) ?? '';
