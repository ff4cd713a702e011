import { shiftDay, weekday, type Day } from '../period.ts';

export type ContactKind = 'call' | 'meeting' | 'message';

/** Contacts of one kind on one day. */
export interface ContactDay {
  readonly day: Day;
  readonly kind: ContactKind;
  readonly count: number;
}

/** A calendar week by its Monday. */
export interface ContactWeek {
  readonly from: Day;
  readonly calls: number;
  readonly meetings: number;
  readonly messages: number;
}

/** Weeks that a card shows, the running one included. */
const contactWeeks = 8;

/** The Monday that the weeks of a card begin with. */
export function firstContactDay(today: Day, weeks = contactWeeks): Day {
  return shiftDay(today, 1 - weekday(today) - 7 * (weeks - 1));
}

/** Contacts by calendar week, the running one last; a week without any is there with zeros, what is older is left out. */
export function contactsByWeek(days: readonly ContactDay[], today: Day, weeks = contactWeeks): ContactWeek[] {
  const first = firstContactDay(today, weeks);
  return Array.from({ length: weeks }, (_, index) => {
    const from = shiftDay(first, 7 * index);
    const before = shiftDay(from, 7);
    const inWeek = days.filter(({ day }) => day >= from && day < before);
    const sum = (kind: ContactKind): number => inWeek.reduce((all, one) => all + (one.kind === kind ? one.count : 0), 0);
    return { from, calls: sum('call'), meetings: sum('meeting'), messages: sum('message') };
  });
}
