import type { DrillDownItem } from '#contract/drill-down.ts';
import { factsInScope } from '#domain/facts-by-person.ts';
import type { MonthFacts } from '#domain/month-facts.ts';
import { readMonthClock } from '#domain/overview.ts';
import { daysOfPage } from '#domain/day-page.ts';
import { monthOf, shiftDay } from '#domain/period.ts';
import { peopleInScope } from '#domain/scope.ts';
import { listCountedCalls, listUnknownCalls, type CallRow } from '#store/call-facts.ts';
import { readFactSource } from '../month-facts.ts';
import type { PortalContext } from '../portal-context.ts';
import type { DrillDownRequest, List } from './list-request.ts';

/** Calls up to the last finished day, as the matrix counts them; only the days of the page are looked through. */
export async function listCalls(
  context: PortalContext,
  facts: MonthFacts,
  request: DrillDownRequest & { measure: 'calls' | 'calls-unknown' },
): Promise<List> {
  const { closedThrough } = readMonthClock(facts);
  const days = factsInScope(facts, request.scope).calls.filter((day) => monthOf(day.day) === facts.month && day.day <= closedThrough);
  const counts = days.map((day) => ({ day: day.day, count: request.measure === 'calls' ? day.counted : day.unknownLength }));
  const total = counts.reduce((all, { count }) => all + count, 0);
  const part = daysOfPage(counts, request);
  const items = part === undefined ? [] : await listRows(context, facts, request, part);
  return { unit: 'count', sum: String(total), total, items: items.map(toCallItem) };
}

async function listRows(
  context: PortalContext,
  facts: MonthFacts,
  request: DrillDownRequest,
  part: { first: string; last: string; offset: number },
): Promise<CallRow[]> {
  const people = peopleInScope(context.team, request.scope);
  const page = { people: people === undefined ? null : [...people], offset: part.offset, limit: request.limit };
  const span = { from: part.first, before: shiftDay(part.last, 1) };
  const { basis } = await readFactSource(context);
  const isFromStatistics = request.measure === 'calls' && facts.callSource === 'statistics';
  return isFromStatistics ? listCountedCalls(context.tx, basis, span, page) : listUnknownCalls(context.tx, basis, span, page);
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
