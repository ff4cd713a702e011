import type { DealOutlook, WaitingPlan } from '#contract/deal-outlook.ts';
import { isWaiting } from '#domain/acknowledgement.ts';
import { countsPipeline } from '#domain/counting.ts';
import { chanceInWindow } from '#domain/forecast/weighted-pipeline.ts';
import { usualOf } from '#domain/forecast/won-cycle.ts';
import { percentOf, shareOf } from '#domain/money.ts';
import { computeScope, forecastWindow } from '#domain/overview.ts';
import type { MonthFacts } from '#domain/month-facts.ts';
import { daysBetween, lastDay, monthOf, type Day } from '#domain/period.ts';
import { departmentScope, personScope, type Scope } from '#domain/plan.ts';
import { homeDepartment, type Department } from '#domain/team.ts';
import { findLastTouch } from '#store/call-facts.ts';
import { findFactTimes } from '#store/data-health.ts';
import { findNextStep, listCloseDays } from '#store/deal-steps.ts';
import { listStageDays } from '#store/durations.ts';
import { findDeal, findStageEntry, listStages, type DealRow } from '#store/facts.ts';
import { listSheets } from '#store/plan-sheets.ts';
import { toDay } from '#kernel/calendar-day.ts';
import { readDealChances } from '../deal-chances.ts';
import { readContacts, toDirection } from '../contacts.ts';
import { explainDeal } from '../explain-deal.ts';
import { describeJudgements } from './deal-judgements.ts';
import { durationsSince, readFactSource, readMonthFacts } from '../month-facts.ts';
import { readDocument } from '../plan-sheet-document.ts';
import { findMember, fullName, type PortalContext } from '../portal-context.ts';
import { latestFirst, stateOf } from '../signing.ts';
import { stageKey } from '#domain/stage-percent.ts';
import { createMoney, type Money } from '../wire-values.ts';

export async function replyDealOutlook(context: PortalContext, request: { dealId: string }): Promise<DealOutlook> {
  const month = monthOf(context.today);
  const dealId = BigInt(request.dealId);
  const deal = await findDeal(context.tx, dealId);
  const money = createMoney(context.portal.currencyDigits);
  const { dealsAt, callsAt } = await findFactTimes(context.tx);
  const dates = {
    month,
    lastDay: lastDay(month),
    currency: context.portal.baseCurrency,
    callsAt: callsAt?.toISOString() ?? null,
    factsAt: (dealsAt ?? context.portal.installedAt).toISOString(),
    waitingPlan: await findWaitingPlan(context),
  };
  if (deal === undefined) return { ...unknownDeal(request.dealId, money), ...dates };
  const facts = await readMonthFacts(context, month, widestShown(context, deal));
  const stage = await describeStage(context, deal);
  const counts = howItCounts(context, facts, deal);
  const percent = deal.semantics === 'P' ? windowChance(facts, deal, stage.winPercent) : null;
  const weighted = percent === null ? 0n : percentOf(deal.amount, percent);
  const shares = { facts, amount: deal.amount, weighted, isCounted: counts === 'in-fact' };
  return {
    dealId: request.dealId,
    state: deal.semantics === 'S' ? 'won' : deal.semantics === 'F' ? 'lost' : 'open',
    responsibleId: String(deal.responsibleId),
    responsibleName: fullName(context.team, deal.responsibleId),
    ...stage.wire,
    percent,
    ...(await readJudgements(context, deal)),
    learned: deal.semantics === 'P' ? await explainDeal(context, dealId, month, money) : null,
    amount: money(deal.amount),
    weighted: money(weighted),
    counts,
    person: context.actor.people.has(deal.responsibleId) ? toShare(context, personScope(deal.responsibleId), shares, money) : null,
    department: departmentShare(context, deal, shares, money),
    closeDay: deal.closeDay,
    ...(await describePlans(context, deal)),
    lastTouch: await readLastTouch(context, 2, dealId),
    contacts: await readContacts(context, 2, dealId),
    ...dates,
  };
}

function unknownDeal(dealId: string, money: Money) {
  return {
    dealId,
    state: 'unknown' as const,
    responsibleId: null,
    responsibleName: '',
    ladder: [],
    stageName: '',
    progress: null,
    nextStage: null,
    daysOnStage: null,
    usualDays: null,
    percent: null,
    category: null,
    judgements: null,
    learned: null,
    amount: money(0n),
    weighted: money(0n),
    counts: 'no-date' as const,
    person: null,
    department: null,
    closeDay: null,
    closeDays: [],
    pushes: 0,
    nextStep: null,
    lastTouch: null,
    contacts: { weeks: [], list: [] },
  };
}

/** What was set by hand, and why, is told to whom the deal belongs and to the heads above. */
async function readJudgements(context: PortalContext, deal: DealRow): Promise<Pick<DealOutlook, 'category' | 'judgements'>> {
  if (deal.semantics !== 'P') return { category: null, judgements: null };
  const judgements = await describeJudgements(context, deal);
  return { category: judgements.category, judgements: context.actor.people.has(deal.responsibleId) ? judgements : null };
}

/** Percent by the table as far as the deal can still be won inside the month. */
function windowChance(facts: MonthFacts, deal: DealRow, winPercent: number): number {
  return chanceInWindow({ closeDay: deal.closeDay, winPercent }, forecastWindow(facts));
}

async function describeStage(context: PortalContext, deal: DealRow) {
  const stages = (await listStages(context.tx)).filter((stage) => stage.pipelineId === deal.pipelineId);
  const { percents, of: judge } = await readDealChances(context.tx);
  const ladder = stages.filter((stage) => stage.semantics !== 'F');
  const at = ladder.findIndex((stage) => stage.stageId === deal.stageId);
  const current = stages.find((stage) => stage.stageId === deal.stageId);
  const percentOfStage = (stage: { stageId: string }) => percents.get(stageKey({ pipelineId: deal.pipelineId, stageId: stage.stageId }));
  const next = at >= 0 ? ladder[at + 1] : undefined;
  const since = (await findStageEntry(context.tx, deal.dealId, deal.stageId)) ?? deal.movedAt;
  const times = { pipelineId: deal.pipelineId, stageId: deal.stageId, since: durationsSince(context.today) };
  const usual = usualOf(await listStageDays(context.tx, await readFactSource(context), times));
  return {
    winPercent: judge(deal).winPercent,
    wire: {
      ladder: ladder.map((stage, index) => ({
        stageId: stage.stageId,
        name: stage.name,
        progress: percentOfStage(stage)?.progress ?? 0,
        isPast: at >= 0 && index < at,
        isCurrent: index === at,
      })),
      stageName: current?.name ?? '',
      progress: percentOfStage(deal)?.progress ?? null,
      nextStage: next === undefined || deal.semantics !== 'P' ? null : { name: next.name, progress: percentOfStage(next)?.progress ?? 0 },
      daysOnStage: deal.semantics === 'P' ? Math.max(0, daysBetween(toDay(since, context.portal.timeZone), context.today)) : null,
      usualDays: deal.semantics === 'P' && usual !== undefined ? { days: Math.round(usual.days), deals: usual.deals } : null,
    },
  };
}

/** Longest chain of dates that the tab shows. */
const mostCloseDays = 6;

async function describePlans({ tx, now }: PortalContext, deal: DealRow) {
  const days = await listCloseDays(tx, deal.dealId);
  const next = deal.semantics === 'P' ? await findNextStep(tx, deal.dealId, now) : undefined;
  return {
    closeDays: days.slice(-mostCloseDays),
    pushes: days.filter((day, index) => isPush(days[index - 1] ?? null, day)).length,
    nextStep: next === undefined ? null : { at: next.at.toISOString(), kind: next.kind, isLate: next.at < now },
  };
}

const isPush = (before: Day | null, day: Day | null): boolean => before !== null && day !== null && day > before;

function howItCounts(context: PortalContext, facts: MonthFacts, deal: DealRow): DealOutlook['counts'] {
  if (deal.semantics === 'F') return 'lost';
  if (!countsPipeline(context.counting, deal.pipelineId)) return 'other-pipeline';
  if (deal.semantics === 'S') return monthOf(wonOn(context, deal)) === facts.month ? 'in-fact' : 'won-earlier';
  if (deal.closeDay === null) return 'no-date';
  if (deal.closeDay < context.today) return 'overdue';
  return deal.closeDay > lastDay(facts.month) ? 'expected-later' : 'expected-this-month';
}

/** The day a won deal counts on, as the store reckons it. */
function wonOn({ counting, portal }: PortalContext, deal: DealRow): Day {
  if (counting.wonDate === 'close-date' && deal.closeDay !== null) return deal.closeDay;
  const moment = counting.wonDate === 'stage-history' ? (deal.wonAt ?? deal.movedAt) : deal.movedAt;
  return toDay(moment, portal.timeZone);
}

interface Shares {
  readonly facts: MonthFacts;
  readonly amount: bigint;
  readonly weighted: bigint;
  /** Already in the fact: it adds nothing more. */
  readonly isCounted: boolean;
}

function toShare(context: PortalContext, scope: Scope, shares: Shares, money: Money): DealOutlook['person'] {
  const numbers = computeScope(shares.facts, scope);
  if (numbers.plan === null || numbers.plan === 0n) return null;
  const before = shares.isCounted ? numbers.fact - shares.amount : numbers.fact;
  const id = BigInt(scope.split(':')[1] ?? '0');
  const name = scope.startsWith('person:')
    ? fullName(context.team, id)
    : (context.team.departments.find((d) => d.departmentId === id)?.name ?? '');
  return {
    name,
    plan: money(numbers.plan),
    fact: money(numbers.fact),
    before: shareOf(before, numbers.plan) ?? 0,
    after: shareOf(before + shares.amount, numbers.plan) ?? 0,
    adds: shareOf(shares.amount, numbers.plan) ?? 0,
    addsWeighted: shareOf(shares.weighted, numbers.plan) ?? 0,
  };
}

const homeOf = ({ team }: PortalContext, userId: bigint): Department | undefined => {
  const member = findMember(team, userId);
  return member === undefined ? undefined : homeDepartment(team, member);
};

/** The department of a deal's person holds both scopes that the tab shows. */
function widestShown(context: PortalContext, { responsibleId }: DealRow): Scope {
  const home = homeOf(context, responsibleId);
  return home === undefined ? personScope(responsibleId) : departmentScope(home.departmentId);
}

/** A department's total is for its own people and heads. */
function departmentShare(context: PortalContext, deal: DealRow, shares: Shares, money: Money): DealOutlook['department'] {
  const home = homeOf(context, deal.responsibleId);
  if (home === undefined) return null;
  const isOwn = homeOf(context, context.session.userId)?.departmentId === home.departmentId;
  if (!isOwn && !context.actor.departments.has(home.departmentId)) return null;
  return toShare(context, departmentScope(home.departmentId), shares, money);
}

export async function readLastTouch(context: PortalContext, ownerKind: 1 | 2, ownerId: bigint): Promise<DealOutlook['lastTouch']> {
  const touch = await findLastTouch(context.tx, { ownerKind, ownerId, before: context.now });
  if (touch === undefined) return null;
  return {
    at: touch.at.toISOString(),
    direction: toDirection(touch.direction),
    seconds: touch.seconds,
    days: Math.max(0, daysBetween(toDay(touch.at, context.portal.timeZone), context.today)),
  };
}

/** The newest sheet of the viewer that still waits for an answer. */
export async function findWaitingPlan(context: PortalContext): Promise<WaitingPlan | null> {
  const sheets = latestFirst(await listSheets(context.tx, { userId: context.session.userId }));
  const waiting = sheets.find((sheet) => isWaiting(stateOf(sheet)));
  if (waiting === undefined) return null;
  return { month: waiting.month, version: waiting.version, state: stateOf(waiting), signBefore: readDocument(waiting.document).signBefore };
}
