import { sql } from 'kysely';
import type { Adjustment } from '#domain/forecast/adjustment.ts';
import type { Day, Month } from '#domain/period.ts';
import type { PortalTransaction } from './portal-store.ts';
import { startOf } from './won-day.ts';

export interface StoredAdjustment extends Adjustment {
  readonly revision: number;
  readonly setBy: bigint;
  readonly setAt: Date;
}

/** The adjustment of each person that holds now, or held when a day began; taken back ones are left out. */
export async function listAdjustments(
  tx: PortalTransaction,
  month: Month,
  at: { day: Day; timeZone: string } | null = null,
): Promise<StoredAdjustment[]> {
  let query = selectAdjustments(tx, month).distinctOn('user_id').orderBy('user_id').orderBy('revision', 'desc');
  if (at !== null) query = query.where(sql<boolean>`set_at < ${startOf(at.day, at.timeZone)}`);
  return (await query.execute()).map(toAdjustment).filter(({ value }) => value !== 0n);
}

/** Everything that was set for a person in a month, the newest first. */
export async function listAdjustmentHistory(tx: PortalTransaction, month: Month, userId: bigint): Promise<StoredAdjustment[]> {
  const rows = await selectAdjustments(tx, month).where('user_id', '=', userId).orderBy('revision', 'desc').execute();
  return rows.map(toAdjustment);
}

const lockSpace = 7_043;

/** Who reads the last revision of a month and adds the next one, does so alone in the portal until the transaction ends. */
export async function lockAdjustments(tx: PortalTransaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${lockSpace}::int, (${tx.portalId}::bigint % 2147483647)::int)`.execute(tx.db);
}

export async function addAdjustment(tx: PortalTransaction, month: Month, { userId, ...set }: StoredAdjustment): Promise<void> {
  await tx.db
    .insertInto('forecast_adjustment')
    .values({
      ...{ portal_id: tx.portalId, month, user_id: userId },
      ...{ revision: set.revision, value: set.value, reason: set.reason, set_by: set.setBy, set_at: set.setAt },
      deal_ids: sql<bigint[]>`${`{${set.dealIds.join(',')}}`}::bigint[]`,
    })
    .execute();
}

function selectAdjustments(tx: PortalTransaction, month: Month) {
  return tx.db.selectFrom('forecast_adjustment').selectAll().where('portal_id', '=', tx.portalId).where('month', '=', month);
}

type AdjustmentRow = Awaited<ReturnType<ReturnType<typeof selectAdjustments>['executeTakeFirstOrThrow']>>;

function toAdjustment(row: AdjustmentRow): StoredAdjustment {
  const { user_id: userId, revision, value, reason, deal_ids: dealIds, set_by: setBy, set_at: setAt } = row;
  return { userId, revision, value, reason, dealIds, setBy, setAt };
}
