import { sql } from 'kysely';
import type { DraftLine, Metric } from '#domain/plan.ts';
import type { PortalTransaction } from './portal-store.ts';
import { toArray } from './upsert-rows.ts';

export async function listDraftLines(tx: PortalTransaction, planId: string): Promise<(DraftLine & { savedAt: Date; savedBy: bigint })[]> {
  const rows = await tx.db
    .selectFrom('plan_draft_line')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .where('plan_id', '=', planId)
    .orderBy('metric')
    .orderBy('scope')
    .execute();
  return rows.map((row) => ({
    metric: row.metric as Metric,
    scope: row.scope,
    value: row.value,
    savedAt: row.saved_at,
    savedBy: row.saved_by,
  }));
}

const atOnce = 500;

export async function saveDraftLines(
  tx: PortalTransaction,
  planId: string,
  lines: readonly DraftLine[],
  author: { userId: bigint; now: Date },
): Promise<void> {
  // Of a line that is named twice the later one counts.
  const last = [...new Map(lines.map((line) => [`${line.metric} ${line.scope}`, line])).values()];
  const saved = { saved_at: author.now, saved_by: author.userId };
  for (let begin = 0; begin < last.length; begin += atOnce) {
    const rows = last
      .slice(begin, begin + atOnce)
      .map(({ metric, scope, value }) => ({ portal_id: tx.portalId, plan_id: planId, metric, scope, value, ...saved }));
    await tx.db
      .insertInto('plan_draft_line')
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .columns(['portal_id', 'plan_id', 'metric', 'scope'])
          .doUpdateSet((row) => ({ value: row.ref('excluded.value'), ...saved })),
      )
      .execute();
  }
}

export async function deleteDraftLines(
  tx: PortalTransaction,
  planId: string,
  lines: readonly { metric: string; scope: string }[],
): Promise<void> {
  const column = (name: 'metric' | 'scope') =>
    toArray(
      'text',
      lines.map((line) => line[name]),
    );
  await sql`
    delete from plan_draft_line where portal_id = ${tx.portalId} and plan_id = ${planId}
      and (metric, scope) in (select * from unnest(${column('metric')}, ${column('scope')}))`.execute(tx.db);
}
