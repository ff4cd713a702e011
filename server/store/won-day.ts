import { sql, type RawBuilder } from 'kysely';
import type { WonDate } from '#domain/counting.ts';

/** Half-open span of calendar days. */
export interface DaySpan {
  readonly from: string;
  readonly before: string;
}

/** Which day deals count as won on. */
export interface WonRule {
  readonly wonDate: WonDate;
  readonly timeZone: string;
}

/** Behind row-level security an index is of use only for what cannot leak a row; PostgreSQL 15 trusts `case`, and not `coalesce`. */
const byHistory = sql`(case when deal.won_at is null then deal.moved_at else deal.won_at end)`;
const moved = sql`deal.moved_at`;

/** The day a won deal counts on; one without a close date counts when it was moved. */
export function wonDay({ wonDate, timeZone }: WonRule): RawBuilder<string> {
  if (wonDate === 'close-date') return sql<string>`coalesce(deal.close_day, (${moved} at time zone ${timeZone})::date)`;
  return sql<string>`(${momentOf(wonDate)} at time zone ${timeZone})::date`;
}

/** Whether a deal is won and counts in the days from `from` to before `before`, in words an index understands. */
export function isWonWithin(rule: WonRule, span: DaySpan): RawBuilder<boolean> {
  const isWon = sql`deal.semantics = 'S' and deal.deleted_at is null`;
  const within = (moment: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql`${moment} >= ${startOf(span.from, rule.timeZone)} and ${moment} < ${startOf(span.before, rule.timeZone)}`;
  if (rule.wonDate !== 'close-date') return sql<boolean>`${isWon} and ${within(momentOf(rule.wonDate))}`;
  const dated = sql`deal.close_day >= ${span.from}::date and deal.close_day < ${span.before}::date`;
  return sql<boolean>`${isWon} and (${dated} or (deal.close_day is null and ${within(moved)}))`;
}

/** The order won deals are listed in. */
export function wonOrder(rule: WonRule): RawBuilder<unknown> {
  return rule.wonDate === 'close-date' ? sql`deal.close_day, deal.deal_id` : sql`${momentOf(rule.wonDate)}, deal.deal_id`;
}

const momentOf = (wonDate: WonDate): RawBuilder<unknown> => (wonDate === 'stage-history' ? byHistory : moved);

/** The instant a day begins in a zone. */
export const startOf = (day: string, timeZone: string): RawBuilder<unknown> => sql`(${day}::timestamp at time zone ${timeZone})`;
