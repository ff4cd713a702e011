import { sql, type RawBuilder } from 'kysely';
import { dayTotals, isTheirs, type FactSource, type People } from './daily-totals.ts';
import type { PortalTransaction } from './portal-store.ts';
import { rememberSums } from './sums-cache.ts';
import { openTotals } from './totals-of-facts.ts';
import { toArray } from './upsert-rows.ts';

/** Sums of a person's open deals on one stage whose amounts leave one remainder when divided by 200. */
export interface OpenSumRow {
  readonly responsibleId: bigint;
  readonly pipelineId: bigint;
  readonly stageId: string;
  readonly isDated: boolean;
  readonly remainder: bigint;
  readonly deals: bigint;
  readonly amount: bigint;
  readonly squares: bigint;
}

type Texts<Row, Column extends keyof Row> = Omit<Row, Column> & { readonly [Key in Column]: string };

/** Open deals that are due by the end of a month, given by its first day, or have no date. */
export function listOpenSums(
  tx: PortalTransaction,
  source: FactSource,
  month: string,
  people: People = null,
): Promise<readonly OpenSumRow[]> {
  return rememberSums(tx, { name: 'open-sums', of: [source, month, people] }, () => sumOpenDeals(tx, source, month, people));
}

async function sumOpenDeals(tx: PortalTransaction, source: FactSource, month: string, people: People): Promise<OpenSumRow[]> {
  const result = await sql<Texts<OpenSumRow, 'amount' | 'squares'>>`
    select user_id as "responsibleId", pipeline_id as "pipelineId", stage_id as "stageId", due_month > '-infinity' as "isDated",
      remainder::bigint as remainder, sum(items)::bigint as deals, sum(base_minor)::text as amount, sum(squares)::text as squares
    from ${openMonths(tx, source)}
    where due_month <= ${month} and ${isCountedPipeline('pipeline_id', source)} and ${isTheirs('user_id', people)}
    group by user_id, pipeline_id, stage_id, due_month > '-infinity', remainder
    order by user_id, pipeline_id, stage_id, "isDated", remainder`.execute(tx.db);
  return result.rows.map((row) => ({ ...row, amount: BigInt(row.amount), squares: BigInt(row.squares) }));
}

/** Whether anybody in the company fills in close dates of open deals. */
export async function usesCloseDates(tx: PortalTransaction, source: FactSource): Promise<boolean> {
  const from = source.isKept
    ? sql`open_total where portal_id = ${tx.portalId} and due_month > '-infinity'`
    : sql`deal where portal_id = ${tx.portalId} and semantics = 'P' and deleted_at is null and close_day is not null`;
  const question = sql<{ is: boolean }>`select exists(select from ${from} and ${isCountedPipeline('pipeline_id', source)}) as is`;
  const [answer] = await rememberSums(tx, { name: 'uses-close-dates', of: [source] }, async () => (await question.execute(tx.db)).rows);
  return answer?.is ?? false;
}

export interface OverdueRow {
  readonly responsibleId: bigint;
  readonly deals: number;
  readonly amount: bigint;
}

/** Open deals by person whose close date lies before a day; whole months are summed already, the rest day by day. */
export function listOverdueSums(
  tx: PortalTransaction,
  source: FactSource,
  today: string,
  people: People = null,
): Promise<readonly OverdueRow[]> {
  return rememberSums(tx, { name: 'overdue', of: [source, today, people] }, () => sumOverdue(tx, source, today, people));
}

async function sumOverdue(tx: PortalTransaction, source: FactSource, today: string, people: People): Promise<OverdueRow[]> {
  const month = `${today.slice(0, 7)}-01`;
  const result = await sql<Texts<OverdueRow, 'amount'>>`
    select user_id as "responsibleId", sum(items)::int as deals, sum(base_minor)::text as amount
    from (
      select user_id, items, base_minor from ${openMonths(tx, source)}
      where due_month > '-infinity' and due_month < ${month} and ${isCountedPipeline('pipeline_id', source)} and ${isTheirs('user_id', people)}
      union all
      select user_id, items, base_minor from ${dayTotals(tx, source, ['due'], { from: month, before: today }, people)}
    ) as due
    group by user_id`.execute(tx.db);
  return result.rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
}

/** Chance of undated deals on a stage, in ten-thousandths of a percent. */
export interface StageChance {
  readonly pipelineId: bigint;
  readonly stageId: string;
  readonly chance: number;
}

export interface UndatedWeight {
  readonly responsibleId: bigint;
  readonly pipelineId: bigint;
  readonly stageId: string;
  readonly weighted: bigint;
}

/**
 * Open deals without a close date by their chance, each rounded half to even. Their chance is another every day,
 * so no sum of them can be kept; millions and the rest are multiplied apart, so that products fit.
 */
export async function weighUndated(
  tx: PortalTransaction,
  chances: readonly StageChance[],
  people: People = null,
): Promise<readonly UndatedWeight[]> {
  if (chances.length === 0) return [];
  return rememberSums(tx, { name: 'undated', of: [chances, people] }, () => sumUndated(tx, chances, people));
}

async function sumUndated(tx: PortalTransaction, chances: readonly StageChance[], people: People): Promise<UndatedWeight[]> {
  const given = sql`unnest(
    ${toArray(
      'bigint',
      chances.map((one) => one.pipelineId),
    )},
    ${toArray(
      'text',
      chances.map((one) => one.stageId),
    )},
    ${toArray(
      'bigint',
      chances.map((one) => one.chance),
    )}
  ) as stage (pipeline_id, stage_id, chance)`;
  const result = await sql<Texts<UndatedWeight, 'weighted'>>`
    select "responsibleId", "pipelineId", "stageId",
      sum(sign * (whole + part / 1000000 + case
        when part % 1000000 > 500000 or (part % 1000000 = 500000 and (whole + part / 1000000) % 2 = 1) then 1 else 0 end))::text as weighted
    from (
      select deal.responsible_id as "responsibleId", deal.pipeline_id as "pipelineId", deal.stage_id as "stageId",
        case when deal.base_minor < 0 then -1 else 1 end as sign,
        abs(deal.base_minor / 1000000) * stage.chance as whole, abs(deal.base_minor % 1000000) * stage.chance as part
      from deal join ${given} on stage.pipeline_id = deal.pipeline_id and stage.stage_id = deal.stage_id
      where deal.portal_id = ${tx.portalId} and deal.semantics = 'P' and deal.deleted_at is null and deal.close_day is null
        and ${isTheirs('deal.responsible_id', people)}
    ) as weight
    group by "responsibleId", "pipelineId", "stageId"`.execute(tx.db);
  return result.rows.map((row) => ({ ...row, weighted: BigInt(row.weighted) }));
}

function openMonths(tx: PortalTransaction, source: FactSource): RawBuilder<unknown> {
  if (source.isKept) return sql`(select * from open_total where portal_id = ${tx.portalId}) as total`;
  return sql`(${openTotals(tx, source.basis, sql`true`)}) as total
    (due_month, user_id, pipeline_id, stage_id, remainder, items, base_minor, squares)`;
}

export function isCountedPipeline(column: string, { pipelineIds }: Pick<FactSource, 'pipelineIds'>): RawBuilder<unknown> {
  return pipelineIds === null ? sql`true` : sql`${sql.ref(column)} = any(${toArray('bigint', pipelineIds)})`;
}
