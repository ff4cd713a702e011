import type { PartKind } from '#contract/plan-parts.ts';
import type { Day, PeriodKey } from '#contract/wire.ts';
import { calendarKinds, customPeriod, parsePlanPeriod, type PeriodKind, periodOf } from '#domain/planning/plan-period.ts';
import { containsDay, subPeriods } from '#domain/planning/sub-periods.ts';
import { shiftPeriod } from '#format/period.ts';

/** What a plan can be for. */
export const planKinds: readonly PeriodKind[] = [...calendarKinds, 'custom'];

/** How many periods of a kind stand side by side: a week of days, a quarter of weeks, a year of all others. */
const spans: Readonly<Record<PeriodKind, readonly number[]>> = {
  day: [1, 7],
  week: [1, 4, 12],
  month: [1, 4, 12],
  quarter: [1, 4],
  'half-year': [1, 2],
  year: [1, 3],
  custom: [1],
};

export const spansOf = (kind: PeriodKind): readonly number[] => spans[kind];

export function kindOf(key: PeriodKey): PeriodKind {
  return parsePlanPeriod(key)?.kind ?? 'month';
}

/** The first period of another kind where periods are looked at: the one of today when today is among them, else of their first day. */
export function toKind(kind: PeriodKind, shown: { from: PeriodKey; span: number }, today: Day): PeriodKey {
  const [first, last] = [parsePlanPeriod(shown.from), parsePlanPeriod(shiftPeriod(shown.from, shown.span - 1))];
  if (first === undefined || last === undefined) return shown.from;
  if (kind === 'custom') return customPeriod(first.from, first.to)?.key ?? shown.from;
  return periodOf(kind, containsDay({ ...first, to: last.to }, today) ? today : first.from).key;
}

/** Both days of a period. */
export function daysOf(key: PeriodKey): { from: Day; to: Day } {
  const period = parsePlanPeriod(key);
  return { from: period?.from ?? '', to: period?.to ?? '' };
}

/** The key of typed dates; null where they are no period, as when they end before they begin or last longer than three years. */
export function toCustomKey(from: Day, to: Day): PeriodKey | null {
  return parsePlanPeriod(`${from}--${to}`)?.key ?? null;
}

/** The period of a kind that a day lies in; null for what is no day. */
export function toKindOfDay(kind: PeriodKind, day: Day): PeriodKey | null {
  return kind === 'custom' || parsePlanPeriod(day)?.kind !== 'day' ? null : periodOf(kind, day).key;
}

/** A quarter by days is as much as anybody fills in. */
const mostParts = 92;

/** Shorter periods that a plan can be split into, the longest first. */
export function partKinds(key: PeriodKey): PartKind[] {
  const period = parsePlanPeriod(key);
  const kinds: readonly PartKind[] = ['half-year', 'quarter', 'month', 'week', 'day'];
  return kinds.filter((kind) => {
    const { length } = period === undefined ? [] : subPeriods(period, kind);
    return length > 1 && length <= mostParts;
  });
}
