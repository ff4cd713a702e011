import { deadlineFor, isWaiting, sheetState, workdaysBetween } from '#domain/acknowledgement.ts';
import { shiftDay, type Day } from '#domain/period.ts';
import { findHeadAbove } from '#domain/reporting-line.ts';
import { readSigningRules, signingSetting, type SigningRules } from '#domain/signing-rules.ts';
import { createTeam, type Team } from '#domain/team.ts';
import type { Calendar } from '#domain/workdays.ts';
import type { CanonicalValue } from '#ledger/canonical-json.ts';
import { toDay } from '#kernel/calendar-day.ts';
import { findToKeep, type Evidence } from '#store/evidence.ts';
import { addToOutbox } from '#store/outbox.ts';
import { listLastSheets, type SheetProgress } from '#store/plan-sheets.ts';
import type { PortalStore, PortalTransaction } from '#store/portal-store.ts';
import { findPortal, type Portal } from '#store/portals.ts';
import { findSetting } from '#store/settings.ts';
import { listDeadlines, saveOverdue, type SheetDeadline } from '#store/sheet-deadlines.ts';
import { listSheetNotices, type SheetNotice } from '#store/sheet-notices.ts';
import { readStructure } from '#store/team.ts';
import { touchTopic } from '#store/topic-revisions.ts';
import { listAbsentDays } from '#store/working-time.ts';
import { planLink, signingLink } from '#texts/notice-links.ts';
import { planOverdueText, planReminderText } from '#texts/notifications.ts';
import { listPlansAround } from './plans-around.ts';
import { isWorkingTime, type ReminderDeps } from './remind-about-metrics.ts';

export interface PlanReminderDeps extends ReminderDeps {
  /** Writes an act of nobody in particular to the portal's ledger; told by whoever composes the parts. */
  readonly appendAct: (
    given: { tx: PortalTransaction; portal: Portal; now: Date },
    act: { type: 'ack.overdue'; body: { readonly [key: string]: CanonicalValue } },
  ) => Promise<{ at: Date; sequence: bigint }>;
  readonly evidence: Evidence;
}

interface Round {
  readonly tx: PortalTransaction;
  readonly portal: Portal;
  readonly rules: SigningRules;
  readonly calendar: Calendar;
  readonly team: Team;
  readonly today: Day;
  readonly now: Date;
  readonly notices: readonly SheetNotice[];
}

/** Months before and after the present one whose plans may wait for a signature. */
const monthsAround = { before: -1, after: 3 };

/**
 * Reminds people of plans that wait for them, and their head once the time is over; within working hours, once a day,
 * never on a day of absence. Silence is written down as silence. Returns how many sheets wait.
 */
export async function remindAboutPlans(deps: PlanReminderDeps, store: PortalStore): Promise<number> {
  const { waiting, toKeep } = await store.transaction(async (tx) => ({ waiting: await careForAll(deps, tx), toKeep: findToKeep(tx) }));
  // What says that somebody was silent outlives the machine like what they say.
  if (toKeep !== undefined) await deps.evidence.keep(store.portalId, toKeep);
  return waiting;
}

async function careForAll(deps: PlanReminderDeps, tx: PortalTransaction): Promise<number> {
  const portal = await findPortal(tx);
  const now = deps.businessClock();
  if (portal?.state !== 'active' || !(await isWorkingTime(tx, deps, portal, now))) return 0;
  const today = toDay(now, portal.timeZone);
  const months = await listPlansAround(tx, today, monthsAround.before, monthsAround.after);
  const waiting = (await listLastSheets(tx, months)).filter(isStillWaiting);
  if (waiting.length === 0) return 0;
  const structure = await readStructure(tx);
  const round: Round = {
    ...{ tx, portal, today, now },
    rules: readSigningRules(await findSetting(tx, signingSetting)),
    calendar: deps.toCalendar(await findSetting(tx, 'portal-calendar'), portal.language),
    team: createTeam(structure.departments, structure.members),
    notices: await listSheetNotices(tx, [...new Set(waiting.map(({ planId }) => planId))]),
  };
  const since = waiting.map((sheet) => toDay(sheet.publishedAt, portal.timeZone)).toSorted()[0] ?? today;
  const absences = Map.groupBy(await listAbsentDays(tx, { from: since, before: shiftDay(today, 1) }), (row) => row.user_id);
  const deadlines = new Map((await listDeadlines(tx, months)).map((deadline) => [keyOf(deadline), deadline]));
  for (const sheet of waiting) {
    const deadline = deadlines.get(keyOf(sheet));
    const absent = new Set((absences.get(sheet.userId) ?? []).map(({ day }) => day));
    if (deadline !== undefined) await careFor(deps, round, { sheet, deadline, absent });
  }
  return waiting.length;
}

interface Waiting {
  readonly sheet: SheetProgress;
  readonly deadline: SheetDeadline;
  readonly absent: ReadonlySet<Day>;
}

async function careFor(deps: PlanReminderDeps, round: Round, waiting: Waiting): Promise<void> {
  const { calendar, today, rules, team, portal } = round;
  const { sheet, deadline, absent } = waiting;
  const isHere = team.members.some((member) => member.userId === sheet.userId && member.isActive) && !absent.has(today);
  if (!isHere) return;
  const sentOn = toDay(sheet.publishedAt, portal.timeZone);
  const paused = deadlineFor(calendar, sentOn, absent);
  const last = paused > deadline.signBefore ? paused : deadline.signBefore;
  const days = workdaysBetween(calendar, sentOn, today, absent);
  if (rules.remindEveryWorkdays !== null && days > 0 && days % rules.remindEveryWorkdays === 0) await remind(round, sheet, last);
  if (today <= last) return;
  if (deadline.overdueAt === null) await noteOverdue(deps, round, waiting, last);
  const late = workdaysBetween(calendar, last, today, absent);
  if (rules.escalateAfterWorkdays !== null && late >= rules.escalateAfterWorkdays) await escalate(round, sheet, last);
}

async function remind({ tx, portal, today, now }: Round, sheet: SheetProgress, signBefore: Day): Promise<void> {
  const language = portal.language === 'ru' ? 'ru' : 'en';
  await addToOutbox(tx, {
    kind: 'notify',
    dedupeKey: reminderKey(sheet, today),
    payload: {
      userId: String(sheet.userId),
      tag: `kurs:plan:${sheet.planId}:${sheet.userId}`,
      text: planReminderText({ month: sheet.month, version: sheet.version, signBefore }, language),
      link: planLink(sheet, language),
      about: { planId: sheet.planId, version: sheet.version, userId: String(sheet.userId), kind: 'reminder' },
    },
    now,
  });
}

/** A person is reminded of a sheet once a day, by whomever. */
function reminderKey(sheet: SheetProgress, today: Day): string {
  return `sheet-reminder ${keyOf(sheet)} ${today}`;
}

async function noteOverdue(deps: PlanReminderDeps, round: Round, { sheet, deadline }: Waiting, last: Day): Promise<void> {
  const { tx, portal, now, notices } = round;
  const delivered = notices.filter((notice) => keyOf(notice.sheet) === keyOf(sheet));
  const entry = await deps.appendAct(
    { tx, portal, now },
    {
      type: 'ack.overdue',
      body: {
        planId: sheet.planId,
        version: sheet.version,
        employee: String(sheet.userId),
        planHash: deadline.planHash,
        signBefore: last,
        openedAt: sheet.openedAt?.toISOString() ?? null,
        readAt: sheet.readAt?.toISOString() ?? null,
        notices: delivered.map(({ kind, noticeId, receiverId, sentAt }) => ({
          kind,
          noticeId,
          receiver: String(receiverId),
          at: sentAt.toISOString(),
        })),
      },
    },
  );
  await saveOverdue(tx, sheet, { notedAt: entry.at, sequence: entry.sequence });
  await touchTopic(tx, 'acknowledgements');
}

async function escalate({ tx, portal, team, now }: Round, sheet: SheetProgress, last: Day): Promise<void> {
  const head = findHeadAbove(team, sheet.userId);
  const person = team.members.find((member) => member.userId === sheet.userId);
  if (head === undefined || person === undefined) return;
  const name = `${person.lastName} ${person.firstName}`.trim();
  const language = portal.language === 'ru' ? 'ru' : 'en';
  await addToOutbox(tx, {
    kind: 'notify',
    dedupeKey: `sheet-escalation ${keyOf(sheet)}`,
    payload: {
      userId: String(head),
      tag: `kurs:overdue:${sheet.planId}:${sheet.userId}`,
      text: planOverdueText({ month: sheet.month, name, signBefore: last }, language),
      link: signingLink(sheet, language),
      about: { planId: sheet.planId, version: sheet.version, userId: String(sheet.userId), kind: 'escalation' },
    },
    now,
  });
}

function isStillWaiting(sheet: SheetProgress): boolean {
  const isOnPaper = sheet.onPaperAt !== null;
  return isWaiting(sheetState({ decision: sheet.signature?.decision ?? null, isOpened: true, isSuperseded: false, isOnPaper }));
}

const keyOf = (sheet: { planId: string; version: number; userId: bigint }): string => `${sheet.planId} ${sheet.version} ${sheet.userId}`;
