import type { PersonSnapshot } from '#domain/forecast/forecast-snapshot.ts';
import type { Day, Month } from '#domain/period.ts';
import type { People } from './daily-totals.ts';
import type { PortalTransaction } from './portal-store.ts';

/** Days of a month's forecast that were kept already. */
export async function listSnapshotDays(tx: PortalTransaction, month: Month): Promise<ReadonlySet<Day>> {
  const rows = await tx.db
    .selectFrom('forecast_snapshot_day')
    .select('day')
    .where('portal_id', '=', tx.portalId)
    .where('month', '=', month)
    .execute();
  return new Set(rows.map(({ day }) => day));
}

/** Keeps a day once; whoever comes second changes nothing. */
export async function saveSnapshot(
  tx: PortalTransaction,
  of: { month: Month; day: Day; isReconstructed: boolean; takenAt: Date },
  people: readonly PersonSnapshot[],
): Promise<void> {
  const { month, day } = of;
  const added = await tx.db
    .insertInto('forecast_snapshot_day')
    .values({ portal_id: tx.portalId, month, day, taken_at: of.takenAt })
    .onConflict((conflict) => conflict.columns(['portal_id', 'month', 'day']).doNothing())
    .executeTakeFirst();
  if ((added.numInsertedOrUpdatedRows ?? 0n) === 0n || people.length === 0) return;
  const rows = people.map(({ userId, fact, weighted, commit, best, pipeline }) => ({
    ...{ portal_id: tx.portalId, month, day, user_id: userId },
    ...{ fact, weighted, commit_value: commit, best_value: best, pipeline_value: pipeline, is_reconstructed: of.isReconstructed },
  }));
  await tx.db.insertInto('forecast_snapshot').values(rows).execute();
}

export interface SnapshotSum {
  readonly day: Day;
  readonly fact: bigint;
  readonly weighted: bigint;
  /** Null of days that were kept before categories were. */
  readonly categories: { readonly commit: bigint; readonly best: bigint; readonly pipeline: bigint } | null;
  readonly isReconstructed: boolean;
}

/** The kept days of a month in order, summed over some people or everybody. */
export async function listSnapshotSums(tx: PortalTransaction, month: Month, people: People): Promise<SnapshotSum[]> {
  let query = tx.db
    .selectFrom('forecast_snapshot')
    .select(({ fn }) => [
      'day',
      fn.sum<string>('fact').as('fact'),
      fn.sum<string>('weighted').as('weighted'),
      fn.sum<string | null>('commit_value').as('commit'),
      fn.sum<string | null>('best_value').as('best'),
      fn.sum<string | null>('pipeline_value').as('pipeline'),
      fn.agg<boolean>('bool_or', ['is_reconstructed']).as('is_reconstructed'),
    ])
    .where('portal_id', '=', tx.portalId)
    .where('month', '=', month);
  if (people !== null) query = people.length === 0 ? query.where('user_id', 'is', null) : query.where('user_id', 'in', [...people]);
  const rows = await query.groupBy('day').orderBy('day').execute();
  return rows.map((row) => ({
    day: row.day,
    fact: BigInt(row.fact),
    weighted: BigInt(row.weighted),
    categories: toCategories(row),
    isReconstructed: row.is_reconstructed,
  }));
}

function toCategories({ commit, best, pipeline }: { commit: string | null; best: string | null; pipeline: string | null }) {
  if (commit === null || best === null || pipeline === null) return null;
  return { commit: BigInt(commit), best: BigInt(best), pipeline: BigInt(pipeline) };
}
