import { AppError } from '#kernel/errors.ts';
import type { SigningList } from '#contract/acknowledgement.ts';
import { deadlineFor, isWaiting } from '#domain/acknowledgement.ts';
import { shiftDay, type Day } from '#domain/period.ts';
import type { PeriodKey } from '#domain/planning/plan-period.ts';
import { can } from '#policy/can.ts';
import { addToOutbox } from '#store/outbox.ts';
import { listDeadlines } from '#store/sheet-deadlines.ts';
import { listSheetNotices } from '#store/sheet-notices.ts';
import { listAbsentDays } from '#store/working-time.ts';
import { planLink } from '#texts/notice-links.ts';
import { planReminderText } from '#texts/notifications.ts';
import { departmentName } from '../plan-sheet-document.ts';
import { listName, widestScope, type PortalContext } from '../portal-context.ts';
import { readSigning, type SigningPerson } from '../signing.ts';

const keyOf = (sheet: { planId: string; version: number; userId: bigint }): string => `${sheet.planId} ${sheet.version} ${sheet.userId}`;

/** How far each person's sheet of a month is, for the people the viewer may see. */
export async function replySigning(context: PortalContext, request: { month: PeriodKey }): Promise<SigningList> {
  const people = await readSigning(context, request.month, widestScope(context.actor, context.team));
  const deadlines = new Map((await listDeadlines(context.tx, [request.month])).map((row) => [keyOf(row), row.signBefore]));
  const notices = await listSheetNotices(context.tx, [...new Set(people.map(({ planId }) => planId))]);
  const absences = await readAbsences(context, people);
  return {
    month: request.month,
    people: people.map((person) => {
      const signBefore = deadlines.get(keyOf(person)) ?? person.sentOn;
      const paused = deadlineFor(context.calendar, person.sentOn, absences.get(person.userId) ?? new Set());
      const reminders = notices.filter((notice) => notice.kind === 'reminder' && keyOf(notice.sheet) === keyOf(person));
      return {
        userId: String(person.userId),
        name: listName(context.team, person.userId),
        departmentName: departmentName(context, person.userId),
        version: person.version,
        state: person.state,
        sentAt: person.sentAt.toISOString(),
        deliveredAt: person.deliveredAt?.toISOString() ?? null,
        openedAt: person.openedAt?.toISOString() ?? null,
        readAt: person.readAt?.toISOString() ?? null,
        decidedAt: person.decidedAt?.toISOString() ?? null,
        text: person.text,
        signBefore,
        isOverdue: isWaiting(person.state) && context.today > signBefore && context.today > paused,
        remindedAt: reminders.at(-1)?.sentAt.toISOString() ?? null,
        canRemind: isWaiting(person.state) && can(context.actor, 'answer-sheet', { kind: 'sheet', userId: person.userId }),
      };
    }),
  };
}

/** The same key as the reminders that go by themselves, so that nobody gets two on one day. */
export async function replyRemind(
  context: PortalContext,
  request: { month: PeriodKey; userIds: readonly string[] },
): Promise<{ reminded: number; absent: number; already: number }> {
  const asked = new Set(request.userIds.map(BigInt));
  const people = (await readSigning(context, request.month, widestScope(context.actor, context.team))).filter(({ userId }) =>
    asked.has(userId),
  );
  const isForbidden = people.some(({ userId }) => !can(context.actor, 'answer-sheet', { kind: 'sheet', userId }));
  if (people.length < asked.size || isForbidden) throw new AppError('not-found', 'There is no such person here');
  const absences = await readAbsences(context, people);
  const deadlines = new Map((await listDeadlines(context.tx, [request.month])).map((row) => [keyOf(row), row.signBefore]));
  const told = { reminded: 0, absent: 0, already: 0 };
  for (const person of people.filter(({ state }) => isWaiting(state))) {
    if (absences.get(person.userId)?.has(context.today) === true) told.absent += 1;
    else if (await remind(context, person, deadlines.get(keyOf(person)) ?? person.sentOn)) told.reminded += 1;
    else told.already += 1;
  }
  return told;
}

function remind({ tx, portal, today, now }: PortalContext, person: SigningPerson, signBefore: Day): Promise<boolean> {
  const language = portal.language === 'ru' ? 'ru' : 'en';
  return addToOutbox(tx, {
    kind: 'notify',
    dedupeKey: `sheet-reminder ${keyOf(person)} ${today}`,
    payload: {
      userId: String(person.userId),
      tag: `kurs:plan:${person.planId}:${person.userId}`,
      text: planReminderText({ month: person.month, version: person.version, signBefore }, language),
      link: planLink(person, language),
      about: { planId: person.planId, version: person.version, userId: String(person.userId), kind: 'reminder' },
    },
    now,
  });
}

async function readAbsences(context: PortalContext, people: readonly SigningPerson[]): Promise<Map<bigint, Set<Day>>> {
  const from = people.map(({ sentOn }) => sentOn).toSorted()[0];
  if (from === undefined) return new Map();
  const days = await listAbsentDays(context.tx, { from, before: shiftDay(context.today, 1) });
  const byPerson = Map.groupBy(days, (row) => row.user_id);
  return new Map([...byPerson].map(([userId, rows]) => [userId, new Set(rows.map(({ day }) => day))]));
}
