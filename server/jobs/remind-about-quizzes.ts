import { lastDay, shiftDay } from '#domain/period.ts';
import { parsePlanPeriod } from '#domain/planning/plan-period.ts';
import { quizDueOn } from '#domain/quiz/quiz-state.ts';
import { readSigningRules, signingSetting } from '#domain/signing-rules.ts';
import { toDay } from '#kernel/calendar-day.ts';
import { addToOutbox } from '#store/outbox.ts';
import { listLastSheets } from '#store/plan-sheets.ts';
import type { PortalStore } from '#store/portal-store.ts';
import { findPortal } from '#store/portals.ts';
import { listAttempts } from '#store/quiz-attempts.ts';
import { findSetting } from '#store/settings.ts';
import { readStructure } from '#store/team.ts';
import { listAbsentDays } from '#store/working-time.ts';
import { quizLink } from '#texts/notice-links.ts';
import { quizDueText } from '#texts/quiz.ts';
import { listPlansAround } from './plans-around.ts';
import { isWorkingTime, type ReminderDeps } from './remind-about-metrics.ts';

/** A plan may be signed before its month begins. */
const monthsAhead = 3;

/** Tells people once that their signed plan is to be remembered; within working hours, not on a day of absence. Returns how many were told now. */
export async function remindAboutQuizzes(deps: ReminderDeps, store: PortalStore): Promise<number> {
  return store.transaction(async (tx) => {
    const portal = await findPortal(tx);
    const now = deps.businessClock();
    if (portal?.state !== 'active' || !(await isWorkingTime(tx, deps, portal, now))) return 0;
    const rules = readSigningRules(await findSetting(tx, signingSetting));
    if (rules.quizAfterWorkdays === null) return 0;
    const today = toDay(now, portal.timeZone);
    const calendar = deps.toCalendar(await findSetting(tx, 'portal-calendar'), portal.language);
    const sheets = await listLastSheets(tx, await listPlansAround(tx, today, 0, monthsAhead));
    const due = sheets.filter(({ signature, effectiveFrom, month }) => {
      if (signature === null || signature.decision === 'refused') return false;
      const plan = {
        signedOn: toDay(signature.signedAt, portal.timeZone),
        effectiveFrom,
        lastDay: parsePlanPeriod(month)?.to ?? lastDay(month),
      };
      const dueOn = quizDueOn(calendar, plan, rules);
      return dueOn !== null && dueOn <= today && today <= plan.lastDay;
    });
    if (due.length === 0) return 0;
    const begun = new Set((await listAttempts(tx, [...new Set(due.map(({ planId }) => planId))])).map(keyOf));
    const { members } = await readStructure(tx);
    const absent = new Set((await listAbsentDays(tx, { from: today, before: shiftDay(today, 1) })).map((row) => row.user_id));
    const here = new Set(members.flatMap(({ userId, isActive }) => (isActive && !absent.has(userId) ? [userId] : [])));
    const language = portal.language === 'ru' ? 'ru' : 'en';
    let told = 0;
    for (const sheet of due.filter((one) => here.has(one.userId) && !begun.has(keyOf(one)))) {
      const isNew = await addToOutbox(tx, {
        kind: 'notify',
        dedupeKey: `quiz-due ${keyOf(sheet)}`,
        payload: {
          userId: String(sheet.userId),
          tag: `kurs:quiz:${sheet.planId}:${sheet.userId}`,
          text: quizDueText({ month: sheet.month, isRepeat: false }, language),
          link: quizLink(sheet, language),
        },
        now,
      });
      told += isNew ? 1 : 0;
    }
    return told;
  });
}

const keyOf = (sheet: { planId: string; version: number; userId: bigint }): string => `${sheet.planId} ${sheet.version} ${sheet.userId}`;
