import { sql } from 'kysely';
import type { Day } from '#domain/period.ts';
import type { PortalTransaction } from './portal-store.ts';

export interface NextStep {
  readonly at: Date;
  readonly kind: 'meeting' | 'call' | 'email' | 'task' | 'other';
}

/**
 * What is planned with a deal and not done yet: the next thing ahead, or else the last one that nobody has done.
 * Tasks without a deadline have no place in time and are left out.
 */
export async function findNextStep(tx: PortalTransaction, dealId: bigint, now: Date): Promise<NextStep | undefined> {
  const result = await sql<NextStep>`
    with step as (
      select started_at as at, case kind when 1 then 'meeting' when 2 then 'call' when 4 then 'email' else 'other' end as kind
      from activity
      where portal_id = ${tx.portalId} and owner_kind = 2 and owner_id = ${dealId} and not is_completed
      union all
      select task.deadline, 'task'
      from task_link join task on task.portal_id = task_link.portal_id and task.task_id = task_link.task_id
      where task_link.portal_id = ${tx.portalId} and task_link.owner_kind = 2 and task_link.owner_id = ${dealId}
        and task.status <> 5 and task.deleted_at is null and task.deadline is not null
    )
    select at, kind from step
    order by at < ${now}, case when at < ${now} then -extract(epoch from at) else extract(epoch from at) end, kind limit 1`.execute(tx.db);
  return result.rows[0];
}

/** Close dates a deal has had since we are watching, each once in a row, the first to the last; null is an empty one. */
export async function listCloseDays(tx: PortalTransaction, dealId: bigint): Promise<(Day | null)[]> {
  const rows = await tx.db
    .selectFrom('deal_version')
    .select('close_day')
    .where('portal_id', '=', tx.portalId)
    .where('deal_id', '=', dealId)
    .where('is_gone', '=', false)
    .orderBy('seen_at')
    .execute();
  return rows.map(({ close_day }) => close_day).filter((day, index, all) => index === 0 || day !== all[index - 1]);
}
