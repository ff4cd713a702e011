import { sql } from 'kysely';
import type { DealCategory, DealJudgement } from '#domain/forecast/deal-category.ts';
import type { Day } from '#domain/period.ts';
import { isTheirs, type FactSource, type People } from './daily-totals.ts';
import { isCountedPipeline } from './open-totals.ts';
import type { PortalTransaction } from './portal-store.ts';
import { startOf } from './won-day.ts';

export type JudgementSubject = 'category' | 'chance';

export interface StoredJudgement {
  readonly dealId: bigint;
  readonly subject: JudgementSubject;
  readonly revision: number;
  /** Both null where it was taken back. */
  readonly category: DealCategory | null;
  readonly percent: number | null;
  readonly reason: string;
  readonly setBy: bigint;
  readonly setAt: Date;
}

/** Everything that was set of a deal, the newest first. */
export async function listJudgementHistory(tx: PortalTransaction, dealId: bigint): Promise<StoredJudgement[]> {
  const rows = await tx.db
    .selectFrom('deal_judgement')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .where('deal_id', '=', dealId)
    .orderBy('set_at', 'desc')
    .orderBy('revision', 'desc')
    .execute();
  return rows.map(({ subject, revision, category, percent, reason, set_by: setBy, set_at: setAt }) => {
    return { dealId, subject, revision, category, percent, reason, setBy, setAt };
  });
}

const lockSpace = 7_047;

/** Who reads the last revision of a deal and adds the next one, does so alone in the portal until the transaction ends. */
export async function lockJudgements(tx: PortalTransaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${lockSpace}::int, (${tx.portalId}::bigint % 2147483647)::int)`.execute(tx.db);
}

export async function addJudgement(tx: PortalTransaction, { dealId, ...set }: StoredJudgement): Promise<void> {
  const { subject, revision, category, percent, reason } = set;
  await tx.db
    .insertInto('deal_judgement')
    .values({
      ...{ portal_id: tx.portalId, deal_id: dealId, subject, revision, category, percent, reason },
      ...{ set_by: set.setBy, set_at: set.setAt },
    })
    .execute();
}

/** What holds of every deal that anything is set of: now, or when a day began. */
export async function listJudgements(
  tx: PortalTransaction,
  at: { readonly day: Day; readonly timeZone: string } | null = null,
): Promise<ReadonlyMap<bigint, DealJudgement>> {
  const then = at === null ? sql`true` : sql`set_at < ${startOf(at.day, at.timeZone)}`;
  const result = await sql<{ dealId: bigint } & DealJudgement>`
    select deal_id as "dealId", max(category) as category, max(percent)::int as percent
    from (
      select distinct on (deal_id, subject) deal_id, category, percent from deal_judgement
      where portal_id = ${tx.portalId} and ${then}
      order by deal_id, subject, revision desc
    ) as last
    group by deal_id having max(category) is not null or max(percent) is not null`.execute(tx.db);
  return new Map(result.rows.map(({ dealId, category, percent }) => [dealId, { category, percent }]));
}

/** Changes whenever anything is set of any deal: what is kept of forecasts is of one such mark. */
export async function findJudgementMark(tx: PortalTransaction): Promise<string> {
  const row = await tx.db
    .selectFrom('deal_judgement')
    .select((eb) => [eb.fn.countAll<string>().as('rows'), eb.fn.max('set_at').as('last')])
    .where('portal_id', '=', tx.portalId)
    .executeTakeFirst();
  return `${row?.rows ?? 0} ${row?.last?.toISOString() ?? ''}`;
}

/** An open deal of which something is set. */
export interface JudgedDeal {
  readonly dealId: bigint;
  readonly responsibleId: bigint;
  readonly pipelineId: bigint;
  readonly stageId: string;
  readonly amount: bigint;
  readonly closeDay: Day | null;
}

/** Those of the given deals that are open and due by a day or have no date. */
export async function listJudgedDeals(
  tx: PortalTransaction,
  source: FactSource,
  of: { readonly dealIds: readonly bigint[]; readonly through: Day; readonly people: People },
): Promise<readonly JudgedDeal[]> {
  if (of.dealIds.length === 0) return [];
  const result = await sql<JudgedDeal>`
    select deal_id as "dealId", responsible_id as "responsibleId", pipeline_id as "pipelineId", stage_id as "stageId",
      base_minor as amount, close_day::text as "closeDay"
    from deal
    where portal_id = ${tx.portalId} and deal_id = any(${`{${of.dealIds.join(',')}}`}::bigint[])
      and semantics = 'P' and deleted_at is null and (close_day is null or close_day <= ${of.through}::date)
      and ${isCountedPipeline('pipeline_id', source)} and ${isTheirs('responsible_id', of.people)}
    order by deal_id`.execute(tx.db);
  return result.rows;
}
