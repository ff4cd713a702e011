import { z } from 'zod';

/** An entry as it is to stand in the calendar; times are of the portal's wall clock. */
export interface CalendarDraft {
  readonly mark: string;
  readonly name: string;
  readonly firstDay: string;
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
  readonly rule: { readonly frequency: string; readonly interval: number };
  readonly people: readonly string[];
}

/** The portal's calendar by the viewer's own rights: what is written there is written in their name. */
export interface PortalCalendar {
  /** An entry with the mark in the calendar of a person; undefined when there is none, or it may not be seen. */
  find: (ownerId: string, draft: Pick<CalendarDraft, 'mark' | 'firstDay'>) => Promise<string | undefined>;
  add: (ownerId: string, draft: CalendarDraft) => Promise<string>;
  /** False when the portal has no such entry any more. */
  change: (ownerId: string, eventId: string, draft: CalendarDraft) => Promise<boolean>;
  remove: (eventId: string) => Promise<void>;
}

type Call = (method: string, params: Record<string, unknown>) => Promise<unknown>;

const Entries = z.array(z.object({ ID: z.coerce.string(), DESCRIPTION: z.string().nullable().default('') }));
const Known = z.union([z.object({ ID: z.coerce.string(), DELETED: z.string().optional() }), z.literal(false), z.null()]);

export function createCalendar(call: Call): PortalCalendar {
  return {
    find: async (ownerId, { mark, firstDay }) => {
      const found = await call('calendar.event.get', { type: 'user', ownerId: Number(ownerId), from: firstDay, to: firstDay });
      return Entries.parse(found).find(({ DESCRIPTION }) => DESCRIPTION?.includes(mark) === true)?.ID;
    },
    add: async (ownerId, draft) => z.coerce.string().parse(await call('calendar.event.add', toFields(ownerId, draft))),
    change: async (ownerId, eventId, draft) => {
      const known = Known.parse(await call('calendar.event.getbyid', { id: Number(eventId) }));
      if (known === null || known === false || known.DELETED === 'Y') return false;
      await call('calendar.event.update', { ...toFields(ownerId, draft), id: Number(eventId), recurrence_mode: 'all' });
      return true;
    },
    remove: async (eventId) => {
      await call('calendar.event.delete', { id: Number(eventId) });
    },
  };
}

function toFields(ownerId: string, { mark, name, from, to, timeZone, rule, people }: CalendarDraft): Record<string, unknown> {
  return {
    type: 'user',
    ownerId: Number(ownerId),
    name,
    // The mark is how the entry is found again when the answer of the portal was lost.
    description: mark,
    from,
    to,
    timezone_from: timeZone,
    timezone_to: timeZone,
    rrule: { FREQ: rule.frequency, INTERVAL: rule.interval },
    is_meeting: 'Y',
    host: Number(ownerId),
    attendees: [...new Set([ownerId, ...people])].map(Number),
    meeting: { notify: true, reinvite: false, allow_invite: false, hide_guests: false },
  };
}
