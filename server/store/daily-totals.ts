import { sql, type RawBuilder } from 'kysely';
import { findCountingBasis, isSameBasis, type CountingBasis } from './counting-basis.ts';
import type { PortalTransaction } from './portal-store.ts';
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
export async function listWonDays(tx: PortalTransaction, source: FactSource, span: DaySpan): Promise<WonDayRow[]> {
  const rows = await sumDays(tx, source, ['won'], span);
  return rows.map((row) => ({ responsibleId: row.userId, day: row.day, deals: Number(row.items), amount: row.amount }));
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
export async function listCallDays(tx: PortalTransaction, source: FactSource, span: DaySpan): Promise<CallDayRow[]> {
  const days = new Map<string, CallDayRow>();
  for (const { metric, day, userId, items } of await sumDays(tx, source, ['calls', 'calls-other', 'calls-unknown'], span)) {
    const key = `${userId} ${day}`;
    const known = days.get(key) ?? { userId, day, counted: 0, unknownLength: 0 };
    const measure = metric === 'calls' ? { counted: Number(items) } : metric === 'calls-unknown' ? { unknownLength: Number(items) } : {};
    days.set(key, { ...known, ...measure });
  }
  return [...days.values()];
}

type Metric = DailyTotalTable['metric'];

interface DaySum {
  readonly metric: Metric;
  readonly day: string;
  readonly userId: bigint;
  readonly items: bigint;
  readonly amount: bigint;
}

/** Sums over the pipelines that count, by metric, day and person. */
export async function sumDays(tx: PortalTransaction, source: FactSource, metrics: readonly Metric[], span: DaySpan): Promise<DaySum[]> {
  const result = await sql<Omit<DaySum, 'amount'> & { amount: string }>`
    select metric, day::text as day, user_id as "userId", sum(items)::bigint as items, sum(base_minor)::text as amount
    from ${source.isKept ? keptDays(tx, metrics, span) : countedDays(tx, source, metrics, span)}
    where metric = any(${toArray('text', metrics)}) and ${source.pipelineIds === null ? sql`true` : sql`(dimension = '' or dimension = any(${toArray('text', source.pipelineIds.map(String))}))`}
    group by metric, day, user_id order by metric, user_id, day`.execute(tx.db);
  return result.rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
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
