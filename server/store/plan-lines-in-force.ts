import { sql } from 'kysely';
import type { DatedLines } from '#domain/month-facts.ts';
import type { Metric } from '#domain/plan.ts';
import type { PortalTransaction } from './portal-store.ts';

/**
 * Versions that some day of a month is judged by, oldest first, with their lines: those that no later version covers from their first
 * day on. One question, however many there are; none while nothing was published.
 */
export async function listLinesInForce(tx: PortalTransaction, month: string): Promise<DatedLines[]> {
  const result = await sql<{ version: number; effectiveFrom: string; metric: Metric | null; scope: string; value: bigint }>`
    select held.version, held.effective_from as "effectiveFrom", line.metric, line.scope, line.value
    from (
      select version.plan_id, version.version, version.effective_from
      from plan join plan_version as version on version.portal_id = plan.portal_id and version.plan_id = plan.plan_id
      where plan.portal_id = ${tx.portalId} and plan.month = ${month} and not exists (
        select 1 from plan_version as later
        where later.portal_id = version.portal_id and later.plan_id = version.plan_id
          and later.version > version.version and later.effective_from <= version.effective_from
      )
    ) as held
      left join plan_line as line on line.portal_id = ${tx.portalId} and line.plan_id = held.plan_id and line.version = held.version
    order by held.version`.execute(tx.db);
  const versions = new Map<number, { version: number; effectiveFrom: string; lines: DatedLines['lines'][number][] }>();
  for (const { version, effectiveFrom, metric, scope, value } of result.rows) {
    const held = versions.get(version) ?? { version, effectiveFrom, lines: [] };
    versions.set(version, held);
    if (metric !== null) held.lines.push({ metric, scope, value });
  }
  return [...versions.values()];
}
