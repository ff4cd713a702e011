import type { MyDay } from '#contract/my-day.ts';
import { isWaiting } from '#domain/acknowledgement.ts';
import { isAtWork, normOn } from '#domain/intensity/norms.ts';
import { shareOf } from '#domain/money.ts';
import { computeHeadline, computeScope, readMonthClock } from '#domain/overview.ts';
import { daysBetween, monthOf, shiftDay, type Day } from '#domain/period.ts';
import { personScope } from '#domain/plan.ts';
import { toDay, toTimeOfDay } from '#kernel/calendar-day.ts';
import { findFactTimes } from '#store/data-health.ts';
import { listDealsToTouch, type DealToTouch } from '#store/deals-to-touch.ts';
import { listSheets, type StoredSheet } from '#store/plan-sheets.ts';
import { listMeasuredMetrics, readActivity } from '../activity-reading.ts';
import { readMonthFacts } from '../month-facts.ts';
import { readNorms } from '../norm-reading.ts';
import { readDocument } from '../plan-sheet-document.ts';
import type { PortalContext } from '../portal-context.ts';
import { latestFirst, stateOf } from '../signing.ts';
import { createMoney, orNull } from '../wire-values.ts';

/** Longer without a word and a deal grows cold. */
const untouchedDays = 7;
const mostDeals = 5;

export async function replyMyDay(context: PortalContext): Promise<MyDay> {
  const { tx, session, today, now, portal, counting } = context;
  const { callsAt } = await findFactTimes(tx);
  const norms = (await readNorms(context, { from: today, before: shiftDay(today, 1) })).normsOf(session.userId);
  const sheets = latestFirst(await listSheets(tx, { userId: session.userId }));
  const untouchedSince = new Date(now.getTime() - untouchedDays * 86_400_000);
  const deals = await listDealsToTouch(tx, { userId: session.userId, dueBy: today, untouchedSince, limit: mostDeals });
  const isWorkday = isAtWork(norms.calendar, today);
  return {
    today,
    now: now.toISOString(),
    callsAt: callsAt?.toISOString() ?? null,
    currency: portal.baseCurrency,
    callRule: counting.calls,
    isWorkday,
    waiting: sheets.filter((sheet) => isWaiting(stateOf(sheet))).map(toWaiting),
    plan: await readPlan(context),
    needs: isWorkday ? await readNeeds(context, norms) : [],
    dayPassed: dayPassed(context),
    deals: deals.map((deal) => toDeal(context, deal)),
  };
}

function toWaiting({ month, version, document }: StoredSheet): MyDay['waiting'][number] {
  const { previousVersion, signBefore } = readDocument(document);
  return { month, version, isChanged: previousVersion !== null, signBefore };
}

async function readPlan(context: PortalContext): Promise<MyDay['plan']> {
  const { session, today, portal } = context;
  const month = monthOf(today);
  const facts = await readMonthFacts(context, month, personScope(session.userId));
  const numbers = computeScope(facts, personScope(session.userId));
  if (numbers.plan === null) return null;
  const money = createMoney(portal.currencyDigits);
  return {
    month,
    plan: money(numbers.plan),
    fact: money(numbers.fact),
    attainment: numbers.attainment,
    expectedShare: numbers.expected === null ? null : shareOf(numbers.expected, numbers.plan),
    deviation: money(numbers.deviation),
    lastClose: readMonthClock(facts).lastClose,
    forecast: money(numbers.forecast.expected),
    neededPerDay: orNull(computeHeadline(facts, numbers).neededPerDay, money),
    status: numbers.status,
  };
}

async function readNeeds(context: PortalContext, norms: Parameters<typeof normOn>[0]): Promise<MyDay['needs']> {
  const { session, today } = context;
  const measured = (await listMeasuredMetrics(context)).filter(({ metric }) => (normOn(norms, metric, today) ?? 0) > 0);
  const metrics = measured.map(({ metric }) => metric);
  const activity = await readActivity(context, { metrics, span: { from: today, before: shiftDay(today, 1) }, people: [session.userId] });
  const round = (value: number): number => Math.round(value * 10) / 10;
  return measured.map(({ metric, name }) => ({
    metric,
    name,
    fact: round(activity.valuesOf(metric, session.userId).get(today) ?? 0),
    norm: round(normOn(norms, metric, today) ?? 0),
  }));
}

/** By the working hours that calls are counted by. */
function dayPassed({ now, portal, counting }: PortalContext): number {
  const [hours = '0', minutes = '0'] = toTimeOfDay(now, portal.timeZone).split(':');
  const { workFrom, workTo } = counting.calls;
  return Math.min(1, Math.max(0, (Number(hours) * 60 + Number(minutes) - workFrom) / (workTo - workFrom)));
}

function toDeal({ today, portal }: PortalContext, deal: DealToTouch): MyDay['deals'][number] {
  const money = createMoney(portal.currencyDigits);
  return { dealId: String(deal.dealId), amount: money(deal.amount), ...reasonOf(deal, today, portal.timeZone) };
}

function reasonOf({ closeDay, lastTouch }: DealToTouch, today: Day, timeZone: string): Pick<MyDay['deals'][number], 'reason' | 'days'> {
  if (closeDay !== null && closeDay < today) return { reason: 'overdue', days: daysBetween(closeDay, today) };
  if (closeDay === today) return { reason: 'due', days: 0 };
  return lastTouch === null
    ? { reason: 'never-touched', days: null }
    : { reason: 'untouched', days: daysBetween(toDay(lastTouch, timeZone), today) };
}
