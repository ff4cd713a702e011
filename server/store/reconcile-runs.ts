import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { PortalTransaction } from './portal-store.ts';

export interface RunProgress {
  readonly runId: string;
  readonly entity: string;
  /** Last id compared; the next piece begins behind it. */
  readonly position: bigint;
}

/** One row per entity, all of them unfinished. */
export async function startReconcileRun(
  tx: PortalTransaction,
  run: { readonly entities: readonly string[]; readonly now: Date },
): Promise<void> {
  const runId = uuidv7();
  await tx.db
    .insertInto('reconcile_run')
    .values(
      run.entities.map((entity) => ({
        portal_id: tx.portalId,
        run_id: runId,
        entity,
        started_at: run.now,
        finished_at: null,
        position: 0n,
        compared: 0n,
        missing: 0n,
        changed: 0n,
        gone: 0n,
      })),
    )
    .execute();
}

/** What is left of runs that were begun, in the order of the given entities. */
export async function findUnfinishedRun(tx: PortalTransaction, entities: readonly string[]): Promise<RunProgress | undefined> {
  const rows = await tx.db
    .selectFrom('reconcile_run')
    .select(['run_id', 'entity', 'position', 'started_at'])
    .where('portal_id', '=', tx.portalId)
    .where('finished_at', 'is', null)
    .where('entity', 'in', [...entities])
    .orderBy('started_at')
    .execute();
  const first = rows.toSorted((left, right) => entities.indexOf(left.entity) - entities.indexOf(right.entity))[0];
  return first && { runId: first.run_id, entity: first.entity, position: first.position };
}

export interface RunPiece {
  readonly position: bigint;
  readonly compared: number;
  readonly missing: number;
  readonly changed: number;
  readonly gone: number;
  /** Set with the last piece. */
  readonly finishedAt: Date | null;
}

/** Written in the transaction of what the piece has found. */
export async function saveRunPiece(tx: PortalTransaction, run: RunProgress, piece: RunPiece): Promise<void> {
  await sql`
    update reconcile_run set position = ${piece.position}, compared = compared + ${piece.compared}, missing = missing + ${piece.missing},
      changed = changed + ${piece.changed}, gone = gone + ${piece.gone}, finished_at = ${piece.finishedAt}
    where portal_id = ${tx.portalId} and run_id = ${run.runId} and entity = ${run.entity}`.execute(tx.db);
}

/** When the last run began; null before the first. */
export async function findLastRunStart(tx: PortalTransaction): Promise<Date | null> {
  const row = await tx.db
    .selectFrom('reconcile_run')
    .select((eb) => eb.fn.max('started_at').as('at'))
    .where('portal_id', '=', tx.portalId)
    .executeTakeFirst();
  return row?.at ?? null;
}

/** Runs that began before a day are told by nobody any more. */
export async function forgetReconcileRuns(tx: PortalTransaction, before: Date): Promise<void> {
  await tx.db.deleteFrom('reconcile_run').where('portal_id', '=', tx.portalId).where('started_at', '<', before).execute();
}
