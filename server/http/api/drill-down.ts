import type { DrillDown, DrillDownItem, Measure } from '#contract/drill-down.ts';
import { sectionsBehind, sizeOf, valueOf, type MoneyMeasure, type PlanItem, type Section } from '#domain/drill-down.ts';
import { sum } from '#domain/money.ts';
import type { MonthFacts } from '#domain/month-facts.ts';
import { findFactTimes } from '#store/data-health.ts';
import { readMonthFacts } from '../month-facts.ts';
import type { PortalContext } from '../portal-context.ts';
import { scopeName } from '../scope-name.ts';
import { createMoney, type Money } from '../wire-values.ts';
import { listCalls } from './call-list.ts';
import { createDealList, type DealList } from './deal-list.ts';
import type { DrillDownRequest, List } from './list-request.ts';

/** Lists without facts: a plan is as old as its version. */
const planMeasures: ReadonlySet<Measure> = new Set(['plan', 'expected-to-date', 'calls-norm']);

export async function replyDrillDown(context: PortalContext, request: DrillDownRequest): Promise<DrillDown> {
  const { dealsAt, callsAt } = await findFactTimes(context.tx);
  const isOfPlan = planMeasures.has(request.measure);
  const facts = await readMonthFacts(context, request.month, request.scope);
  const { measure } = request;
  const isOfCalls = measure === 'calls' || measure === 'calls-unknown';
  const list = isOfCalls
    ? await listCalls(context, facts, { ...request, measure })
    : await listMoney(context, facts, { ...request, measure });
  return {
    month: request.month,
    scope: request.scope,
    measure,
    name: scopeName(context, request.scope),
    callSource: facts.callSource,
    offset: request.offset,
    asOf: isOfPlan ? null : ((isOfCalls ? callsAt : dealsAt)?.toISOString() ?? null),
    ...list,
  };
}

async function listMoney(context: PortalContext, facts: MonthFacts, request: DrillDownRequest & { measure: MoneyMeasure }): Promise<List> {
  const sections = sectionsBehind(facts, request.scope, request.measure);
  const isCount = request.measure === 'calls-norm';
  const write: Money = isCount ? (value) => String(value) : createMoney(context.portal.currencyDigits);
  const deals = await createDealList(context, facts, request.scope);
  return {
    unit: isCount ? 'count' : 'money',
    sum: write(sum(sections.map(valueOf))),
    total: sections.reduce((total, section) => total + sizeOf(section), 0),
    items: await listPage(sections, request, {
      deals,
      writePlan: (item) => writePlanItem(context, item, write),
    }),
  };
}

/** The page may begin in one section and end in another. */
async function listPage(
  sections: readonly Section[],
  request: DrillDownRequest,
  by: { deals: DealList; writePlan: (item: PlanItem) => DrillDownItem },
): Promise<DrillDownItem[]> {
  const items: DrillDownItem[] = [];
  let begin = 0;
  for (const section of sections) {
    const offset = Math.max(0, request.offset - begin);
    const limit = Math.min(request.limit - items.length, sizeOf(section) - offset);
    begin += sizeOf(section);
    if (limit <= 0) continue;
    if (section.kind === 'plan') items.push(...section.items.slice(offset, offset + limit).map(by.writePlan));
    else items.push(...(await by.deals(section, { offset, limit })));
  }
  return items;
}

function writePlanItem(context: PortalContext, item: PlanItem, write: Money): DrillDownItem {
  const written = { name: scopeName(context, item.scope), value: write(item.value) };
  return item.kind === 'adjustment' ? { ...item, ...written, dealIds: item.dealIds.map(String) } : { ...item, ...written };
}
