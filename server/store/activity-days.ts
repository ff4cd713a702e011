import { sql, type RawBuilder } from 'kysely';
import type { ThingCode } from '#domain/planning/countable-metrics.ts';
import { isTheirs, type FactSource, type People } from './daily-totals.ts';
import { remembered, thingsOf } from './metric-facts.ts';
import type { PortalTransaction } from './portal-store.ts';
import { rememberSums } from './sums-cache.ts';
import type { ThingsAsked } from './things.ts';
import { activityOfCalls, totalsColumns } from './totals-of-facts.ts';
import { toArray } from './upsert-rows.ts';
import { startOf, type DaySpan } from './won-day.ts';

/** What telephony says of a person's day. */
export interface CallActivityDay {
  readonly userId: bigint;
  readonly day: string;
  /** All calls but those that inform. */
  readonly all: number;
  readonly outAll: number;
  readonly outCounted: number;
  readonly inAll: number;
  readonly inCounted: number;
  readonly missed: number;
  readonly calledBack: number;
  readonly talkSeconds: number;
  /** Of the counted ones, those outside working hours. */
  readonly late: number;
}

/** Calls as activity by person and day, from kept sums where they stand on the asked basis. */
export function listCallActivity(
  tx: PortalTransaction,
  source: FactSource,
  span: DaySpan,
  people: People = null,
): Promise<readonly CallActivityDay[]> {
  return rememberSums(tx, { name: 'call-activity', of: [source, span, people] }, () => readCallActivity(tx, source, span, people));
}

const sums = totalsColumns.call_total.sums;

/** A person's days come in one row: thousands of rows take longer to carry than to add up. */
async function readCallActivity(tx: PortalTransaction, source: FactSource, span: DaySpan, people: People): Promise<CallActivityDay[]> {
  const numbers = sql.join(
    sums.map((name) => sql.ref(name)),
    sql` || ',' || `,
  );
  const from = source.isKept
    ? sql`(select * from call_total where portal_id = ${tx.portalId} and day >= ${span.from} and day < ${span.before}) as total`
    : sql`(${countedCalls(tx, source, span)}) as total (day, user_id, ${sql.join(sums.map((name) => sql.ref(name)))})`;
  const rows = await sql<{ userId: bigint; days: string }>`
    select user_id as "userId", string_agg(day::text || ',' || ${numbers}, ' ' order by day) as days
    from ${from} where ${isTheirs('user_id', people)} group by user_id order by user_id`.execute(tx.db);
  return rows.rows.flatMap(({ userId, days }) => days.split(' ').map((packed) => unpackDay(userId, packed)));
}

function countedCalls(tx: PortalTransaction, { basis }: FactSource, span: DaySpan): RawBuilder<unknown> {
  const within = sql`call.started_at >= ${startOf(span.from, basis.timeZone)} and call.started_at < ${startOf(span.before, basis.timeZone)}`;
  return activityOfCalls(tx, basis, within);
}

function unpackDay(userId: bigint, packed: string): CallActivityDay {
  const [day = '', ...rest] = packed.split(',');
  const [all, outAll, outCounted, inAll, inCounted, missed, calledBack, talkSeconds, late] = rest.map(Number);
  return {
    userId,
    day,
    all: all ?? 0,
    outAll: outAll ?? 0,
    outCounted: outCounted ?? 0,
    inAll: inAll ?? 0,
    inCounted: inCounted ?? 0,
    missed: missed ?? 0,
    calledBack: calledBack ?? 0,
    talkSeconds: talkSeconds ?? 0,
    late: late ?? 0,
  };
}

export interface DayValueRow {
  readonly userId: bigint;
  readonly day: string;
  readonly value: number;
}

/** What things of each metric sum to on each day of each person, in its smallest unit; one that several share counts for each of them. */
export async function listThingDays<Code extends ThingCode>(
  tx: PortalTransaction,
  codes: readonly Code[],
  asked: ThingsAsked,
  people: People = null,
): Promise<ReadonlyMap<Code, readonly DayValueRow[]>> {
  const days = new Map<Code, readonly DayValueRow[]>();
  for (const code of codes.filter((one) => remembered.has(one))) {
    const read = async (): Promise<readonly DayValueRow[]> => (await readThingDays(tx, [code], asked, people)).get(code) ?? [];
    days.set(code, await rememberSums(tx, { name: `days-${code}`, of: [asked, people] }, read));
  }
  const others = codes.filter((one) => !remembered.has(one));
  return new Map([...days, ...(await readThingDays(tx, others, asked, people))]);
}

/** One statement for all metrics: asking takes longer than reading any of them. */
async function readThingDays<Code extends ThingCode>(
  tx: PortalTransaction,
  codes: readonly Code[],
  asked: ThingsAsked,
  people: People,
): Promise<Map<Code, DayValueRow[]>> {
  if (codes.length === 0) return new Map();
  const things = codes.map((code) => sql`select ${code}::text as code, people, day, value from ${thingsOf(tx, code, asked)}`);
  const rows = await sql<{ code: Code; userId: bigint; days: string }>`
    select code, user_id as "userId", string_agg(day::text || ',' || value, ' ' order by day) as days
    from (
      select thing.code, person.user_id, thing.day, coalesce(sum(thing.value), 0)::text as value
      from (${sql.join(things, sql` union all `)}) as thing cross join lateral unnest(thing.people) as person (user_id)
      where ${isTheirs('person.user_id', people)} group by 1, 2, 3
    ) as one
    group by code, user_id order by code, user_id`.execute(tx.db);
  const byCode = Map.groupBy(rows.rows, ({ code }) => code);
  return new Map(codes.map((code) => [code, unpackRows(byCode.get(code) ?? [])]));
}

/** Hours of working time by person and day of the portal's zone. */
export async function listWorkHours(tx: PortalTransaction, timeZone: string, span: DaySpan, people: People = null): Promise<DayValueRow[]> {
  const rows = await sql<{ userId: bigint; day: string; seconds: string }>`
    select user_id as "userId", (started_at at time zone ${timeZone})::date::text as day, sum(worked_seconds)::text as seconds
    from work_record
    where portal_id = ${tx.portalId} and started_at >= ${startOf(span.from, timeZone)} and started_at < ${startOf(span.before, timeZone)}
      and ${isTheirs('user_id', people)}
    group by 1, 2 order by 1, 2`.execute(tx.db);
  return rows.rows.map(({ userId, day, seconds }) => ({ userId, day, value: Number(seconds) / 3600 }));
}

/** The valid numbers that people have entered for metrics of the portal's own, in the metric's smallest unit. */
export async function listManualDays(
  tx: PortalTransaction,
  metricIds: readonly string[],
  span: DaySpan,
): Promise<Map<string, DayValueRow[]>> {
  if (metricIds.length === 0) return new Map();
  const rows = await sql<DayValueRow & { metricId: string; amount: string | null }>`
    select distinct on (metric_id, user_id, day) metric_id as "metricId", user_id as "userId", day::text as day, value::text as amount
    from manual_value
    where portal_id = ${tx.portalId} and metric_id = any(${toArray('uuid', [...metricIds])}) and day >= ${span.from}::date and day < ${span.before}::date
    order by metric_id, user_id, day, revision desc`.execute(tx.db);
  const known = rows.rows.flatMap(({ metricId, userId, day, amount }) =>
    amount === null ? [] : [{ metricId, userId, day, value: Number(amount) }],
  );
  return Map.groupBy(known, ({ metricId }) => metricId);
}

function unpackRows(rows: readonly { userId: bigint; days: string }[]): DayValueRow[] {
  return rows.flatMap(({ userId, days }) =>
    days.split(' ').map((packed) => {
      const [day = '', value = '0'] = packed.split(',');
      return { userId, day, value: Number(value) };
    }),
  );
}
