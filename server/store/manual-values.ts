import { sql } from 'kysely';
import type { DayValue } from '#domain/planning/manual-values.ts';
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

export interface PersonMonth {
  readonly userId: bigint;
  /** `2026-11` */
  readonly month: string;
  readonly value: bigint;
}

/** Facts of a metric by person and calendar month, from the days of the span. */
export async function listManualMonths(tx: PortalTransaction, metricId: string, span: DaySpan): Promise<PersonMonth[]> {
  return (await mapManualMonths(tx, [metricId], span)).get(metricId) ?? [];
}

/**
 * The same of several metrics at once: numbers of days add up, or the last one of the month counts, as the metric says.
 * A month in which nothing was entered, or whose last number is kept no more, has no fact, which is not the fact 0.
 */
export async function mapManualMonths(
  tx: PortalTransaction,
  metricIds: readonly string[],
  span: DaySpan,
): Promise<Map<string, PersonMonth[]>> {
  if (metricIds.length === 0) return new Map();
  const result = await sql<{ metricId: string; userId: bigint; month: string; value: string | null }>`
    with valid as (
      select distinct on (metric_id, user_id, day) metric_id, user_id, day, value from manual_value
      where portal_id = ${tx.portalId} and metric_id in (${sql.join([...metricIds])}) and day >= ${span.from} and day < ${span.before}
      order by metric_id, user_id, day, revision desc
    )
    select valid.metric_id as "metricId", user_id as "userId", to_char(day, 'YYYY-MM') as month,
      (case over_time when 'sum' then sum(value) else (array_agg(value order by day desc))[1] end)::text as value
    from valid join manual_metric on manual_metric.portal_id = ${tx.portalId} and manual_metric.metric_id = valid.metric_id
    group by 1, 2, 3, over_time order by 1, 2, 3`.execute(tx.db);
  const known = result.rows.flatMap(({ value, ...of }) => (value === null ? [] : [{ ...of, value: BigInt(value) }]));
  return Map.groupBy(known, ({ metricId }) => metricId);
}
