import { sql } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';
import { noteChanges } from './totals-revision.ts';
import { toArray } from './upsert-rows.ts';

export interface OwnDimension {
  /** UF_CRM_… */
  readonly field: string;
  readonly name: string;
  /** Null while plans can be divided by it. */
  readonly archivedAt: Date | null;
  /** Null until the portal was asked. */
  readonly isList: boolean | null;
  /** The portal has no such list or text any more. */
  readonly isMissing: boolean;
  readonly isBegun: boolean;
  /** When all deals were read with it; null until then. */
  readonly readAt: Date | null;
}

/** All that were ever chosen, in the order in which they were. */
export async function listOwnDimensions(tx: PortalTransaction): Promise<OwnDimension[]> {
  const rows = await tx.db
    .selectFrom('own_dimension')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .orderBy('added_at')
    .orderBy('field')
    .execute();
  return rows.map((row) => ({
    field: row.field,
    name: row.name,
    archivedAt: row.archived_at,
    isList: row.is_list,
    isMissing: row.is_missing,
    isBegun: row.is_begun,
    readAt: row.read_at,
  }));
}

/** Those that plans can be divided by now. */
export async function listChosenDimensions(tx: PortalTransaction): Promise<OwnDimension[]> {
  return (await listOwnDimensions(tx)).filter(({ archivedAt }) => archivedAt === null);
}

/** What is not among them is archived; what comes back is read anew. */
export async function saveOwnDimensions(
  tx: PortalTransaction,
  chosen: readonly Pick<OwnDimension, 'field' | 'name'>[],
  now: Date,
): Promise<void> {
  const fields = toArray(
    'text',
    chosen.map(({ field }) => field),
  );
  const names = toArray(
    'text',
    chosen.map(({ name }) => name),
  );
  const at = sql`${now.toISOString()}::timestamptz`;
  await sql`
    update own_dimension set archived_at = ${at}, read_at = null, is_begun = false
    where portal_id = ${tx.portalId} and archived_at is null and field <> all(${fields})`.execute(tx.db);
  await sql`
    insert into own_dimension (portal_id, field, name, added_at)
    select ${tx.portalId}::bigint, given.field, given.name, ${at} + given.place * interval '1 millisecond'
    from unnest(${fields}, ${names}) with ordinality as given (field, name, place)
    on conflict (portal_id, field) do update set name = excluded.name, archived_at = null,
      is_missing = own_dimension.is_missing and own_dimension.archived_at is null`.execute(tx.db);
}

/** What the portal says of the chosen fields when a reading begins. */
export interface KnownField {
  readonly field: string;
  readonly isList: boolean;
  /** Of a list, in its order. */
  readonly values: readonly { readonly value: string; readonly title: string }[];
}

/** Fields that are gone, or became a list instead of a text, count no more; values of fields that nobody has chosen are forgotten. */
export async function beginOwnDimensions(tx: PortalTransaction, asked: readonly string[], known: readonly KnownField[]): Promise<void> {
  const own = sql`own_dimension.portal_id = ${tx.portalId} and own_dimension.archived_at is null`;
  const fields = toArray(
    'text',
    known.map(({ field }) => field),
  );
  const lists = toArray(
    'boolean',
    known.map(({ isList }) => isList),
  );
  await sql`
    update own_dimension set is_missing = true, is_begun = false, read_at = null
    where ${own} and field = any(${toArray('text', asked)}) and field <> all(${fields})`.execute(tx.db);
  await sql`
    update own_dimension set is_missing = false, is_begun = true, is_list = given.is_list,
      read_at = case when own_dimension.is_list = given.is_list then own_dimension.read_at end
    from unnest(${fields}, ${lists}) as given (field, is_list)
    where ${own} and own_dimension.field = given.field`.execute(tx.db);
  await saveTitles(tx, known);
  const unchosen = sql`portal_id = ${tx.portalId} and field not in (
    select field from own_dimension where portal_id = ${tx.portalId} and archived_at is null)`;
  await sql`delete from own_dimension_value where ${unchosen}`.execute(tx.db);
  await sql`delete from deal_value where ${unchosen}`.execute(tx.db);
}

async function saveTitles(tx: PortalTransaction, known: readonly KnownField[]): Promise<void> {
  const titles = known.flatMap(({ field, values }) => values.map((one, place) => ({ field, place, ...one })));
  const column = (name: 'field' | 'value' | 'title' | 'place', type: 'text' | 'integer') =>
    toArray(
      type,
      titles.map((title) => title[name]),
    );
  const [fields, values] = [column('field', 'text'), column('value', 'text')];
  await sql`
    delete from own_dimension_value where portal_id = ${tx.portalId} and field = any(${toArray(
      'text',
      known.map(({ field }) => field),
    )}) and (field, value) not in (select given.field, given.value from unnest(${fields}, ${values}) as given (field, value))`.execute(
    tx.db,
  );
  await sql`
    insert into own_dimension_value (portal_id, field, value, title, place)
    select ${tx.portalId}::bigint, given.* from unnest(${fields}, ${values}, ${column('title', 'text')}, ${column('place', 'integer')})
      as given (field, value, title, place)
    on conflict (portal_id, field, value) do update set title = excluded.title, place = excluded.place`.execute(tx.db);
}

/** All deals were read with these fields. */
export async function endOwnDimensions(tx: PortalTransaction, fields: readonly string[], now: Date): Promise<number> {
  const ended = await sql`
    update own_dimension set is_begun = false, read_at = ${now.toISOString()}::timestamptz
    where portal_id = ${tx.portalId} and archived_at is null and is_begun and field = any(${toArray('text', fields)})
    returning field`.execute(tx.db);
  return noteChanges(tx, ended.rows.length);
}

/** Titles of the values of lists, in their order. */
export async function listOwnTitles(tx: PortalTransaction): Promise<Map<string, Map<string, string>>> {
  const rows = await tx.db
    .selectFrom('own_dimension_value')
    .select(['field', 'value', 'title'])
    .where('portal_id', '=', tx.portalId)
    .orderBy('field')
    .orderBy('place')
    .execute();
  const byField = Map.groupBy(rows, ({ field }) => field);
  return new Map([...byField].map(([field, own]) => [field, new Map(own.map(({ value, title }) => [value, title]))]));
}

export interface DealValue {
  readonly deal_id: bigint;
  readonly field: string;
  /** Never empty. */
  readonly value: string;
}

interface ReadDeals {
  readonly fields: readonly string[];
  /** Deals that were read: what they do not say in one of the fields any more is forgotten. */
  readonly dealIds: readonly bigint[];
  readonly values: readonly DealValue[];
  /** All deals with these ids are known: others behind `after`, up to and with `through` or to the end, are gone. */
  readonly stretch: { readonly after: bigint; readonly through: bigint | null } | null;
}

/** What deals say now; returns how many say something else than before. */
export async function saveDealValues(tx: PortalTransaction, { fields, dealIds, values, stretch }: ReadDeals): Promise<number> {
  const column = (name: keyof DealValue, type: 'bigint' | 'text') =>
    toArray(
      type,
      values.map((value) => value[name]),
    );
  const seen = sql`unnest(${column('field', 'text')}, ${column('deal_id', 'bigint')}, ${column('value', 'text')}) as seen (field, deal_id, value)`;
  const read =
    stretch === null
      ? sql`deal_id = any(${toArray('bigint', dealIds)})`
      : sql`deal_id > ${stretch.after} and ${stretch.through === null ? sql`true` : sql`deal_id <= ${stretch.through}`}`;
  const gone = await sql`
    delete from deal_value
    where portal_id = ${tx.portalId} and field = any(${toArray('text', fields)}) and ${read}
      and not exists (select from ${seen} where seen.field = deal_value.field and seen.deal_id = deal_value.deal_id)
    returning deal_id`.execute(tx.db);
  const changed = await sql`
    insert into deal_value (portal_id, field, deal_id, value)
    select ${tx.portalId}::bigint, seen.field, seen.deal_id, seen.value from ${seen}
    on conflict (portal_id, field, deal_id) do update set value = excluded.value where deal_value.value <> excluded.value
    returning deal_id`.execute(tx.db);
  return noteChanges(tx, gone.rows.length + changed.rows.length);
}
