import { sql } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';
import type { RejectedRowTable } from './tables/sync-tables.ts';
import { toArray } from './upsert-rows.ts';

export interface Rejection {
  readonly rowKey: string;
  readonly field: string;
  readonly reason: RejectedRowTable['reason'];
}

export interface ReadOutcome {
  /** Rows that are there and good, or are gone; `all` for a list that was read as a whole. */
  readonly settledKeys: readonly string[] | 'all';
  readonly rejected: readonly Rejection[];
  readonly now: Date;
}

/** Written in the transaction of the rows that were read beside them. */
export async function saveRejections(tx: PortalTransaction, entity: string, outcome: ReadOutcome): Promise<void> {
  await removeSettled(tx, entity, outcome);
  const rejected = [...new Map(outcome.rejected.map((row) => [row.rowKey, row])).values()];
  if (rejected.length === 0) return;
  const texts = (pick: (row: Rejection) => string) => toArray('text', rejected.map(pick));
  const at = outcome.now.toISOString();
  await sql`
    insert into rejected_row (portal_id, entity, row_key, field, reason, first_seen_at, last_seen_at)
    select ${tx.portalId}::bigint, ${entity}::text, row.row_key, row.field, row.reason, ${at}::timestamptz, ${at}::timestamptz
    from unnest(${texts((row) => row.rowKey)}, ${texts((row) => row.field)}, ${texts((row) => row.reason)}) as row (row_key, field, reason)
    on conflict (portal_id, entity, row_key) do update
    set field = excluded.field, reason = excluded.reason, last_seen_at = excluded.last_seen_at, times = rejected_row.times + 1`.execute(
    tx.db,
  );
}

async function removeSettled(tx: PortalTransaction, entity: string, { settledKeys, rejected }: ReadOutcome): Promise<void> {
  if (settledKeys !== 'all' && settledKeys.length === 0) return;
  const isSettled = settledKeys === 'all' ? sql`true` : sql`row_key = any(${toArray('text', settledKeys)})`;
  const still = toArray(
    'text',
    rejected.map((row) => row.rowKey),
  );
  await sql`
    delete from rejected_row
    where portal_id = ${tx.portalId} and entity = ${entity} and ${isSettled} and row_key <> all(${still})`.execute(tx.db);
}

export interface RejectedRows {
  readonly count: number;
  readonly examples: Rejection[];
}

/** How many rows of each entity are left out, with the ones seen first as examples. */
export async function countRejections(tx: PortalTransaction, examples: number): Promise<Map<string, RejectedRows>> {
  const rows = await sql<{ entity: string; row_key: string; field: string; reason: Rejection['reason']; count: number }>`
    select entity, row_key, field, reason, count from (
      select entity, row_key, field, reason,
        (count(*) over (partition by entity))::int as count,
        row_number() over (partition by entity order by first_seen_at, row_key) as place
      from rejected_row where portal_id = ${tx.portalId}
    ) as numbered
    where place <= ${examples}::int order by entity, place`.execute(tx.db);
  const found = new Map<string, RejectedRows>();
  for (const { entity, row_key: rowKey, field, reason, count } of rows.rows) {
    const known = found.get(entity) ?? { count, examples: [] };
    known.examples.push({ rowKey, field, reason });
    found.set(entity, known);
  }
  return found;
}

/** The ones that were not looked at for longest. */
export async function listRejectedKeys(tx: PortalTransaction, entity: string, atMost: number): Promise<string[]> {
  const rows = await tx.db
    .selectFrom('rejected_row')
    .select('row_key')
    .where('portal_id', '=', tx.portalId)
    .where('entity', '=', entity)
    .orderBy('last_seen_at')
    .orderBy('row_key')
    .limit(atMost)
    .execute();
  return rows.map((row) => row.row_key);
}
