import type { DrillDown, DrillDownItem, Measure } from '#contract/drill-down.ts';
import { listBehind, type DrillDownLine, type MoneyMeasure } from '#domain/drill-down.ts';
import { sum } from '#domain/money.ts';
import { computeScope, readMonthClock } from '#domain/overview.ts';
import { firstDay, shiftDay, shiftMonth, type Month } from '#domain/period.ts';
import { idOfScope, type Scope } from '#domain/plan.ts';
import { peopleInScope } from '#domain/scope.ts';
import { listCountedCalls, listUnknownCalls, type CallRow } from '#store/call-facts.ts';
import { findFactTimes } from '#store/data-health.ts';
import { listDealStages } from '#store/facts.ts';
import { callRule, readMonthFacts } from '../month-facts.ts';
import { companyName, listName, type PortalContext } from '../portal-context.ts';
import { createMoney, type Money } from '../wire-values.ts';

interface DrillDownRequest {
  readonly month: Month;
  readonly scope: Scope;
  readonly measure: Measure;
  readonly offset: number;
  readonly limit: number;
}

/** Lists without facts: a plan is as old as its version. */
const planMeasures: ReadonlySet<Measure> = new Set(['plan', 'expected-to-date', 'calls-norm']);

export async function replyDrillDown(context: PortalContext, request: DrillDownRequest): Promise<DrillDown> {
  const { dealsAt, callsAt } = await findFactTimes(context.tx);
  const isOfCalls = isCallMeasure(request.measure);
  const isOfPlan = planMeasures.has(request.measure);
  const list = isCallMeasure(request.measure)
    ? await listCalls(context, request)
    : await listMoney(context, request, request.measure as MoneyMeasure);
  return {
    month: request.month,
    scope: request.scope,
    measure: request.measure,
    name: scopeName(context, request.scope),
    offset: request.offset,
    asOf: isOfPlan ? null : ((isOfCalls ? callsAt : dealsAt)?.toISOString() ?? null),
    ...list,
  };
}

function isCallMeasure(measure: Measure): measure is 'calls' | 'calls-unknown' {
  return measure === 'calls' || measure === 'calls-unknown';
}

type List = Pick<DrillDown, 'unit' | 'sum' | 'items' | 'total'>;

async function listMoney(context: PortalContext, request: DrillDownRequest, measure: MoneyMeasure): Promise<List> {
  const facts = await readMonthFacts(context, request.month);
  const lines = listBehind(facts, request.scope, measure);
  const page = lines.slice(request.offset, request.offset + request.limit);
  const money = createMoney(context.portal.currencyDigits);
  const stages = await listDealStages(context.tx, page.flatMap(dealIds));
  const isCount = measure === 'calls-norm';
  const write: Money = isCount ? (value) => String(value) : money;
  return {
    unit: isCount ? 'count' : 'money',
    sum: write(sum(lines.map((line) => line.value))),
    total: lines.length,
    items: page.map((line) => toItem(context, line, { money, write, stages, version: facts.planVersion })),
  };
}

function dealIds(line: DrillDownLine): bigint[] {
  if (line.kind === 'won') return [line.deal.dealId];
  return line.kind === 'open' ? [line.item.deal.dealId] : [];
}

function toItem(
  context: PortalContext,
  line: DrillDownLine,
  by: { money: Money; write: Money; stages: Map<bigint, string>; version: number },
): DrillDownItem {
  const value = by.write(line.value);
  switch (line.kind) {
    case 'won':
      return {
        kind: 'deal',
        dealId: String(line.deal.dealId),
        userId: String(line.deal.responsibleId),
        stageName: by.stages.get(line.deal.dealId) ?? '',
        day: line.deal.day,
        amount: by.money(line.deal.amount),
        percent: null,
        value,
      };
    case 'open':
      return {
        kind: 'deal',
        dealId: String(line.item.deal.dealId),
        userId: String(line.item.deal.responsibleId),
        stageName: by.stages.get(line.item.deal.dealId) ?? '',
        day: line.item.deal.closeDay,
        amount: by.money(line.item.deal.amount),
        percent: line.item.percent,
        value,
      };
    case 'plan-line':
      return {
        kind: 'plan-line',
        metric: line.metric,
        scope: line.scope,
        name: scopeName(context, line.scope),
        version: by.version,
        value,
      };
    case 'plan-day':
      return { kind: 'plan-day', day: line.day, scope: line.scope, name: scopeName(context, line.scope), value };
  }
}

function scopeName(context: PortalContext, scope: Scope): string {
  const id = idOfScope(scope);
  if (id === undefined) return companyName(context);
  if (scope.startsWith('person:')) return listName(context.team, id);
  return context.team.departments.find((department) => department.departmentId === id)?.name ?? '';
}

/** Calls up to the last finished day, as the matrix counts them. */
async function listCalls(context: PortalContext, request: DrillDownRequest): Promise<List> {
  const facts = await readMonthFacts(context, request.month);
  const numbers = computeScope(facts, request.scope);
  const people = peopleInScope(context.team, request.scope);
  const clock = readMonthClock(facts);
  const monthEnd = firstDay(shiftMonth(request.month, 1));
  const closed = shiftDay(clock.closedThrough, 1);
  const span = { from: firstDay(request.month), before: closed < monthEnd ? closed : monthEnd, timeZone: context.portal.timeZone };
  const page = { people: people === undefined ? null : [...people], offset: request.offset, limit: request.limit };
  const isKnown = request.measure === 'calls';
  const rows = isKnown ? await listCountedCalls(context.tx, span, callRule, page) : await listUnknownCalls(context.tx, span, page);
  const total = isKnown ? numbers.calls.fact : numbers.calls.unknownLength;
  return { unit: 'count', sum: String(total), total, items: rows.map(toCallItem) };
}

function toCallItem(row: CallRow): DrillDownItem {
  return {
    kind: 'call',
    callId: String(row.callId),
    userId: String(row.userId),
    startedAt: row.startedAt.toISOString(),
    direction: row.kind === 1 || row.kind === 4 ? 'out' : 'in',
    seconds: row.seconds,
    dealId: row.dealId === null ? null : String(row.dealId),
    value: '1',
  };
}
