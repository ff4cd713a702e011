import { sql } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';
import type { StreamName } from './tables/sync-tables.ts';

export type { StreamName } from './tables/sync-tables.ts';

export interface StreamNote {
  /** Time of the portal's calendar and its day there. */
  readonly now: Date;
  readonly day: string;
  /** Rows that came with it, added up over the day. */
  readonly rows: number;
}

/** The stream was equal to the portal at this moment. */
export async function noteStream(tx: PortalTransaction, stream: StreamName, note: StreamNote): Promise<void> {
  await sql`
    insert into sync_stream (portal_id, stream, succeeded_at, day, rows)
    values (${tx.portalId}, ${stream}, ${note.now}, ${note.day}, ${note.rows})
    on conflict (portal_id, stream) do update set
      succeeded_at = excluded.succeeded_at, failure = null, resume_at = null, day = excluded.day,
      rows = excluded.rows + case when sync_stream.day = excluded.day then sync_stream.rows else 0 end`.execute(tx.db);
}

export interface StreamFailure {
  readonly now: Date;
  readonly day: string;
  readonly code: string;
  /** When the portal lets it go on; null when nobody knows. */
  readonly resumeAt: Date | null;
}

export async function noteStreamFailure(tx: PortalTransaction, stream: StreamName, failure: StreamFailure): Promise<void> {
  await sql`
    insert into sync_stream (portal_id, stream, failed_at, failure, resume_at, day, rows)
    values (${tx.portalId}, ${stream}, ${failure.now}, ${failure.code}, ${failure.resumeAt}, ${failure.day}, 0)
    on conflict (portal_id, stream) do update set
      failed_at = excluded.failed_at, failure = excluded.failure, resume_at = excluded.resume_at`.execute(tx.db);
}

const slotMs = 5 * 60_000;
const keptMs = 2 * 86_400_000;

/** How late deals came, the worst of each five minutes; two days are kept. */
export async function noteLag(tx: PortalTransaction, now: Date, seconds: number): Promise<void> {
  const slot = new Date(Math.floor(now.getTime() / slotMs) * slotMs);
  const added = await sql<{ isNew: boolean }>`
    insert into sync_lag (portal_id, at, seconds) values (${tx.portalId}, ${slot}, ${Math.round(seconds)}::integer)
    on conflict (portal_id, at) do update set seconds = greatest(sync_lag.seconds, excluded.seconds)
    returning (xmax = 0) as "isNew"`.execute(tx.db);
  if (!added.rows[0]?.isNew) return;
  await tx.db
    .deleteFrom('sync_lag')
    .where('portal_id', '=', tx.portalId)
    .where('at', '<', new Date(now.getTime() - keptMs))
    .execute();
}
