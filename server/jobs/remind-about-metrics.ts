import { z } from 'zod';
import { findWaiting, type Waiting } from '#domain/planning/manual-values.ts';
import type { ManualMetric } from '#domain/planning/metric.ts';
import type { Day } from '#domain/period.ts';
import type { TeamMember } from '#domain/team.ts';
import { isWorkday, type Calendar } from '#domain/workdays.ts';
import { toDay, toTimeOfDay } from '#kernel/calendar-day.ts';
import { listManualMetrics } from '#store/manual-metrics.ts';
import { listNewestValues } from '#store/manual-values.ts';
import { addToOutbox } from '#store/outbox.ts';
import type { PortalStore, PortalTransaction } from '#store/portal-store.ts';
import { findPortal, type Portal } from '#store/portals.ts';
import { findSetting } from '#store/settings.ts';
import { readStructure } from '#store/team.ts';
import { metricDueText } from '#texts/notifications.ts';

export interface ReminderDeps {
  readonly businessClock: () => Date;
  /** Working days of the company, told by whoever composes the parts. */
  readonly toCalendar: (setting: unknown, language: string) => Calendar;
}

/** Tells those who enter numbers that one is old, within working hours and once a day; returns how many metrics wait for somebody. */
export async function remindAboutMetrics(deps: ReminderDeps, store: PortalStore): Promise<number> {
  return store.transaction(async (tx) => {
    const metrics = (await listManualMetrics(tx)).filter(({ archivedAt, enteredBy }) => archivedAt === null && enteredBy !== null);
    const portal = metrics.length === 0 ? undefined : await findPortal(tx);
    const now = deps.businessClock();
    if (portal?.state !== 'active' || !(await isWorkingTime(tx, deps, portal, now))) return 0;
    const { members } = await readStructure(tx);
    const working = new Map(members.flatMap((member) => (member.isActive ? [[member.userId, member] as const] : [])));
    const newest = Map.groupBy(await listNewestValues(tx), ({ metricId }) => metricId);
    const today = toDay(now, portal.timeZone);
    let waitingMetrics = 0;
    for (const metric of metrics) {
      const receiver = metric.enteredBy === null ? undefined : working.get(metric.enteredBy);
      const waiting = findWaiting(metric, newest.get(metric.id) ?? [], { today, working: new Set(working.keys()) });
      if (receiver === undefined || waiting === null) continue;
      await writeReminder(tx, { metric, waiting, receiver, working, today, portal, now });
      waitingMetrics += 1;
    }
    return waitingMetrics;
  });
}

interface Reminder {
  readonly metric: ManualMetric;
  readonly waiting: NonNullable<Waiting>;
  readonly receiver: TeamMember;
  readonly working: ReadonlyMap<bigint, TeamMember>;
  readonly today: Day;
  readonly portal: Portal;
  readonly now: Date;
}

async function writeReminder(tx: PortalTransaction, { metric, waiting, receiver, working, today, portal, now }: Reminder): Promise<void> {
  const userIds = waiting.kind === 'old' ? waiting.userIds : [];
  const names = userIds.map((userId) => `${working.get(userId)?.lastName ?? ''} ${working.get(userId)?.firstName ?? ''}`.trim());
  await addToOutbox(tx, {
    kind: 'notify',
    dedupeKey: `metric-due ${metric.id} ${today}`,
    payload: {
      userId: String(receiver.userId),
      tag: `kurs:metric:${metric.id}`,
      text: metricDueText({ name: metric.name, days: metric.oldAfterDays, names }, portal.language === 'ru' ? 'ru' : 'en'),
    },
    now,
  });
}

const WorkingHours = z.object({ workTimeStart: z.string().optional(), workTimeEnd: z.string().optional() });

/** Within the working hours of a working day of the company. */
export async function isWorkingTime(tx: PortalTransaction, { toCalendar }: ReminderDeps, portal: Portal, now: Date): Promise<boolean> {
  const setting = await findSetting(tx, 'portal-calendar');
  if (!isWorkday(toCalendar(setting, portal.language), toDay(now, portal.timeZone))) return false;
  const hours = WorkingHours.safeParse(setting).data;
  const [start, end] = [readTime(hours?.workTimeStart) ?? '09:00', readTime(hours?.workTimeEnd) ?? '18:00'];
  const time = toTimeOfDay(now, portal.timeZone);
  // A portal whose day ends before it begins works through the night: no hour of it is quieter than another.
  return start >= end || (start <= time && time < end);
}

/** The portal writes `9`, `9.30` or `09:30`. */
function readTime(text: string | undefined): string | undefined {
  const [, hours = '', minutes = ''] = /^(\d{1,2})(?:[.:](\d{1,2}))?(?:[.:]\d{1,2})?$/.exec(text?.trim() ?? '') ?? [];
  return hours === '' ? undefined : `${hours.padStart(2, '0')}:${minutes.padEnd(2, '0')}`;
}
