import { v7 as uuidv7 } from 'uuid';
import type { PortalTransaction } from './portal-store.ts';
import { ofSheet, type SheetKey } from './sheet-acts.ts';

export interface StoredAttempt extends SheetKey {
  readonly attemptId: string;
  readonly number: number;
  readonly round: number;
  /** As they were asked; parsed by whoever judges them. */
  readonly questions: unknown;
  readonly startedAt: Date;
  readonly finished: {
    readonly answers: unknown;
    readonly right: number;
    readonly isPassed: boolean;
    readonly at: Date;
  } | null;
}

/** False when a try of this number is there already: somebody else has begun it. */
export async function addAttempt(
  tx: PortalTransaction,
  sheet: SheetKey,
  attempt: { number: number; round: number; questions: unknown; startedAt: Date },
): Promise<boolean> {
  const added = await tx.db
    .insertInto('quiz_attempt')
    .values({
      ...ofSheet(tx, sheet),
      attempt_id: uuidv7(),
      number: attempt.number,
      round: attempt.round,
      questions: JSON.stringify(attempt.questions),
      started_at: attempt.startedAt,
      answers: null,
      right_count: null,
      is_passed: null,
      answered_at: null,
    })
    .onConflict((conflict) => conflict.columns(['portal_id', 'plan_id', 'version', 'user_id', 'number']).doNothing())
    .executeTakeFirst();
  return (added.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** The first answers stay: false when the try was finished before. */
export async function finishAttempt(
  tx: PortalTransaction,
  attemptId: string,
  result: { answers: unknown; right: number; isPassed: boolean; at: Date },
): Promise<boolean> {
  const changed = await tx.db
    .updateTable('quiz_attempt')
    .set({ answers: JSON.stringify(result.answers), right_count: result.right, is_passed: result.isPassed, answered_at: result.at })
    .where('portal_id', '=', tx.portalId)
    .where('attempt_id', '=', attemptId)
    .where('answered_at', 'is', null)
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n;
}

/** Tries about the sheets of some plans, in the order they were begun; of one person alone where one is named. */
export async function listAttempts(tx: PortalTransaction, planIds: readonly string[], userId?: bigint): Promise<StoredAttempt[]> {
  if (planIds.length === 0) return [];
  let query = tx.db
    .selectFrom('quiz_attempt')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .where('plan_id', 'in', [...planIds])
    .orderBy('attempt_id');
  if (userId !== undefined) query = query.where('user_id', '=', userId);
  const rows = await query.execute();
  return rows.map((row) => ({
    planId: row.plan_id,
    version: row.version,
    userId: row.user_id,
    attemptId: row.attempt_id,
    number: row.number,
    round: row.round,
    questions: row.questions,
    startedAt: row.started_at,
    finished:
      row.answered_at === null
        ? null
        : { answers: row.answers, right: row.right_count ?? 0, isPassed: row.is_passed === true, at: row.answered_at },
  }));
}

export async function addRepeat(tx: PortalTransaction, sheet: SheetKey, given: { by: bigint; at: Date }): Promise<void> {
  await tx.db
    .insertInto('quiz_repeat')
    .values({ ...ofSheet(tx, sheet), repeat_id: uuidv7(), given_by: given.by, given_at: given.at })
    .execute();
}

/** Which sheets of some plans are to be answered about once more; one entry for each repeat. */
export async function listRepeats(tx: PortalTransaction, planIds: readonly string[], userId?: bigint): Promise<SheetKey[]> {
  if (planIds.length === 0) return [];
  let query = tx.db
    .selectFrom('quiz_repeat')
    .select(['plan_id', 'version', 'user_id'])
    .where('portal_id', '=', tx.portalId)
    .where('plan_id', 'in', [...planIds])
    .orderBy('repeat_id');
  if (userId !== undefined) query = query.where('user_id', '=', userId);
  return (await query.execute()).map((row) => ({ planId: row.plan_id, version: row.version, userId: row.user_id }));
}
