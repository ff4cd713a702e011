import { sql } from 'kysely';
import { dayTotals, type FactSource, type People } from './daily-totals.ts';
import type { PortalTransaction } from './portal-store.ts';
import { rememberSums } from './sums-cache.ts';
import type { DaySpan } from './won-day.ts';

export interface WonMonthRow {
  readonly responsibleId: bigint;
  readonly month: string;
  readonly amount: bigint;
}

/** Deals won in the span, by person and calendar month. */
export function listWonMonths(
  tx: PortalTransaction,
  source: FactSource,
  span: DaySpan,
  people: People = null,
): Promise<readonly WonMonthRow[]> {
  return rememberSums(tx, { name: 'won-months', of: [source, span, people] }, async () => {
    const result = await sql<{ responsibleId: bigint; month: string; amount: string }>`
      select user_id as "responsibleId", to_char(day, 'YYYY-MM') as month, sum(base_minor)::text as amount
      from ${dayTotals(tx, source, ['won'], span, people)}
      group by 1, 2 order by 1, 2`.execute(tx.db);
    return result.rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
  });
}

/** The day of the first deal known to be won; undefined before there is one. What was before that day is not known. */
export async function findFirstWonDay(tx: PortalTransaction, source: FactSource, span: DaySpan): Promise<string | undefined> {
  const question = sql<{ day: string | null }>`select min(day) as day from ${dayTotals(tx, source, ['won'], span, null)}`;
  const [first] = await rememberSums(tx, { name: 'first-won-day', of: [source, span] }, async () => (await question.execute(tx.db)).rows);
  return first?.day ?? undefined;
}
