import { sql, type RawBuilder } from 'kysely';
import type { WonDate } from '#domain/counting.ts';
import type { HistoryStage } from '#domain/forecast/deal-history.ts';
import { createHistoryColumns, type DealInput, type ForecastInputs, type MoveInput, type VersionInput } from './history-columns.ts';
import type { PortalTransaction } from './portal-store.ts';

export interface InputRule {
  readonly timeZone: string;
  readonly wonDate: WonDate;
  /** Null: all pipelines. */
  readonly pipelineIds: readonly bigint[] | null;
  /** Deals that ended before are of no use. */
  readonly since: Date;
  readonly until: Date;
  /** Stages in the order of their numbers, by `pipeline stage`. */
  readonly stages: ReadonlyMap<string, HistoryStage>;
}

const pageSize = 20_000;

/** The recorded history of all deals as columns, read in pages of deals, so that no more than a page exists as rows. */
export async function readForecastInputs(tx: PortalTransaction, rule: InputRule): Promise<ForecastInputs> {
  const columns = createHistoryColumns(rule.stages);
  for (let after = 0n; ;) {
    const deals = await listDeals(tx, rule, after);
    const last = deals.at(-1)?.dealId;
    if (last === undefined) return columns.finish();
    const span = { after, last };
    const [versions, moves, activities] = [
      await listVersions(tx, rule, span),
      await listMoves(tx, rule, span),
      await listActivities(tx, rule, span),
    ];
    columns.add(deals, { versions: group(versions), moves: group(moves), activities: group(activities) });
    after = last;
  }
}

function group<Row extends { readonly dealId: bigint }>(rows: readonly Row[]): Map<bigint, Row[]> {
  return Map.groupBy(rows, ({ dealId }) => dealId);
}

/** Days since 1970 on the wall clock of a zone. */
export function localDays(moment: RawBuilder<unknown>, timeZone: string): RawBuilder<number> {
  return sql<number>`(extract(epoch from (${moment} at time zone ${timeZone})) / 86400)::float8`;
}

/** The number of a day since 1970. */
export const dayNumber = (day: RawBuilder<unknown>): RawBuilder<number | null> => sql<number | null>`(${day} - date '1970-01-01')`;

/** A pipeline that counts as a fact. */
export function isCounted(pipelineIds: readonly bigint[] | null): RawBuilder<boolean> {
  return pipelineIds === null ? sql<boolean>`true` : sql<boolean>`deal.pipeline_id = any(${`{${pipelineIds.join(',')}}`}::bigint[])`;
}

async function listDeals(tx: PortalTransaction, rule: InputRule, after: bigint): Promise<DealInput[]> {
  const { timeZone, since, until } = rule;
  const moved = localDays(sql`deal.moved_at`, timeZone);
  const won = {
    'stage-history': localDays(sql`coalesce(deal.won_at, deal.moved_at)`, timeZone),
    'stage-move': moved,
    // A day without a time counts as its noon.
    'close-date': sql`coalesce(${dayNumber(sql`deal.close_day`)} + 0.5::float8, ${moved})`,
  }[rule.wonDate];
  const result = await sql<DealInput>`
    select deal.deal_id as "dealId", ${localDays(sql`deal.created_at`, timeZone)} as created,
      case deal.semantics when 'S' then greatest(${won}, ${localDays(sql`deal.created_at`, timeZone)}) when 'F' then ${moved} end as closed,
      case deal.semantics when 'S' then 1 when 'F' then 2 else 0 end as outcome,
      deal.base_minor::float8 as amount, deal.responsible_id as "ownerId",
      deal.pipeline_id::text || ' ' || deal.stage_id as stage, ${dayNumber(sql`deal.close_day`)} as "closeDay",
      case when deal.is_repeat then 1 else 0 end as category
    from deal
    where deal.portal_id = ${tx.portalId} and deal.deal_id > ${after} and deal.deleted_at is null and deal.created_at <= ${until}
      and (deal.semantics = 'P' or deal.moved_at >= ${since}) and ${isCounted(rule.pipelineIds)}
    order by deal.deal_id limit ${pageSize}`.execute(tx.db);
  return result.rows;
}

interface Span {
  readonly after: bigint;
  readonly last: bigint;
}

async function listVersions(tx: PortalTransaction, { timeZone, until }: InputRule, { after, last }: Span): Promise<VersionInput[]> {
  const result = await sql<VersionInput>`
    select deal_id as "dealId", ${localDays(sql`seen_at`, timeZone)} as at, base_minor::float8 as amount,
      responsible_id as "ownerId", ${dayNumber(sql`close_day`)} as "closeDay"
    from deal_version
    where portal_id = ${tx.portalId} and deal_id > ${after} and deal_id <= ${last} and seen_at <= ${until}
    order by deal_id, seen_at`.execute(tx.db);
  return result.rows;
}

async function listMoves(tx: PortalTransaction, { timeZone, until }: InputRule, { after, last }: Span): Promise<MoveInput[]> {
  const result = await sql<MoveInput>`
    select deal_id as "dealId", ${localDays(sql`moved_at`, timeZone)} as at, pipeline_id::text || ' ' || stage_id as stage
    from stage_move
    where portal_id = ${tx.portalId} and deal_id > ${after} and deal_id <= ${last} and moved_at <= ${until}
    order by deal_id, moved_at, move_id`.execute(tx.db);
  return result.rows;
}

async function listActivities(tx: PortalTransaction, { timeZone, until }: InputRule, { after, last }: Span) {
  const result = await sql<{ dealId: bigint; at: number }>`
    select owner_id as "dealId", ${localDays(sql`started_at`, timeZone)} as at
    from activity
    where portal_id = ${tx.portalId} and owner_kind = 2 and owner_id > ${after} and owner_id <= ${last} and started_at <= ${until}
    order by owner_id, started_at`.execute(tx.db);
  return result.rows;
}
