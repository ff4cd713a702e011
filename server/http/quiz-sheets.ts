import type { Quiz } from '#contract/quiz.ts';
import type { Day } from '#domain/period.ts';
import type { PeriodKey } from '#domain/planning/plan-period.ts';
import { quizDueOn, quizProgress, type QuizProgress } from '#domain/quiz/quiz-state.ts';
import type { SigningRules } from '#domain/signing-rules.ts';
import { toDay } from '#kernel/calendar-day.ts';
import { listSheets, listLastSheets, type SheetProgress } from '#store/plan-sheets.ts';
import { listAttempts, listRepeats, type StoredAttempt } from '#store/quiz-attempts.ts';
import { readPeriod } from './asked-period.ts';
import type { PortalContext } from './portal-context.ts';
import { latestFirst } from './signing.ts';
import { readRules } from './signing-rules.ts';
import { readQuestions } from './stored-quiz.ts';

/** A signed sheet that is asked about, with what was answered. */
export interface QuizOfSheet {
  readonly sheet: SheetProgress;
  readonly dueOn: Day;
  readonly round: number;
  /** In the order they were begun. */
  readonly attempts: readonly StoredAttempt[];
  readonly progress: QuizProgress;
  readonly rules: SigningRules;
}

/** Quizzes of one person, of the latest period first: of the last sheet of each plan, where it is signed. */
export async function readQuizzesOf(context: PortalContext, userId: bigint): Promise<QuizOfSheet[]> {
  const sheets = latestFirst(await listSheets(context.tx, { userId })).filter(({ isSuperseded }) => !isSuperseded);
  return readQuizzes(context, sheets, userId);
}

/** Quizzes of a month of everybody whom the viewer may see. */
export async function readQuizzesIn(context: PortalContext, month: PeriodKey): Promise<QuizOfSheet[]> {
  const sheets = await listLastSheets(context.tx, [month]);
  return readQuizzes(
    context,
    sheets.filter(({ userId }) => context.actor.people.has(userId)),
  );
}

async function readQuizzes(context: PortalContext, sheets: readonly SheetProgress[], userId?: bigint): Promise<QuizOfSheet[]> {
  const rules = await readRules(context);
  const signed = sheets.filter(({ signature }) => signature !== null && signature.decision !== 'refused');
  const planIds = [...new Set(signed.map(({ planId }) => planId))];
  const attempts = Map.groupBy(await listAttempts(context.tx, planIds, userId), keyOf);
  const repeats = Map.groupBy(await listRepeats(context.tx, planIds, userId), keyOf);
  return signed.flatMap((sheet) => {
    const given = { attempts: attempts.get(keyOf(sheet)) ?? [], round: repeats.get(keyOf(sheet))?.length ?? 0 };
    return toQuiz(context, sheet, { ...given, rules });
  });
}

function toQuiz(context: PortalContext, sheet: SheetProgress, given: Pick<QuizOfSheet, 'attempts' | 'round' | 'rules'>): QuizOfSheet[] {
  if (sheet.signature === null) return [];
  const plan = {
    signedOn: toDay(sheet.signature.signedAt, context.portal.timeZone),
    effectiveFrom: sheet.effectiveFrom,
    lastDay: readPeriod(sheet.month).to,
  };
  const dueOn = quizDueOn(context.calendar, plan, given.rules);
  if (dueOn === null) return [];
  const attempts = given.attempts.map(({ round, finished }) => ({ round, isPassed: finished?.isPassed ?? null }));
  const progress = quizProgress({ dueOn, lastDay: plan.lastDay, round: given.round, attempts }, context.today, given.rules);
  return [{ sheet, dueOn, ...given, progress }];
}

export function toWireQuiz({ sheet, dueOn, attempts, progress, rules }: QuizOfSheet): Quiz {
  return {
    month: sheet.month,
    version: sheet.version,
    dueOn,
    ...progress,
    passPercent: rules.quizPassPercent,
    attempts: attempts.flatMap(toWireAttempt),
  };
}

/** Nothing while it is being answered. */
export function toWireAttempt({ finished, questions }: StoredAttempt): Quiz['attempts'] {
  if (finished === null) return [];
  const { right, isPassed, at } = finished;
  return [{ at: at.toISOString(), right, total: readQuestions(questions).length, isPassed }];
}

const keyOf = (sheet: { planId: string; version: number; userId: bigint }): string => `${sheet.planId} ${sheet.version} ${sheet.userId}`;
