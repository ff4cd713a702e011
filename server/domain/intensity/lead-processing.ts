import { shiftDay, type Day } from '../period.ts';
import { isWorkday, type Calendar } from '../workdays.ts';

/** A moment on the wall clock of the portal. */
export interface LocalMoment {
  readonly day: Day;
  /** Minutes after midnight. */
  readonly minute: number;
}

/** Hours of a working day in minutes after midnight. */
export interface WorkingHours {
  readonly workFrom: number;
  readonly workTo: number;
}

/** How soon somebody must have spoken with a new lead. */
export interface LeadRule {
  /** Minutes of working time from the lead's creation to the first contact. */
  readonly firstTouchMinutes: number;
}

/** An hour of working time: what is older is usually cold. */
export const defaultLeadRule: LeadRule = { firstTouchMinutes: 60 };

const mostTouchMinutes = 9999;

/** Reads a stored rule; the usual one where it says nothing. */
export function readLeadRule(stored: unknown): LeadRule {
  const given = typeof stored === 'object' && stored !== null ? (stored as Record<string, unknown>)['firstTouchMinutes'] : undefined;
  const isGood = typeof given === 'number' && Number.isInteger(given) && given >= 1 && given <= mostTouchMinutes;
  return isGood ? { firstTouchMinutes: given } : defaultLeadRule;
}

/** Days after which waiting is only said to be long. */
const longestDays = 366;

/** Minutes of working time between two moments; 0 when the second does not come later. */
export function workingMinutes(from: LocalMoment, to: LocalMoment, calendar: Calendar, hours: WorkingHours): number {
  let minutes = 0;
  let day = from.day;
  for (let passed = 0; day <= to.day && passed < longestDays; passed += 1) {
    const start = Math.max(hours.workFrom, day === from.day ? from.minute : 0);
    const end = Math.min(hours.workTo, day === to.day ? to.minute : hours.workTo);
    if (end > start && isWorkday(calendar, day)) minutes += end - start;
    day = shiftDay(day, 1);
  }
  return minutes;
}

/** In time or late; nobody has spoken yet and the norm runs or is over; or the lead was closed without a word. */
export type LeadState = 'in-time' | 'late' | 'waiting' | 'overdue' | 'closed';

/** `minutes` go to the first contact, or without one to now, or to when the lead was closed. Exactly the norm is in time. */
export function judgeLead(lead: { isTouched: boolean; isClosed: boolean; minutes: number }, rule: LeadRule): LeadState {
  const isWithin = lead.minutes <= rule.firstTouchMinutes;
  if (lead.isTouched) return isWithin ? 'in-time' : 'late';
  if (lead.isClosed) return 'closed';
  return isWithin ? 'waiting' : 'overdue';
}
