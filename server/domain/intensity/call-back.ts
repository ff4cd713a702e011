import { shiftDay, type Day } from '../period.ts';
import { medianOf } from './own-past.ts';

/** A moment of the portal's clocks: a day and minutes after its midnight. */
export interface ClockMoment {
  readonly day: Day;
  readonly minute: number;
}

export interface WorkingHours {
  /** Minutes after midnight; the day ends before `workTo`. */
  readonly workFrom: number;
  readonly workTo: number;
  readonly isWorkday: (day: Day) => boolean;
}

/** Longer ago than so many days nobody counts minutes. */
const mostDays = 120;

/** Working minutes from one moment to a later one: nights, days off and what is outside of working hours count nothing. */
export function workMinutesBetween(from: ClockMoment, to: ClockMoment, { workFrom, workTo, isWorkday }: WorkingHours): number {
  let minutes = 0;
  let passed = 0;
  for (let day = from.day; day <= to.day && passed < mostDays; day = shiftDay(day, 1), passed += 1) {
    if (!isWorkday(day)) continue;
    const begin = day === from.day ? Math.max(workFrom, from.minute) : workFrom;
    const end = day === to.day ? Math.min(workTo, to.minute) : workTo;
    minutes += Math.max(0, end - begin);
  }
  return minutes;
}

export interface Missed {
  readonly missed: ClockMoment;
  /** Whether it is known who has called. */
  readonly isKnown: boolean;
  /** The next conversation with the client. */
  readonly back: ClockMoment | null;
}

export interface CallBacks {
  readonly missed: number;
  /** Telephony has found no card, so nobody can tell whether they were called back. */
  readonly unknown: number;
  readonly calledBack: number;
  readonly waiting: number;
  /** The median of working minutes until the next conversation; null without any. */
  readonly medianMinutes: number | null;
}

/** How soon people come back to those whom they have missed. */
export function callBacks(calls: readonly Missed[], hours: WorkingHours): CallBacks {
  const known = calls.filter(({ isKnown }) => isKnown);
  const minutes = known.flatMap(({ missed, back }) => (back === null ? [] : [workMinutesBetween(missed, back, hours)]));
  return {
    missed: calls.length,
    unknown: calls.length - known.length,
    calledBack: minutes.length,
    waiting: known.length - minutes.length,
    medianMinutes: medianOf(minutes),
  };
}
