import { sql } from 'kysely';
import type { ManualMetric } from '#domain/planning/metric.ts';
import type { PortalTransaction } from './portal-store.ts';

export interface StoredManualMetric extends ManualMetric {
  readonly archivedAt: Date | null;
  readonly hasValues: boolean;
}

/** All metrics of the portal's own, archived ones too, in the order of their names. */
export async function listManualMetrics(tx: PortalTransaction): Promise<StoredManualMetric[]> {
  const rows = await selectMetrics(tx).orderBy('name').orderBy('metric_id').execute();
  return rows.map(toMetric);
}

export async function findManualMetric(tx: PortalTransaction, metricId: string): Promise<StoredManualMetric | undefined> {
  const row = await selectMetrics(tx).where('metric_id', '=', metricId).executeTakeFirst();
  return row && toMetric(row);
}

/** Who enters the numbers of metrics in use; null for one where nobody has to. */
export async function listNamedIds(tx: PortalTransaction): Promise<(bigint | null)[]> {
  const live = tx.db.selectFrom('manual_metric').where('portal_id', '=', tx.portalId).where('archived_at', 'is', null);
  const rows = await live.select('entered_by').distinct().execute();
  return rows.map((row) => row.entered_by);
}

/** Nobody changes the metric or enters a number of it before this transaction ends. */
export async function lockManualMetric(tx: PortalTransaction, metricId: string): Promise<StoredManualMetric | undefined> {
  await tx.db
    .selectFrom('manual_metric')
    .select('metric_id')
    .where('portal_id', '=', tx.portalId)
    .where('metric_id', '=', metricId)
    .forUpdate()
    .execute();
  return findManualMetric(tx, metricId);
}

const lockSpace = 7_025;

/** Names are looked through and taken by one transaction of the portal at a time. */
export async function lockMetricNames(tx: PortalTransaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${lockSpace}::int, (${tx.portalId}::bigint % 2147483647)::int)`.execute(tx.db);
}

export type MetricDefinition = Omit<ManualMetric, 'id' | 'source'>;

export async function addManualMetric(
  tx: PortalTransaction,
  metricId: string,
  definition: MetricDefinition,
  by: { userId: bigint; now: Date },
): Promise<void> {
  const created = { created_at: by.now, created_by: by.userId, archived_at: null };
  await tx.db
    .insertInto('manual_metric')
    .values({ portal_id: tx.portalId, metric_id: metricId, ...toRow(definition), ...created })
    .execute();
}

export async function changeManualMetric(tx: PortalTransaction, metricId: string, definition: MetricDefinition): Promise<void> {
  await updateMetric(tx, metricId, toRow(definition));
}

export async function setManualMetricArchived(tx: PortalTransaction, metricId: string, archivedAt: Date | null): Promise<void> {
  await updateMetric(tx, metricId, { archived_at: archivedAt });
}

async function updateMetric(
  tx: PortalTransaction,
  metricId: string,
  change: Partial<ReturnType<typeof toRow>> & { archived_at?: Date | null },
): Promise<void> {
  await tx.db.updateTable('manual_metric').set(change).where('portal_id', '=', tx.portalId).where('metric_id', '=', metricId).execute();
}

function toRow({ name, unit, direction, overTime, enteredBy, oldAfterDays }: MetricDefinition) {
  return { name, unit, direction, over_time: overTime, entered_by: enteredBy, old_after_days: oldAfterDays };
}

function selectMetrics(tx: PortalTransaction) {
  return tx.db
    .selectFrom('manual_metric')
    .selectAll()
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('manual_value')
            .select('manual_value.metric_id')
            .where('manual_value.portal_id', '=', tx.portalId)
            .whereRef('manual_value.metric_id', '=', 'manual_metric.metric_id'),
        )
        .as('has_values'),
    )
    .where('portal_id', '=', tx.portalId);
}

function toMetric(row: Awaited<ReturnType<ReturnType<typeof selectMetrics>['execute']>>[number]): StoredManualMetric {
  return {
    id: row.metric_id,
    name: row.name,
    unit: row.unit,
    direction: row.direction,
    overTime: row.over_time,
    source: 'typed',
    enteredBy: row.entered_by,
    oldAfterDays: row.old_after_days,
    archivedAt: row.archived_at,
    hasValues: row.has_values === true,
  };
}
