import type { Contacts } from '#contract/contacts.ts';
import { dayOf } from '#format/date.ts';

export type Kind = Contacts['list'][number]['kind'];
export const kinds: readonly Kind[] = ['call', 'meeting', 'message'];

type Week = Contacts['weeks'][number];

/** Which of the numbers is opened: those of a week, those of a kind, or none. */
export type Opened = { readonly week: string } | { readonly kind: Kind } | null;

export const countOf = (week: Week, kind: Kind): number => ({ call: week.calls, meeting: week.meetings, message: week.messages })[kind];

export const sumOfWeek = (week: Week): number => week.calls + week.meetings + week.messages;

export const sumOfKind = (weeks: readonly Week[], kind: Kind): number => weeks.reduce((sum, week) => sum + countOf(week, kind), 0);

/** The contacts behind the opened number; `more` are those that the card no longer lists. */
export function behind({ weeks, list }: Contacts, opened: Opened, timeZone: string): { contacts: Contacts['list']; more: number } {
  if (opened === null) return { contacts: [], more: 0 };
  if ('kind' in opened) {
    const contacts = list.filter(({ kind }) => kind === opened.kind);
    return { contacts, more: sumOfKind(weeks, opened.kind) - contacts.length };
  }
  const at = weeks.findIndex(({ from }) => from === opened.week);
  const [week, next] = [weeks[at], weeks[at + 1]];
  const contacts = list.filter((contact) => {
    const day = dayOf(contact.at, timeZone);
    return day >= opened.week && (next === undefined || day < next.from);
  });
  return { contacts, more: (week === undefined ? 0 : sumOfWeek(week)) - contacts.length };
}
