import type { PortalTransaction } from './portal-store.ts';
import type { ReviewSeriesTable } from './tables/review-tables.ts';

export interface StoredSeries {
  readonly seriesId: string;
  readonly scope: string;
  readonly name: string;
  readonly rhythm: ReviewSeriesTable['rhythm'];
  readonly everyDays: number | null;
  readonly at: string;
  readonly minutes: number;
  readonly questionLimit: number;
  readonly itemMinutes: number;
  readonly preparedBy: ReviewSeriesTable['prepared_by'];
  readonly prepareHours: number;
  readonly createdBy: bigint;
}

export type StoredRegulations = Omit<StoredSeries, 'seriesId' | 'scope' | 'createdBy'>;

/** Those that nobody has ended, by name. */
export async function listSeries(tx: PortalTransaction): Promise<StoredSeries[]> {
  const rows = await selectSeries(tx).where('ended_at', 'is', null).orderBy('name').orderBy('series_id').execute();
  return rows.map(toSeries);
}

/** Also one that has ended. */
export async function findSeries(tx: PortalTransaction, seriesId: string): Promise<StoredSeries | undefined> {
  const row = await selectSeries(tx).where('series_id', '=', seriesId).executeTakeFirst();
  return row && toSeries(row);
}

/** The same series once, however often it is sent; false when it was there. */
export async function addSeries(tx: PortalTransaction, series: StoredSeries, now: Date): Promise<boolean> {
  const { seriesId, scope, createdBy } = series;
  const added = await tx.db
    .insertInto('review_series')
    .values({ portal_id: tx.portalId, series_id: seriesId, scope, ...toRow(series), created_at: now, created_by: createdBy })
    .onConflict((conflict) => conflict.columns(['portal_id', 'series_id']).doNothing())
    .executeTakeFirst();
  return (added.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function changeSeries(tx: PortalTransaction, seriesId: string, regulations: StoredRegulations): Promise<void> {
  await tx.db
    .updateTable('review_series')
    .set(toRow(regulations))
    .where('portal_id', '=', tx.portalId)
    .where('series_id', '=', seriesId)
    .execute();
}

/** A review that lies ahead is called off with its series, with what was prepared for it; those that were held stay. */
export async function endSeries(tx: PortalTransaction, seriesId: string, now: Date): Promise<void> {
  const ahead = tx.db
    .selectFrom('review')
    .select('review_id')
    .where('portal_id', '=', tx.portalId)
    .where('series_id', '=', seriesId)
    .where('started_at', 'is', null);
  for (const table of ['review_text', 'review_question'] as const) {
    await tx.db.deleteFrom(table).where('portal_id', '=', tx.portalId).where('review_id', 'in', ahead).execute();
  }
  await tx.db
    .deleteFrom('review')
    .where('portal_id', '=', tx.portalId)
    .where('series_id', '=', seriesId)
    .where('started_at', 'is', null)
    .execute();
  await tx.db
    .updateTable('review_series')
    .set({ ended_at: now })
    .where('portal_id', '=', tx.portalId)
    .where('series_id', '=', seriesId)
    .execute();
}

function selectSeries(tx: PortalTransaction) {
  return tx.db.selectFrom('review_series').selectAll().where('portal_id', '=', tx.portalId);
}

function toRow(regulations: StoredRegulations) {
  return {
    name: regulations.name,
    rhythm: regulations.rhythm,
    every_days: regulations.everyDays,
    at_time: regulations.at,
    minutes: regulations.minutes,
    question_limit: regulations.questionLimit,
    item_minutes: regulations.itemMinutes,
    prepared_by: regulations.preparedBy,
    prepare_hours: regulations.prepareHours,
  };
}

function toSeries(row: Omit<ReviewSeriesTable, 'ended_at'>): StoredSeries {
  return {
    seriesId: row.series_id,
    scope: row.scope,
    name: row.name,
    rhythm: row.rhythm,
    everyDays: row.every_days,
    at: row.at_time,
    minutes: row.minutes,
    questionLimit: row.question_limit,
    itemMinutes: row.item_minutes,
    preparedBy: row.prepared_by,
    prepareHours: row.prepare_hours,
    createdBy: row.created_by,
  };
}
