import { sql, type RawBuilder } from 'kysely';
import { findCountingBasis, isSameBasis, type CountingBasis } from './counting-basis.ts';
import type { PortalTransaction } from './portal-store.ts';
import { rememberSums } from './sums-cache.ts';
import { contributions } from './totals-of-facts.ts';
import type { DailyTotalTable } from './tables/fact-tables.ts';
import { toArray } from './upsert-rows.ts';
import { isWonWithin, startOf, type DaySpan } from './won-day.ts';

/** What counts, and whether sums on that basis are kept; without them readers sum the facts themselves. */
export interface FactSource {
  readonly basis: CountingBasis;
  /** Null: all pipelines. */
  readonly pipelineIds: readonly bigint[] | null;
  readonly isKept: boolean;
}

export async function findFactSource(tx: PortalTransaction, counting: Omit<FactSource, 'isKept'>): Promise<FactSource> {
  const kept = await findCountingBasis(tx);
  return { ...counting, isKept: kept !== undefined && isSameBasis(kept, counting.basis) };
}

export interface WonDayRow {
  readonly responsibleId: bigint;
  readonly day: string;
  readonly deals: number;
  readonly amount: bigint;
}

/** Deals won in the span, by person and day. */
export function listWonDays(
  tx: PortalTransaction,
  source: FactSource,
  span: DaySpan,
  people: People = null,
): Promise<readonly WonDayRow[]> {
  return rememberSums(tx, { name: 'won-days', of: [source, span, people] }, async () => {
    const rows = await sumDays(tx, source, ['won'], span, people);
    return rows.map((row) => ({ responsibleId: row.userId, day: row.day, deals: Number(row.items), amount: row.amount }));
  });
}

export interface CallDayRow {
  readonly userId: bigint;
  readonly day: string;
  readonly counted: number;
  readonly unknownLength: number;
}

/**
 * Calls per person and day. Telephony rows carry a length; call activities without such a row
 * (another telephony, a hand-made entry) are calls of unknown length. Days with nothing but calls that do not count come too.
 */
export function listCallDays(
  tx: PortalTransaction,
  source: FactSource,
  span: DaySpan,
  people: People = null,
): Promise<readonly CallDayRow[]> {
  return rememberSums(tx, { name: 'call-days', of: [source, span, people] }, () => countCallDays(tx, source, span, people));
}

async function countCallDays(tx: PortalTransaction, source: FactSource, span: DaySpan, people: People): Promise<CallDayRow[]> {
  const of = (metric: Metric): RawBuilder<unknown> => sql`coalesce(sum(items) filter (where metric = ${metric}), 0)::text`;
  const rows = await sql<Packed & { counted: string; unknown: string }>`
    select user_id as "userId", ${inDayOrder('day')} as days, ${inDayOrder('counted')} as counted, ${inDayOrder('unknown')} as unknown
    from (
      select user_id, day, ${of('calls')} as counted, ${of('calls-unknown')} as unknown
      from ${dayTotals(tx, source, ['calls', 'calls-other', 'calls-unknown'], span, people)} group by user_id, day
    ) as one
    group by user_id order by user_id`.execute(tx.db);
  return rows.rows.flatMap((row) => {
    const [counted, unknown] = [unpack(row.counted), unpack(row.unknown)];
    return unpack(row.days).map((day, at) => ({
      userId: row.userId,
      day,
      counted: Number(counted[at]),
      unknownLength: Number(unknown[at]),
    }));
  });
}

type Metric = DailyTotalTable['metric'];
/** Whose facts; null is everybody's. */
export type People = readonly bigint[] | null;

export const isTheirs = (column: string, people: People): RawBuilder<unknown> =>
  people === null ? sql`true` : sql`${sql.ref(column)} = any(${toArray('bigint', people)})`;

interface DaySum {
  readonly metric: Metric;
  readonly day: string;
  readonly userId: bigint;
  readonly items: bigint;
  readonly amount: bigint;
}

/** Sums over the pipelines that count, by metric, person and day. */
export async function sumDays(
  tx: PortalTransaction,
  source: FactSource,
  metrics: readonly Metric[],
  span: DaySpan,
  people: People = null,
): Promise<DaySum[]> {
  const result = await sql<Packed & { metric: Metric; items: string; amounts: string }>`
    select metric, user_id as "userId", ${inDayOrder('day')} as days, ${inDayOrder('items')} as items, ${inDayOrder('amount')} as amounts
    from (
      select metric, user_id, day, sum(items) as items, sum(base_minor) as amount
      from ${dayTotals(tx, source, metrics, span, people)} group by metric, user_id, day
    ) as one
    group by metric, user_id order by metric, user_id`.execute(tx.db);
  return result.rows.flatMap((row) => {
    const [items, amounts] = [unpack(row.items), unpack(row.amounts)];
    return unpack(row.days).map((day, at) => ({
      metric: row.metric,
      day,
      userId: row.userId,
      items: BigInt(items[at] ?? 0),
      amount: BigInt(amounts[at] ?? 0),
    }));
  });
}

/** A person's days come in one row, as lists of equal length: thousands of rows take longer to carry than to add up. */
interface Packed {
  readonly userId: bigint;
  readonly days: string;
}

const inDayOrder = (column: string): RawBuilder<unknown> => sql`string_agg(${sql.ref(column)}::text, ' ' order by day)`;
const unpack = (list: string): string[] => list.split(' ');

/** Rows of totals of the span over the pipelines that count, kept or counted from the facts. */
export function dayTotals(
  tx: PortalTransaction,
  source: FactSource,
  metrics: readonly Metric[],
  span: DaySpan,
  people: People,
): RawBuilder<unknown> {
  const { pipelineIds } = source;
  const isCounted =
    pipelineIds === null ? sql`true` : sql`(dimension = '' or dimension = any(${toArray('text', pipelineIds.map(String))}))`;
  return sql`(
    select * from ${source.isKept ? keptDays(tx, metrics, span) : countedDays(tx, source, metrics, span)}
    where metric = any(${toArray('text', metrics)}) and ${isCounted} and ${isTheirs('user_id', people)}
  ) as chosen`;
}

function keptDays(tx: PortalTransaction, metrics: readonly Metric[], span: DaySpan): RawBuilder<unknown> {
  return sql`(
    select * from daily_total
    where portal_id = ${tx.portalId} and metric = any(${toArray('text', metrics)}) and day >= ${span.from} and day < ${span.before}
  ) as total`;
}

function countedDays(tx: PortalTransaction, { basis }: FactSource, metrics: readonly Metric[], span: DaySpan): RawBuilder<unknown> {
  const started = (table: string): RawBuilder<unknown> =>
    sql`${sql.ref(`${table}.started_at`)} >= ${startOf(span.from, basis.timeZone)} and ${sql.ref(`${table}.started_at`)} < ${startOf(span.before, basis.timeZone)}`;
  const conditions = {
    won: isWonWithin(basis, span),
    due: sql`deal.close_day >= ${span.from}::date and deal.close_day < ${span.before}::date`,
    calls: started('call'),
    'calls-unknown': started('activity'),
  };
  const selects = contributions.flatMap((one) =>
    one.table === 'daily_total' && metrics.includes(one.metric) ? [one.select(tx, basis, conditions[one.metric])] : [],
  );
  return sql`(${sql.join(selects, sql` union all `)}) as total (metric, day, user_id, dimension, items, base_minor)`;
}
