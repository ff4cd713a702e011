import { sql } from 'kysely';
import type { DatedLines } from '#domain/month-facts.ts';
import type { Metric } from '#domain/plan.ts';
import type { PortalTransaction } from './portal-store.ts';
import { toArray } from './upsert-rows.ts';

/**
 * By month the versions that some day of it is judged by, oldest first, with their lines: those that no later version covers from
 * their first day on. One question, however many there are; a month of which nothing was published is absent.
 * `only` leaves out the lines of all other metrics.
 */
export async function listLinesInForce(
  tx: PortalTransaction,
  months: readonly string[],
  only: Metric | null = null,
): Promise<ReadonlyMap<string, readonly DatedLines[]>> {
  const isAsked = only === null ? sql`true` : sql`line.metric = ${only}`;
  const result = await sql<LineRow>`
    select held.month, held.version, held.effective_from as "effectiveFrom", line.metric, line.scope, line.value
    from (
      select plan.month, version.plan_id, version.version, version.effective_from
      from plan join plan_version as version on version.portal_id = plan.portal_id and version.plan_id = plan.plan_id
      where plan.portal_id = ${tx.portalId} and plan.month = any(${toArray('text', months)}) and not exists (
        select 1 from plan_version as later
        where later.portal_id = version.portal_id and later.plan_id = version.plan_id
          and later.version > version.version and later.effective_from <= version.effective_from
      )
    ) as held
      left join plan_line as line
        on line.portal_id = ${tx.portalId} and line.plan_id = held.plan_id and line.version = held.version and ${isAsked}
    order by held.version`.execute(tx.db);
  const byMonth = Map.groupBy(result.rows, ({ month }) => month);
  return new Map([...byMonth].map(([month, rows]) => [month, toVersions(rows)]));
}

interface LineRow {
  readonly month: string;
  readonly version: number;
  readonly effectiveFrom: string;
  readonly metric: Metric | null;
  readonly scope: string;
  readonly value: bigint;
}

function toVersions(rows: readonly LineRow[]): DatedLines[] {
  const versions = new Map<number, { version: number; effectiveFrom: string; lines: DatedLines['lines'][number][] }>();
  for (const { version, effectiveFrom, metric, scope, value } of rows) {
    const held = versions.get(version) ?? { version, effectiveFrom, lines: [] };
    versions.set(version, held);
    if (metric !== null) held.lines.push({ metric, scope, value });
  }
  return [...versions.values()];
}
