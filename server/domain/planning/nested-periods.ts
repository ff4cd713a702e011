import { shiftDay } from '../period.ts';
import { lengthOf, type PeriodKey, type PlanPeriod } from './plan-period.ts';
import { containsPeriod } from './sub-periods.ts';

export interface NestedPeriods {
  /** Parts before what they make up. */
  readonly keys: readonly PeriodKey[];
  /** The periods that make this one up, in order of time; none when they do not fill it. */
  partsOf(key: PeriodKey): readonly PeriodKey[];
  /** The period itself and those it is a part of, the finest first. */
  pathUp(key: PeriodKey): readonly PeriodKey[];
}

/** Which of these periods make up which: months a quarter, quarters a year; a period that others do not fill stands alone. */
export function nestPeriods(periods: readonly PlanPeriod[]): NestedPeriods {
  const byLength = periods.toSorted((a, b) => lengthOf(a) - lengthOf(b) || (a.from < b.from ? -1 : 1));
  const parts = new Map<PeriodKey, PlanPeriod[]>();
  for (const [at, period] of byLength.entries()) {
    const wider = byLength.slice(at + 1).find((candidate) => lengthOf(candidate) > lengthOf(period) && containsPeriod(candidate, period));
    if (wider !== undefined) parts.set(wider.key, [...(parts.get(wider.key) ?? []), period]);
  }
  const filled = new Map(
    byLength.map((period) => {
      const own = (parts.get(period.key) ?? []).toSorted((a, b) => (a.from < b.from ? -1 : 1));
      return [period.key, fills(own, period) ? own.map((part) => part.key) : []];
    }),
  );
  const parent = new Map([...filled].flatMap(([key, own]) => own.map((part) => [part, key] as const)));
  return {
    keys: byLength.map((period) => period.key),
    partsOf: (key) => filled.get(key) ?? [],
    pathUp: (key) => {
      const path: PeriodKey[] = [];
      for (let at: PeriodKey | undefined = key; at !== undefined; at = parent.get(at)) path.push(at);
      return path;
    },
  };
}

function fills(parts: readonly PlanPeriod[], whole: PlanPeriod): boolean {
  let next = whole.from;
  for (const part of parts) {
    if (part.from !== next) return false;
    next = shiftDay(part.to, 1);
  }
  return parts.length > 0 && next === shiftDay(whole.to, 1);
}
