import { sql, type RawBuilder } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';
import type { DealTable } from './tables/fact-tables.ts';
import { toArray } from './upsert-rows.ts';

/** What the history of a deal tells; a change of anything else makes no version. */
const versionColumns = {
  pipeline_id: 'bigint',
  stage_id: 'text',
  semantics: 'text',
  amount_minor: 'bigint',
  currency: 'text',
  base_minor: 'bigint',
  responsible_id: 'bigint',
  close_day: 'date',
} as const;

type VersionColumn = keyof typeof versionColumns;
type ComingDeal = Pick<DealTable, VersionColumn | 'deal_id' | 'modified_at'>;

const names = Object.keys(versionColumns) as VersionColumn[];
const list = sql.join(names.map((name) => sql.ref(name)));
const of = (table: string): RawBuilder<unknown> => sql.join(names.map((name) => sql.ref(`${table}.${name}`)));

/**
 * Keeps what deals were like and what they become, before the rows themselves are changed.
 * The first change of a deal also writes how it was first seen, so that loading a portal costs no history.
 */
export async function keepDealVersions(tx: PortalTransaction, coming: readonly ComingDeal[], at: Date): Promise<void> {
  if (coming.length === 0) return;
  const column = (name: keyof ComingDeal, type: Parameters<typeof toArray>[0]): RawBuilder<unknown> =>
    toArray(
      type,
      coming.map((row) => row[name]),
    );
  await insertVersions(
    tx,
    sql`
      select deal.*, coming.next_at, ${sql.join(names.map((name) => sql`coming.${sql.ref(name)} as ${sql.ref(`next_${name}`)}`))}, false as next_is_gone
      from deal join (
        select ${at}::timestamptz as next_at, row.*
        from unnest(${column('deal_id', 'bigint')}, ${column('modified_at', 'timestamptz')}, ${sql.join(names.map((name) => column(name, versionColumns[name])))})
          as row (deal_id, modified_at, ${list})
      ) as coming on coming.deal_id = deal.deal_id
      where deal.portal_id = ${tx.portalId} and deal.modified_at <= coming.modified_at
        and (deal.deleted_at is not null or (${of('deal')}) is distinct from (${of('coming')}))`,
  );
}

/** The same for deals that are about to be marked as gone. */
export async function keepGoneVersions(tx: PortalTransaction, dealIds: readonly bigint[], at: Date): Promise<void> {
  await insertVersions(
    tx,
    sql`
      select deal.*, ${at}::timestamptz as next_at, ${sql.join(names.map((name) => sql`deal.${sql.ref(name)} as ${sql.ref(`next_${name}`)}`))}, true as next_is_gone
      from deal
      where deal.portal_id = ${tx.portalId} and deal.deal_id = any(${toArray('bigint', dealIds)}) and deal.deleted_at is null`,
  );
}

/** Clocks of several nodes differ a little: a version never comes before the one it follows. */
async function insertVersions(tx: PortalTransaction, changes: RawBuilder<unknown>): Promise<void> {
  await sql`
    with change as (${changes}), dated as (
      select change.*, greatest(change.next_at, change.first_seen_at, (
        select max(seen_at) from deal_version v where v.portal_id = change.portal_id and v.deal_id = change.deal_id
      )) as seen_at
      from change
    )
    insert into deal_version (portal_id, deal_id, seen_at, ${list}, is_gone)
    select portal_id, deal_id, first_seen_at, ${list}, false from dated where first_seen_at < seen_at
      and not exists (select from deal_version v where v.portal_id = dated.portal_id and v.deal_id = dated.deal_id)
    union all
    select portal_id, deal_id, seen_at, ${sql.join(names.map((name) => sql.ref(`next_${name}`)))}, next_is_gone from dated
    on conflict (portal_id, deal_id, seen_at) do update
    set ${sql.join([...names, 'is_gone'].map((name) => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`))}`.execute(tx.db);
}
