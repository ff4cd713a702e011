import { sql, type RawBuilder } from 'kysely';
import { isTheirs, type People } from './daily-totals.ts';
import type { PortalTransaction } from './portal-store.ts';
import { startOf, type DaySpan } from './won-day.ts';

export interface TasksAsked {
  readonly people: People;
  /** Days in which tasks were done, or should have been. */
  readonly span: DaySpan;
  readonly timeZone: string;
  readonly now: Date;
  readonly today: string;
}

/** 2 waits, 3 runs, 4 awaits control, 6 is deferred, whatever else is open waits; 5 is completed. */
const states = ['waiting', 'running', 'control', 'deferred'] as const;
export const taskGroups = [
  ...states,
  'overdue',
  'to-check',
  'done',
  'done-late',
  'planned',
  'planned-done',
  'planned-missed',
  'given',
  'given-done',
  'given-missed',
] as const;
export type TaskGroup = (typeof taskGroups)[number];

export type TaskCounts = { readonly userId: bigint } & Readonly<Record<TaskGroup, number>>;

/** Tasks by whose they are and how they stand; what people have planned in cards is among the planned. */
export async function countTasks(tx: PortalTransaction, asked: TasksAsked): Promise<TaskCounts[]> {
  const many = taskGroups.map((group) => sql`(count(*) filter (where ${isOf(group, asked)}))::int as ${sql.ref(group)}`);
  const rows = await sql<TaskCounts>`
    select one.user_id as "userId", ${sql.join(many)} from (${things(tx, asked)}) as one where ${isTheirs('one.user_id', asked.people)}
    group by 1`.execute(tx.db);
  return rows.rows;
}

export interface ControlledTask {
  readonly kind: 'task' | 'activity';
  readonly id: bigint;
  readonly userId: bigint;
  readonly createdBy: bigint | null;
  readonly status: number;
  readonly deadline: Date | null;
  readonly closedAt: Date | null;
  readonly dealId: bigint | null;
  readonly checkOn: string | null;
  readonly outcome: 'good' | 'rework' | null;
  readonly words: string | null;
}

/** Tasks behind a number: the one that is due first comes first. */
export async function listControlledTasks(
  tx: PortalTransaction,
  group: TaskGroup,
  asked: TasksAsked,
  page: { readonly offset: number; readonly limit: number },
): Promise<{ readonly total: number; readonly rows: ControlledTask[] }> {
  const chosen = sql`from (${things(tx, asked)}) as one where ${isTheirs('one.user_id', asked.people)} and ${isOf(group, asked)}`;
  const counted = await sql<{ total: bigint }>`select count(*) as total ${chosen}`.execute(tx.db);
  const rows = await sql<ControlledTask>`
    select one.kind, one.id, one.user_id as "userId", one.created_by as "createdBy", one.status, one.deadline, one.closed_at as "closedAt",
      one.deal_id as "dealId", one.check_on as "checkOn", one.outcome, one.words
    ${chosen} order by one.deadline nulls last, one.id offset ${page.offset} limit ${page.limit}`.execute(tx.db);
  return { total: Number(counted.rows[0]?.total ?? 0), rows: rows.rows };
}

/** Tasks that are open, were closed in the span or should have been; and what was planned in cards for its days. */
function things(tx: PortalTransaction, { span, timeZone, now }: TasksAsked): RawBuilder<unknown> {
  const [from, before] = [startOf(span.from, timeZone), startOf(span.before, timeZone)];
  return sql`
    select 'task' as kind, task.task_id as id, task.responsible_id as user_id, task.created_by, task.status, task.deadline, task.closed_at,
      (select min(link.owner_id) from task_link as link
        where link.portal_id = task.portal_id and link.task_id = task.task_id and link.owner_kind = 2) as deal_id,
      checked.check_on::text as check_on, checked.outcome, checked.words
    from task left join lateral (
      select one.check_on, one.outcome, one.words from task_check as one
      where one.portal_id = task.portal_id and one.task_id = task.task_id order by one.revision desc limit 1
    ) as checked on true
    where task.portal_id = ${tx.portalId} and task.deleted_at is null
      and (task.status <> 5 or (task.closed_at >= ${from} and task.closed_at < ${before}) or (task.deadline >= ${from} and task.deadline < ${before})
        or (checked.check_on is not null and checked.outcome is null))
    union all
    select 'activity', activity.activity_id, activity.responsible_id, activity.responsible_id, case when activity.is_completed then 5 else 2 end,
      activity.started_at, null, case when activity.owner_kind = 2 then activity.owner_id end, null, null, null
    from activity
    where activity.portal_id = ${tx.portalId} and activity.kind <> 2 and (activity.kind = 1 or activity.provider = 'CRM_TODO')
      and activity.started_at >= ${from} and activity.started_at < ${before} and activity.started_at <= ${now.toISOString()}::timestamptz`;
}

function isOf(group: TaskGroup, { span, timeZone, now, today }: TasksAsked): RawBuilder<unknown> {
  const [from, before] = [startOf(span.from, timeZone), startOf(span.before, timeZone)];
  const moment = sql`${now.toISOString()}::timestamptz`;
  const isTask = sql`one.kind = 'task'`;
  const isOpen = sql`${isTask} and one.status <> 5`;
  const isDone = sql`${isTask} and one.status = 5 and one.closed_at >= ${from} and one.closed_at < ${before}`;
  const isDue = sql`one.deadline >= ${from} and one.deadline < ${before} and one.deadline <= ${moment}`;
  const planned = sql`${isDue} and one.created_by = one.user_id`;
  const given = sql`${isTask} and ${isDue} and one.created_by <> one.user_id`;
  // What was closed after its deadline was done, and late: that is told apart by itself.
  const conditions: Readonly<Record<TaskGroup, RawBuilder<unknown>>> = {
    waiting: sql`${isOpen} and one.status not in (3, 4, 6)`,
    running: sql`${isOpen} and one.status = 3`,
    control: sql`${isOpen} and one.status = 4`,
    deferred: sql`${isOpen} and one.status = 6`,
    // A task that waits for the head's word was done by whoever had it.
    overdue: sql`${isOpen} and one.status <> 4 and one.deadline < ${moment}`,
    'to-check': sql`${isTask} and one.check_on::date <= ${today}::date and one.outcome is null`,
    done: isDone,
    'done-late': sql`${isDone} and one.closed_at > one.deadline`,
    planned,
    'planned-done': sql`${planned} and one.status = 5`,
    'planned-missed': sql`${planned} and one.status <> 5`,
    given,
    'given-done': sql`${given} and one.status in (4, 5)`,
    'given-missed': sql`${given} and one.status not in (4, 5)`,
  };
  return conditions[group];
}
