import { sql } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';
import type { CalendarAbsenceTable, WorkRecordTable } from './tables/team-tables.ts';
import { toArray, upsertRows } from './upsert-rows.ts';

export type WorkRecord = Omit<WorkRecordTable, 'portal_id'>;
export type AbsentDay = Omit<CalendarAbsenceTable, 'portal_id'>;

const recordColumns = {
  record_id: 'bigint',
  user_id: 'bigint',
  started_at: 'timestamptz',
  ended_at: 'timestamptz',
  worked_seconds: 'integer',
  break_seconds: 'integer',
  is_approved: 'boolean',
} as const;

/** What was read of some people who began to work at or after a moment; records that are not among it are gone. */
export async function saveWorkRecords(
  tx: PortalTransaction,
  read: { readonly userIds: readonly bigint[]; readonly since: Date; readonly records: readonly WorkRecord[] },
): Promise<number> {
  const shape = { table: 'work_record', columns: recordColumns, key: ['record_id'], update: 'when-different' } as const;
  const saved = await upsertRows(tx, shape, read.records);
  const kept = read.records.map((record) => record.record_id);
  const gone = await sql`
    delete from work_record
    where portal_id = ${tx.portalId} and user_id = any(${toArray('bigint', read.userIds)}) and started_at >= ${read.since.toISOString()}::timestamptz
      and record_id <> all(${toArray('bigint', kept)})
    returning record_id`.execute(tx.db);
  return saved + gone.rows.length;
}

/** All absent days of a half-open span, in the place of those that are known. */
export async function saveAbsentDays(
  tx: PortalTransaction,
  read: { readonly from: string; readonly before: string; readonly days: readonly AbsentDay[] },
): Promise<number> {
  const within = read.days.filter(({ day }) => day >= read.from && day < read.before);
  const columns = { user_id: 'bigint', day: 'date' } as const;
  const shape = { table: 'calendar_absence', columns, key: ['user_id', 'day'], update: 'never' } as const;
  const saved = await upsertRows(tx, shape, within);
  const column = (name: keyof typeof columns) =>
    toArray(
      columns[name],
      within.map((row) => row[name]),
    );
  const gone = await sql`
    delete from calendar_absence as absence
    where portal_id = ${tx.portalId} and day >= ${read.from}::date and day < ${read.before}::date and not exists (
      select from unnest(${column('user_id')}, ${column('day')}) as kept (user_id, day)
      where kept.user_id = absence.user_id and kept.day = absence.day)
    returning day`.execute(tx.db);
  return saved + gone.rows.length;
}

/** Absent days of a half-open span, by person and day. */
export async function listAbsentDays(
  tx: PortalTransaction,
  span: { readonly from: string; readonly before: string },
): Promise<AbsentDay[]> {
  return tx.db
    .selectFrom('calendar_absence')
    .select(['user_id', 'day'])
    .where('portal_id', '=', tx.portalId)
    .where('day', '>=', span.from)
    .where('day', '<', span.before)
    .orderBy('user_id')
    .orderBy('day')
    .execute();
}

/** Active people who sell: in charge of an open deal or of one that moved since a moment. */
export async function listSellers(tx: PortalTransaction, since: Date): Promise<bigint[]> {
  const found = await sql<{ user_id: bigint }>`
    select person.user_id from person
    where person.portal_id = ${tx.portalId} and person.is_active and exists (
      select from deal where deal.portal_id = person.portal_id and deal.responsible_id = person.user_id and deal.deleted_at is null
        and (deal.semantics = 'P' or deal.moved_at >= ${since.toISOString()}::timestamptz))
    order by person.user_id`.execute(tx.db);
  return found.rows.map((row) => row.user_id);
}
