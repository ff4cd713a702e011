import { openSheet, signSheet } from '#contract/acknowledgement.ts';
import { checkAlerts } from '#contract/alerts.ts';
import { setDealCategory, setDealChance } from '#contract/deal-judgements.ts';
import { getDrillDown } from '#contract/drill-down.ts';
import { setForecastAdjustment } from '#contract/forecast-adjustment.ts';
import { getForecastSubmissions, submitForecast } from '#contract/forecast-submissions.ts';
import { putNormLines, putNormPerson } from '#contract/norms.ts';
import { putPlanDimensions } from '#contract/plan-dimensions.ts';
import { toDimensionKey } from '#domain/planning/line-dimensions.ts';
import { readSheet } from '#contract/sheet-acts.ts';
import { getPlan, publishPlan, saveDraft, type DraftLine } from '#contract/plan.ts';
import { addQuizQuestion, answerQuiz, startQuiz, type QuizQuestion } from '#contract/quiz.ts';
import { putSigningRules } from '#contract/signing-rules.ts';
import { listControlledTasks, putTaskCheck } from '#contract/task-control.ts';
import { listActs, type Act } from './journal.ts';
import { performReviewAct } from './play-reviews.ts';
import { rulesChange, type forecastAdjustment, type PlanVersion } from './plans.ts';
import type { DealAct, Submission } from './forecasts.ts';
import type { NormsChange, taskChecks } from './norms.ts';
import { whatIsSaid, type QuizAnswers } from './quiz.ts';
import { visit, type Frame, type Visitor } from './visitor.ts';

export interface JournalPlayer {
  readonly appUrl: string;
  /** Opens the application's own page as a person of the portal. */
  openFrame(userId: number): Frame;
  setClock(instant: Date): void;
  onProgress(done: number, total: number): void;
}

/** Replays the demo's past through the same pages and endpoints that people use, the clock stepped to each act. */
export async function playJournal(player: JournalPlayer): Promise<void> {
  const acts = listActs();
  const challenges = new Map<string, Opened>();
  const visitors = new Map<number, Visitor>();
  const visitorOf = async (userId: number): Promise<Visitor> => {
    const known = visitors.get(userId) ?? (await visit(player.appUrl, player.openFrame(userId)));
    visitors.set(userId, known);
    return known;
  };
  for (const [index, act] of acts.entries()) {
    player.setClock(act.at);
    await perform(act, visitorOf, challenges);
    player.onProgress(index + 1, acts.length);
  }
}

interface Opened {
  readonly challengeId: string;
  readonly planHash: string;
}

async function perform(act: Act, visitorOf: (userId: number) => Promise<Visitor>, challenges: Map<string, Opened>): Promise<void> {
  if (act.kind === 'publish') return publish(await visitorOf(act.version.publishedBy), act.version);
  if (act.kind === 'review') return performReviewAct(act.act, await visitorOf(act.act.userId));
  if (act.kind === 'set-rules') {
    await (await visitorOf(rulesChange.userId)).call(putSigningRules, act.rules);
    return;
  }
  if (act.kind === 'adjust') {
    return adjust(await visitorOf(act.adjustment.setBy), act.adjustment);
  }
  if (act.kind === 'judge') return judge(await visitorOf(act.deal.userId), act.deal);
  if (act.kind === 'submit') return submit(await visitorOf(act.submission.userId), act.submission);
  if (act.kind === 'set-norms') return setNorms(await visitorOf(act.change.userId), act.change);
  if (act.kind === 'check-alerts') {
    await (await visitorOf(act.userId)).call(checkAlerts, {});
    return;
  }
  if (act.kind === 'plan-checks') return planChecks(await visitorOf(act.checks.userId), act.checks);
  if (act.kind === 'add-question') {
    const { topic, text, options, right, userId } = act.question;
    await (await visitorOf(userId)).call(addQuizQuestion, { scope: 'company', topic, text, options: [...options], right });
    return;
  }
  if (act.kind === 'answer-quiz') return answerQuestions(await visitorOf(act.answers.userId), act.answers);
  const { answer } = act;
  const key = `${answer.month} ${answer.version} ${answer.userId}`;
  const sheet = { month: answer.month, version: answer.version, userId: String(answer.userId) };
  const visitor = await visitorOf(answer.userId);
  if (act.kind === 'open') {
    challenges.set(key, await visitor.call(openSheet, sheet));
    return;
  }
  const opened = challenges.get(key);
  if (opened === undefined || answer.decision === null) throw new Error(`The journal decides ${key} before opening it`);
  await visitor.call(readSheet, sheet);
  await visitor.call(signSheet, {
    ...sheet,
    challengeId: opened.challengeId,
    planHash: opened.planHash,
    decision: answer.decision,
    text: answer.text ?? '',
  });
}

const november = '2026-11';

/** An open deal of a person by what it is worth, thousands. */
async function findDeal(visitor: Visitor, { ownerId, amount }: { ownerId: number; amount: number }): Promise<string> {
  const { items } = await visitor.call(getDrillDown, {
    month: november,
    scope: `person:${ownerId}`,
    measure: 'open',
    offset: 0,
    limit: 500,
  });
  const deal = items.find((item) => item.kind === 'deal' && Number(item.amount) === amount * 1000);
  if (deal?.kind !== 'deal') throw new Error(`Person ${ownerId} has no open deal of ${amount} thousand`);
  return deal.dealId;
}

async function adjust(head: Visitor, { userId, month, thousands, amount, reason }: typeof forecastAdjustment): Promise<void> {
  const dealIds = [await findDeal(head, { ownerId: userId, amount })];
  await head.call(setForecastAdjustment, { month, userId: String(userId), value: money(thousands), reason, dealIds, baseRevision: 0 });
}

async function judge(visitor: Visitor, { ownerId, amount, set }: DealAct): Promise<void> {
  const dealId = await findDeal(visitor, { ownerId, amount });
  if ('category' in set) await visitor.call(setDealCategory, { dealId, category: set.category, baseRevision: 0 });
  else await visitor.call(setDealChance, { dealId, ...set, baseRevision: 0 });
}

/** The number is one's own; behind it stand the deals as they are calculated. */
async function submit(visitor: Visitor, { scope, value, comment }: Submission): Promise<void> {
  const { total } = await visitor.call(getForecastSubmissions, { month: november, scope });
  const { commit, best, pipeline } = total.now;
  const baseRevision = total.last?.revision ?? 0;
  await visitor.call(submitForecast, { month: november, scope, value: money(value), commit, best, pipeline, comment, baseRevision });
}

/** Of each group the task that is due first. */
async function planChecks(head: Visitor, { scope, day, groups }: typeof taskChecks): Promise<void> {
  for (const { group, checkOn } of groups) {
    const { items } = await head.call(listControlledTasks, { group, period: 'month', day, scope });
    const task = items.find(({ mayCheck }) => mayCheck);
    if (task !== undefined) await head.call(putTaskCheck, { taskId: task.id, checkOn });
  }
}

async function answerQuestions(visitor: Visitor, answers: QuizAnswers): Promise<void> {
  const sheet = { month: answers.month, version: answers.version, userId: String(answers.userId) };
  const paper = await visitor.call(startQuiz, { ...sheet, language: 'ru' });
  const given = paper.questions.map((question) => toAnswer(question, whatIsSaid(answers, question.text)));
  await visitor.call(answerQuiz, { ...sheet, attemptId: paper.attemptId, answers: given });
}

function toAnswer(question: QuizQuestion, said: string | null): string | null {
  if (question.kind === 'number' || said === null) return said;
  const place = question.options.indexOf(said);
  return place < 0 ? null : String(place);
}

async function publish(author: Visitor, version: PlanVersion): Promise<void> {
  const { month } = version;
  const grid = await author.call(getPlan, { month });
  await author.call(saveDraft, { month, lines: toLines(version) });
  const parts = toParts(version);
  if (parts.length > 0) await author.call(putPlanDimensions, { month, metric: 'revenue', lines: parts });
  await author.call(publishPlan, { month, baseVersion: grid.version, reason: version.reason, rationale: version.rationale });
}

async function setNorms(author: Visitor, { fromDay, profiles }: NormsChange): Promise<void> {
  for (const { profileId, lines, people } of profiles) {
    await author.call(putNormLines, { profileId, fromDay, lines: [...lines] });
    for (const userId of people) await author.call(putNormPerson, { userId: String(userId), fromDay, profileId, workPercent: 100 });
  }
}

const money = (thousands: number): string => `${thousands}000.00`;

function toLines(version: PlanVersion): DraftLine[] {
  return [
    ...(version.company === null ? [] : [{ metric: 'revenue' as const, scope: 'company', value: money(version.company) }]),
    ...version.departments.map((department) => ({
      metric: 'revenue' as const,
      scope: `department:${department.departmentId}`,
      value: money(department.revenue),
    })),
    ...version.people.flatMap((person) => [
      { metric: 'revenue' as const, scope: `person:${person.userId}`, value: money(person.revenue) },
      { metric: 'calls' as const, scope: `person:${person.userId}`, value: String(person.calls) },
      ...(person.newClients === undefined
        ? []
        : [{ metric: 'new-clients' as const, scope: `person:${person.userId}`, value: String(person.newClients) }]),
    ]),
  ];
}

function toParts(version: PlanVersion): { scope: string; key: string; title: string; value: string }[] {
  return version.people.flatMap(({ userId, clients = [] }) =>
    clients.map(({ client, title, revenue }) => ({
      scope: `person:${userId}`,
      key: toDimensionKey({ client }),
      title,
      value: money(revenue),
    })),
  );
}
