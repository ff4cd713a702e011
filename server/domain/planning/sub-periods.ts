import { shiftDay, type Day } from '../period.ts';
import { calendarKinds, periodOf, type CalendarKind, type PlanPeriod } from './plan-period.ts';

/** All days of a period in order. */
export function listPeriodDays(period: Pick<PlanPeriod, 'from' | 'to'>): Day[] {
  const days: Day[] = [];
  for (let day = period.from; day <= period.to; day = shiftDay(day, 1)) days.push(day);
  return days;
}

/**
 * The parts of a kind that a period is made of, in order and without gaps; a part that crosses its border is cut
 * and then has custom dates. Nothing when the kind is not finer than the period's own.
 */
export function subPeriods(period: PlanPeriod, kind: CalendarKind): PlanPeriod[] {
  if (period.kind !== 'custom' && calendarKinds.indexOf(kind) >= calendarKinds.indexOf(period.kind)) return [];
  const parts: PlanPeriod[] = [];
  for (let day = period.from; day <= period.to;) {
    const part = cut(periodOf(kind, day), period);
    parts.push(part);
    day = shiftDay(part.to, 1);
  }
  return parts;
}

function cut(part: PlanPeriod, border: PlanPeriod): PlanPeriod {
  const from = part.from < border.from ? border.from : part.from;
  const to = part.to > border.to ? border.to : part.to;
  return from === part.from && to === part.to ? part : { kind: 'custom', key: `${from}--${to}`, from, to };
}

/** Wider calendar periods that hold the whole of this one, the finest first; a week on a border has no month. */
export function parentPeriods(period: PlanPeriod): PlanPeriod[] {
  const wider = period.kind === 'custom' ? calendarKinds : calendarKinds.slice(calendarKinds.indexOf(period.kind) + 1);
  return wider.map((kind) => periodOf(kind, period.from)).filter((parent) => parent.key !== period.key && containsPeriod(parent, period));
}

export function containsDay(period: PlanPeriod, day: Day): boolean {
  return period.from <= day && day <= period.to;
}

/** The outer period holds every day of the inner one. */
export function containsPeriod(outer: PlanPeriod, inner: PlanPeriod): boolean {
  return outer.from <= inner.from && inner.to <= outer.to;
}

/** The periods have a day in common. */
export function overlaps(one: PlanPeriod, other: PlanPeriod): boolean {
  return one.from <= other.to && other.from <= one.to;
}
