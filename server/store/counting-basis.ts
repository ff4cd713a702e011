import { sql } from 'kysely';
import type { WonDate } from '#domain/counting.ts';
import type { CallRule } from '#domain/intensity/calls.ts';
import type { PortalTransaction } from './portal-store.ts';
import { toArray } from './upsert-rows.ts';

/** What the kept sums stand on: what counts, and the zone that days are cut in. */
export interface CountingBasis {
  readonly timeZone: string;
  readonly wonDate: WonDate;
  /** 1 out, 2 in, 3 in with redirection … */
  readonly callKinds: readonly number[];
  readonly callCode: string;
  /** Calls count when strictly longer. */
  readonly callSeconds: number;
  /** Of calls as activity. */
  readonly callRule: CallRule;
}

/** The basis of a portal's sums; undefined before they begin. */
export async function findCountingBasis(tx: PortalTransaction): Promise<CountingBasis | undefined> {
  const row = await tx.db.selectFrom('counting_basis').selectAll().where('portal_id', '=', tx.portalId).executeTakeFirst();
  return row && toBasis(row);
}

/** The same for whoever is about to change facts: another basis waits until that has happened. */
export async function holdCountingBasis(tx: PortalTransaction): Promise<CountingBasis | undefined> {
  const row = await tx.db.selectFrom('counting_basis').selectAll().where('portal_id', '=', tx.portalId).forShare().executeTakeFirst();
  return row && toBasis(row);
}

/** Writes the basis and says what it was before; changes of facts wait for the end of the transaction. */
export async function replaceCountingBasis(tx: PortalTransaction, basis: CountingBasis): Promise<CountingBasis | undefined> {
  const row = await tx.db.selectFrom('counting_basis').selectAll().where('portal_id', '=', tx.portalId).forUpdate().executeTakeFirst();
  const before = row && toBasis(row);
  if (before !== undefined && isSameBasis(before, basis)) return before;
  const rule = basis.callRule;
  const kinds = toArray('smallint', [...basis.callKinds]);
  await sql`
    insert into counting_basis (portal_id, time_zone, won_date, call_kinds, call_code, call_seconds, seconds_out, seconds_in, work_from, work_to)
    values (${tx.portalId}, ${basis.timeZone}, ${basis.wonDate}, ${kinds}, ${basis.callCode}, ${basis.callSeconds}::integer,
      ${rule.secondsOut}::integer, ${rule.secondsIn}::integer, ${rule.workFrom}::integer, ${rule.workTo}::integer)
    on conflict (portal_id) do update set
      (time_zone, won_date, call_kinds, call_code, call_seconds, seconds_out, seconds_in, work_from, work_to)
      = (excluded.time_zone, excluded.won_date, excluded.call_kinds, excluded.call_code, excluded.call_seconds,
        excluded.seconds_out, excluded.seconds_in, excluded.work_from, excluded.work_to)`.execute(tx.db);
  return before;
}

export function isSameBasis(one: CountingBasis, other: CountingBasis): boolean {
  return one.wonDate === other.wonDate && isSameForCalls(one, other);
}

/** Differ at most in what counts as won. */
export function isSameForCalls(one: CountingBasis, other: CountingBasis): boolean {
  return (
    one.timeZone === other.timeZone &&
    one.callCode === other.callCode &&
    one.callSeconds === other.callSeconds &&
    one.callKinds.join() === other.callKinds.join() &&
    isSameRule(one.callRule, other.callRule)
  );
}

function isSameRule(one: CallRule, other: CallRule): boolean {
  return (['secondsOut', 'secondsIn', 'workFrom', 'workTo'] as const).every((name) => one[name] === other[name]);
}

interface BasisRow {
  readonly time_zone: string;
  readonly won_date: WonDate;
  readonly call_kinds: readonly number[];
  readonly call_code: string;
  readonly call_seconds: number;
  readonly seconds_out: number;
  readonly seconds_in: number;
  readonly work_from: number;
  readonly work_to: number;
}

const toBasis = (row: BasisRow): CountingBasis => ({
  timeZone: row.time_zone,
  wonDate: row.won_date,
  callKinds: row.call_kinds,
  callCode: row.call_code,
  callSeconds: row.call_seconds,
  callRule: { secondsOut: row.seconds_out, secondsIn: row.seconds_in, workFrom: row.work_from, workTo: row.work_to },
});
