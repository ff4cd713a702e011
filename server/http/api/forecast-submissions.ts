import type { ForecastSubmissions, SubmissionEntry, SubmissionHistory, SubmissionRow } from '#contract/forecast-submissions.ts';
import { judgeSubmission, weekOf, type PipelineMark } from '#domain/forecast/submission.ts';
import type { MonthFacts } from '#domain/month-facts.ts';
import { fromDecimal } from '#domain/money.ts';
import { computeScope } from '#domain/overview.ts';
import { lastDay, type Month } from '#domain/period.ts';
import { idOfScope, isPersonScope, type Scope } from '#domain/plan.ts';
import { AppError } from '#kernel/errors.ts';
import { toDay } from '#kernel/calendar-day.ts';
import { can } from '#policy/can.ts';
import {
  addSubmission,
  listSubmissionHistory,
  listSubmissions,
  lockSubmissions,
  type StoredSubmission,
} from '#store/forecast-submissions.ts';
import { readMonthFacts } from '../month-facts.ts';
import { listRows } from '../overview-rows.ts';
import { fullName, type PortalContext } from '../portal-context.ts';
import { scopeName } from '../scope-name.ts';
import { createMoney, type Money } from '../wire-values.ts';

interface Asked {
  readonly month: Month;
  readonly scope: Scope;
}

export async function replyForecastSubmissions(context: PortalContext, { month, scope }: Asked): Promise<ForecastSubmissions> {
  const { tx, portal, today } = context;
  const money = createMoney(portal.currencyDigits);
  const facts = await readMonthFacts(context, month, scope);
  const last = new Map((await listSubmissions(tx, month)).map((one) => [one.scope, one]));
  const rowOf = (of: Scope): SubmissionRow => toRow(context, { facts, scope: of, last: last.get(of) }, money);
  const rows = isPersonScope(scope) ? [] : listRows(context, facts, scope, money).filter((row) => isAsked(context, row));
  const answers = rows.map((row) => rowOf(row.scope));
  return {
    ...{ month, scope, currency: portal.baseCurrency, weekFrom: weekOf(today) },
    total: rowOf(scope),
    rows: answers,
    submitted: answers.filter(({ state }) => state === 'fresh' || state === 'moved').length,
  };
}

/** A department without a head has nobody to ask; a person is asked who has a plan or open deals. */
function isAsked({ team }: PortalContext, row: { scope: Scope; plan: string | null; forecast: { openDeals: number } }): boolean {
  if (isPersonScope(row.scope)) return row.plan !== null || row.forecast.openDeals > 0;
  return team.departments.find(({ departmentId }) => departmentId === idOfScope(row.scope))?.headId != null;
}

export async function replySubmissionHistory(context: PortalContext, { month, scope }: Asked): Promise<SubmissionHistory> {
  const money = createMoney(context.portal.currencyDigits);
  const history = await listSubmissionHistory(context.tx, month, scope);
  return { month, scope, currency: context.portal.baseCurrency, history: history.map((one) => toEntry(context, one, money)) };
}

type Said = Record<'value' | 'commit' | 'best' | 'pipeline', string> & { readonly comment: string; readonly baseRevision: number };

export async function replySubmitForecast(context: PortalContext, request: Asked & Said): Promise<SubmissionHistory> {
  const { tx, session, now, today, portal } = context;
  const { month, scope, comment, baseRevision } = request;
  if (today > lastDay(month)) throw new AppError('conflict', 'The month is over, there is nothing left to forecast');
  await lockSubmissions(tx);
  const [last] = await listSubmissionHistory(tx, month, scope);
  if ((last?.revision ?? 0) !== baseRevision) throw new AppError('conflict', 'Somebody has submitted another one meanwhile');
  const minor = (part: 'value' | 'commit' | 'best' | 'pipeline'): bigint => fromDecimal(request[part], portal.currencyDigits);
  await addSubmission(tx, month, {
    ...{ scope, comment, revision: baseRevision + 1, submittedBy: session.userId, submittedAt: now },
    ...{ value: minor('value'), commit: minor('commit'), best: minor('best'), pipeline: minor('pipeline') },
    calculated: calculate(await readMonthFacts(context, month, scope), scope),
  });
  await context.changed('facts');
  return replySubmissionHistory(context, request);
}

function calculate(facts: MonthFacts, scope: Scope): PipelineMark & { expected: bigint } {
  const { fact, forecast } = computeScope(facts, scope);
  const { commit, best, pipeline } = forecast.categories;
  return { fact, commit, best, pipeline, expected: forecast.expected };
}

function toRow(
  context: PortalContext,
  { facts, scope, last }: { facts: MonthFacts; scope: Scope; last: StoredSubmission | undefined },
  money: Money,
): SubmissionRow {
  const now = calculate(facts, scope);
  const said = last === undefined ? undefined : { day: toDay(last.submittedAt, context.portal.timeZone), mark: last.calculated };
  return {
    scope,
    kind: scope === 'company' ? 'company' : isPersonScope(scope) ? 'person' : 'department',
    name: scopeName(context, scope),
    state: judgeSubmission(said, { today: context.today, mark: now }),
    last: last === undefined ? null : toEntry(context, last, money),
    now: toParts(now, money),
    moved: last === undefined ? null : money(now.expected - last.calculated.expected),
    maySubmit: context.today <= lastDay(facts.month) && can(context.actor, 'submit-forecast', { kind: 'scope', scope }),
  };
}

function toParts(parts: PipelineMark & { expected: bigint }, money: Money): SubmissionRow['now'] {
  return {
    fact: money(parts.fact),
    commit: money(parts.commit),
    best: money(parts.best),
    pipeline: money(parts.pipeline),
    expected: money(parts.expected),
  };
}

function toEntry({ team }: PortalContext, one: StoredSubmission, money: Money): SubmissionEntry {
  const { revision, comment, submittedBy, submittedAt } = one;
  return {
    ...{ revision, comment, value: money(one.value) },
    ...{ commit: money(one.commit), best: money(one.best), pipeline: money(one.pipeline) },
    calculated: toParts(one.calculated, money),
    submittedBy: { userId: String(submittedBy), name: fullName(team, submittedBy) },
    submittedAt: submittedAt.toISOString(),
  };
}
