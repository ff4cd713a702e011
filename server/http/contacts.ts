import { contactsListed, type Contacts } from '#contract/contacts.ts';
import type { LeadProcessing } from '#contract/lead-outlook.ts';
import { contactsByWeek, firstContactDay } from '#domain/intensity/contacts.ts';
import { judgeLead, workingMinutes, type LocalMoment } from '#domain/intensity/lead-processing.ts';
import { findFirstContact, findLead, listContactDays, listContacts } from '#store/contacts.ts';
import { toDay, toTimeOfDay } from '#kernel/calendar-day.ts';
import type { PortalContext } from './portal-context.ts';

/** Contacts of a lead (1) or a deal (2) in the last weeks. */
export async function readContacts({ tx, portal, today, now }: PortalContext, ownerKind: 1 | 2, ownerId: bigint): Promise<Contacts> {
  const asked = { ownerKind, ownerId, from: firstContactDay(today), before: now, timeZone: portal.timeZone };
  const days = await listContactDays(tx, asked);
  const list = days.length === 0 ? [] : await listContacts(tx, asked, contactsListed);
  return {
    weeks: contactsByWeek(days, today),
    list: list.map(({ at, direction, ...contact }) => ({ ...contact, at: at.toISOString(), direction: toDirection(direction) })),
  };
}

/** Time from a lead's creation to the first contact, in working hours of the company; null for a lead that is not read yet. */
export async function readProcessing(context: PortalContext, leadId: bigint): Promise<LeadProcessing | null> {
  const { tx, now, counting, calendar } = context;
  const lead = await findLead(tx, leadId);
  if (lead === undefined) return null;
  const touchedAt = await findFirstContact(tx, leadId, now);
  const until = touchedAt ?? lead.closedAt ?? now;
  const minutes = workingMinutes(localMoment(context, lead.createdAt), localMoment(context, until), calendar, counting.calls);
  return {
    createdAt: lead.createdAt.toISOString(),
    touchedAt: touchedAt?.toISOString() ?? null,
    minutes,
    normMinutes: counting.leads.firstTouchMinutes,
    state: judgeLead({ isTouched: touchedAt !== undefined, isClosed: lead.closedAt !== null, minutes }, counting.leads),
  };
}

/** 1 in, 2 out; meetings have none. */
export const toDirection = (direction: number): 'in' | 'out' | 'none' => (direction === 1 ? 'in' : direction === 2 ? 'out' : 'none');

function localMoment({ portal }: PortalContext, at: Date): LocalMoment {
  const [hour = 0, minute = 0] = toTimeOfDay(at, portal.timeZone).split(':').map(Number);
  return { day: toDay(at, portal.timeZone), minute: hour * 60 + minute };
}
