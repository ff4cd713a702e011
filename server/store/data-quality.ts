import { sql, type RawBuilder } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';

export type DealCheck = 'no-amount' | 'no-close-date' | 'close-date-past' | 'no-responsible';

/** What an open deal lacks; `today` is the portal's day. */
const lacks = (check: DealCheck, today: string): RawBuilder<boolean> => {
  switch (check) {
    case 'no-amount':
      return sql`d.amount_minor = 0`;
    case 'no-close-date':
      return sql`d.close_day is null`;
    case 'close-date-past':
      return sql`d.close_day < ${today}::date`;
    case 'no-responsible':
      return sql`(p.user_id is null or not p.is_active)`;
  }
};

const openDeals = (tx: PortalTransaction): RawBuilder<unknown> => sql`
  deal d
  left join person p on p.portal_id = d.portal_id and p.user_id = d.responsible_id
  left join stage s on s.portal_id = d.portal_id and s.pipeline_id = d.pipeline_id and s.stage_id = d.stage_id
  where d.portal_id = ${tx.portalId} and d.semantics = 'P' and d.deleted_at is null`;

export interface QualityCounts extends Readonly<Record<DealCheck, number>> {
  /** Stages that open deals stand on and the portal's dictionary does not name, so that they have no percent. */
  readonly 'stage-unknown': number;
}

export async function countQuality(tx: PortalTransaction, today: string): Promise<QualityCounts> {
  const count = (check: DealCheck) => sql`(count(*) filter (where ${lacks(check, today)}))::int`;
  const result = await sql<QualityCounts>`
    select ${count('no-amount')} as "no-amount", ${count('no-close-date')} as "no-close-date",
      ${count('close-date-past')} as "close-date-past", ${count('no-responsible')} as "no-responsible",
      (count(distinct (d.pipeline_id, d.stage_id)) filter (where s.stage_id is null))::int as "stage-unknown"
    from ${openDeals(tx)}`.execute(tx.db);
  return result.rows[0] ?? { 'no-amount': 0, 'no-close-date': 0, 'close-date-past': 0, 'no-responsible': 0, 'stage-unknown': 0 };
}

export interface Page {
  readonly offset: number;
  readonly limit: number;
}

export interface LackingDeal {
  readonly dealId: bigint;
  readonly responsibleId: bigint;
  readonly pipelineId: bigint;
  readonly stageId: string;
  readonly stageName: string;
  readonly closeDay: string | null;
  readonly amount: bigint;
}

/** The dearest first, because they are missed most. */
export async function listLackingDeals(tx: PortalTransaction, check: DealCheck, today: string, page: Page): Promise<LackingDeal[]> {
  const result = await sql<LackingDeal>`
    select d.deal_id as "dealId", d.responsible_id as "responsibleId", d.pipeline_id as "pipelineId", d.stage_id as "stageId",
      coalesce(s.name, d.stage_id) as "stageName", d.close_day::text as "closeDay", d.base_minor as amount
    from ${openDeals(tx)} and ${lacks(check, today)}
    order by d.base_minor desc, d.deal_id limit ${page.limit}::int offset ${page.offset}::int`.execute(tx.db);
  return result.rows;
}

export interface UnknownStage {
  readonly stageId: string;
  readonly pipelineName: string;
  readonly deals: number;
  readonly amount: bigint;
}

export async function listUnknownStages(tx: PortalTransaction, page: Page): Promise<UnknownStage[]> {
  const result = await sql<UnknownStage>`
    select u.stage_id as "stageId", coalesce(l.name, '') as "pipelineName", u.deals, u.amount
    from (
      select d.pipeline_id, d.stage_id, count(*)::int as deals, sum(d.base_minor)::bigint as amount
      from ${openDeals(tx)} and s.stage_id is null
      group by d.pipeline_id, d.stage_id
    ) as u
    left join pipeline l on l.portal_id = ${tx.portalId} and l.pipeline_id = u.pipeline_id
    order by u.deals desc, u.stage_id limit ${page.limit}::int offset ${page.offset}::int`.execute(tx.db);
  return result.rows;
}
