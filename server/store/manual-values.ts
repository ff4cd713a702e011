import { toPersonMonths, type DayValue, type PersonMonth } from '#domain/planning/manual-values.ts';
import type { ManualMetric } from '#domain/planning/metric.ts';
import { findManualMetric } from './manual-metrics.ts';
import type { PortalTransaction } from './portal-store.ts';
import type { DaySpan } from './won-day.ts';

export interface NewestValue extends DayValue {
  readonly metricId: string;
  readonly enteredAt: Date;
  readonly enteredBy: bigint;
}

export interface ValueEntry {
  readonly day: string;
  readonly value: bigint | null;
  readonly enteredAt: Date;
  readonly enteredBy: bigint;
  /** Nothing was entered for the day later. */
  readonly isValid: boolean;
}

/** The valid number of the newest day, for each metric and person. */
export async function listNewestValues(tx: PortalTransaction): Promise<NewestValue[]> {
  const rows = await tx.db
    .selectFrom('manual_value')
    .distinctOn(['metric_id', 'user_id'])
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .orderBy('metric_id')
    .orderBy('user_id')
    .orderBy('day', 'desc')
    .orderBy('revision', 'desc')
    .execute();
  return rows.map((row) => ({
    metricId: row.metric_id,
    userId: row.user_id,
    day: row.day,
    value: row.value,
    enteredAt: row.entered_at,
    enteredBy: row.entered_by,
  }));
}

/**
 * Adds a number to what was entered for the day, and tells whether it is another one than the valid one.
 * The caller holds the lock of the metric, so that revisions follow each other.
 */
export async function addManualValue(
  tx: PortalTransaction,
  entry: { metricId: string; userId: bigint; day: string; value: bigint | null },
  by: { userId: bigint; now: Date },
): Promise<boolean> {
  const last = await tx.db
    .selectFrom('manual_value')
    .select(['revision', 'value'])
    .where('portal_id', '=', tx.portalId)
    .where('metric_id', '=', entry.metricId)
    .where('user_id', '=', entry.userId)
    .where('day', '=', entry.day)
    .orderBy('revision', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (last !== undefined && last.value === entry.value) return false;
  await tx.db
    .insertInto('manual_value')
    .values({
      portal_id: tx.portalId,
      metric_id: entry.metricId,
      user_id: entry.userId,
      day: entry.day,
      revision: (last?.revision ?? 0) + 1,
      value: entry.value,
      entered_at: by.now,
      entered_by: by.userId,
    })
    .execute();
  return true;
}

/** Everything entered for a person, newest days first, and of a day the valid number first. */
export async function listValueEntries(
  tx: PortalTransaction,
  of: { metricId: string; userId: bigint },
  limit: number,
): Promise<ValueEntry[]> {
  const rows = await tx.db
    .selectFrom('manual_value')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .where('metric_id', '=', of.metricId)
    .where('user_id', '=', of.userId)
    .orderBy('day', 'desc')
    .orderBy('revision', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row, index) => ({
    day: row.day,
    value: row.value,
    enteredAt: row.entered_at,
    enteredBy: row.entered_by,
    isValid: rows[index - 1]?.day !== row.day,
  }));
}

/** Facts of a metric by person and calendar month, from the days of the span. */
export async function listManualMonths(tx: PortalTransaction, metricId: string, span: DaySpan): Promise<PersonMonth[]> {
  const metric = await findManualMetric(tx, metricId);
  return metric === undefined ? [] : ((await mapManualMonths(tx, [metric], span)).get(metricId) ?? []);
}

/** The same of several metrics at once. */
export async function mapManualMonths(
  tx: PortalTransaction,
  metrics: readonly Pick<ManualMetric, 'id' | 'overTime'>[],
  span: DaySpan,
): Promise<Map<string, PersonMonth[]>> {
  if (metrics.length === 0) return new Map();
  const rows = await tx.db
    .selectFrom('manual_value')
    .distinctOn(['metric_id', 'user_id', 'day'])
    .select(['metric_id', 'user_id', 'day', 'value'])
    .where('portal_id', '=', tx.portalId)
    .where(
      'metric_id',
      'in',
      metrics.map(({ id }) => id),
    )
    .where('day', '>=', span.from)
    .where('day', '<', span.before)
    .orderBy('metric_id')
    .orderBy('user_id')
    .orderBy('day')
    .orderBy('revision', 'desc')
    .execute();
  const values = Map.groupBy(rows, (row) => row.metric_id);
  return new Map(
    metrics.map(({ id, overTime }) => {
      const days = (values.get(id) ?? []).map((row) => ({ userId: row.user_id, day: row.day, value: row.value }));
      return [id, toPersonMonths(overTime, days)];
    }),
  );
}
