import { sql } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';

/** The entry of a series in the portal's calendar. */
export interface StoredCalendarEntry {
  readonly seriesId: string;
  /** Whose calendar has it, or had the try that nobody has finished. */
  readonly ownerId: bigint;
  /** Null until the portal has it. */
  readonly eventId: bigint | null;
  /** Who writes it to the portal right now; null when nobody does, or has not answered for too long. */
  readonly heldBy: bigint | null;
  readonly said: unknown;
}

/** One press of a button by somebody. */
export interface CalendarHold {
  readonly seriesId: string;
  readonly key: string;
  readonly userId: bigint;
}

export async function listCalendarEntries(tx: PortalTransaction, seriesIds: readonly string[]): Promise<StoredCalendarEntry[]> {
  if (seriesIds.length === 0) return [];
  const rows = await tx.db
    .selectFrom('review_calendar_entry')
    .selectAll()
    // A lease is of the machine and not of the business day: the database's own clock tells it.
    .select(sql<boolean>`held_until is not null and held_until > now()`.as('is_held'))
    .where('portal_id', '=', tx.portalId)
    .where('series_id', 'in', [...seriesIds])
    .execute();
  return rows.map((row) => ({
    seriesId: row.series_id,
    ownerId: row.owner_id,
    eventId: row.event_id,
    heldBy: row.is_held ? row.held_by : null,
    said: row.said,
  }));
}

/** One press at a time writes to the portal; the same one gets it again when its answer was lost. */
export async function holdCalendarEntry(tx: PortalTransaction, { seriesId, key, userId }: CalendarHold): Promise<boolean> {
  const hold = { held_by: userId, held_key: key, held_until: sql<Date>`now() + interval '1 minute'` };
  const held = await tx.db
    .insertInto('review_calendar_entry')
    .values({ portal_id: tx.portalId, series_id: seriesId, owner_id: userId, ...hold })
    .onConflict((conflict) =>
      conflict
        .columns(['portal_id', 'series_id'])
        .doUpdateSet(hold)
        .where((eb) =>
          eb.or([
            eb('review_calendar_entry.held_until', 'is', null),
            eb('review_calendar_entry.held_key', '=', key),
            eb('review_calendar_entry.held_until', '<=', sql<Date>`now()`),
          ]),
        ),
    )
    .executeTakeFirst();
  return (held.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** What the portal has now, told by the press that holds the entry; false when another one does. */
export async function saveCalendarEntry(
  tx: PortalTransaction,
  { seriesId, key }: CalendarHold,
  entry: { ownerId: bigint; eventId: bigint; said: unknown },
): Promise<boolean> {
  const saved = await tx.db
    .updateTable('review_calendar_entry')
    .set({
      owner_id: entry.ownerId,
      event_id: entry.eventId,
      said: JSON.stringify(entry.said),
      held_by: null,
      held_key: null,
      held_until: null,
    })
    .where('portal_id', '=', tx.portalId)
    .where('series_id', '=', seriesId)
    .where('held_key', '=', key)
    .executeTakeFirst();
  return saved.numUpdatedRows > 0n;
}

/** Writing has not come about: what the portal had before stays, and what it never had is forgotten. */
export async function releaseCalendarEntry(tx: PortalTransaction, { seriesId, key }: CalendarHold): Promise<void> {
  await tx.db
    .deleteFrom('review_calendar_entry')
    .where('portal_id', '=', tx.portalId)
    .where('series_id', '=', seriesId)
    .where('event_id', 'is', null)
    .where('held_key', '=', key)
    .execute();
  await tx.db
    .updateTable('review_calendar_entry')
    .set({ held_by: null, held_key: null, held_until: null })
    .where('portal_id', '=', tx.portalId)
    .where('series_id', '=', seriesId)
    .where('held_key', '=', key)
    .execute();
}

/** The portal has no such entry any more. */
export async function deleteCalendarEntry(tx: PortalTransaction, seriesId: string, eventId: bigint): Promise<void> {
  await tx.db
    .deleteFrom('review_calendar_entry')
    .where('portal_id', '=', tx.portalId)
    .where('series_id', '=', seriesId)
    .where('event_id', '=', eventId)
    .execute();
}
