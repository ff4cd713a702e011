import type { CrmOrder, OrderGroup, OrderList, OrderRow } from '#contract/crm-order.ts';
import type { ActivityPeriod } from '#contract/intensity.ts';
import { periodDays } from '#domain/intensity/activity-table.ts';
import { workMinutesBetween } from '#domain/intensity/call-back.ts';
import { medianOf } from '#domain/intensity/own-past.ts';
import { shiftDay } from '#domain/period.ts';
import { personScope, type Scope } from '#domain/plan.ts';
import { peopleInScope } from '#domain/scope.ts';
import {
  countOrder,
  listLeadTouches,
  listOrderItems,
  orderChecks,
  type LeadTouchRow,
  type OrderAsked,
  type OrderCounts,
} from '#store/crm-order.ts';
import { listCursors } from '#store/sync-cursors.ts';
import { listName, widestScope, type PortalContext } from '../portal-context.ts';
import { scopeName } from '../scope-name.ts';
import { createMoney } from '../wire-values.ts';
import { workingHoursOf } from './provenance.ts';

export async function replyCrmOrder(
  context: PortalContext,
  request: { period: ActivityPeriod; day?: string | undefined; scope?: string | undefined },
): Promise<CrmOrder> {
  const { tx, team, actor, today } = context;
  const scope = request.scope ?? widestScope(actor, team);
  const { from, to } = periodDays(request.period, request.day ?? today, today);
  const asked = toAsked(context, scope);
  const counts = await countOrder(tx, asked);
  const touches = await listLeadTouches(tx, asked, { from, before: shiftDay(to, 1) });
  const users = [...new Set([...counts, ...touches].map(({ userId }) => userId))];
  const rows = users
    .map((userId) =>
      toRow(
        context,
        { kind: 'person', scope: personScope(userId), name: listName(team, userId) },
        {
          counts: counts.filter((row) => row.userId === userId),
          touches: touches.filter((row) => row.userId === userId),
        },
      ),
    )
    .sort((a, b) => a.name.localeCompare(b.name, 'ru'));
  const kind = scope === 'company' ? 'company' : scope.startsWith('person:') ? 'person' : 'department';
  const refused = (await listCursors(tx)).some(({ entity, failure }) => entity === 'leads' && failure !== null);
  return {
    ...{ scope, today, from, to, rows, hasLeads: !refused && rows.some(({ leads, came }) => leads + came > 0) },
    total: toRow(context, { kind, scope, name: scopeName(context, scope) }, { counts, touches }),
  };
}

function toAsked({ team, portal, counting, now, today }: PortalContext, scope: Scope): OrderAsked {
  const people = peopleInScope(team, scope) ?? team.members.map(({ userId }) => userId);
  return { people: [...people], pipelineIds: counting.pipelineIds, timeZone: portal.timeZone, today, now };
}

function toRow(
  context: PortalContext,
  who: Pick<OrderRow, 'kind' | 'scope' | 'name'>,
  { counts, touches }: { counts: readonly OrderCounts[]; touches: readonly LeadTouchRow[] },
): OrderRow {
  const sums = orderChecks.map((check) => [check, counts.reduce((total, own) => total + own.counts[check], 0)] as const);
  const minutesOf = touchMinutes(context);
  const minutes = touches.flatMap((touch) => minutesOf(touch) ?? []);
  return {
    ...who,
    deals: counts.reduce((total, own) => total + own.deals, 0),
    leads: counts.reduce((total, own) => total + own.leads, 0),
    counts: Object.fromEntries(sums) as OrderRow['counts'],
    came: touches.length,
    medianTouchMinutes: medianOf(minutes),
  };
}

/** Working minutes until the first thing done about a lead; null until there is one. */
function touchMinutes(context: PortalContext): (touch: LeadTouchRow) => number | null {
  const hours = workingHoursOf(context);
  return ({ day, minute, touchDay, touchMinute }) =>
    touchDay === null ? null : workMinutesBetween({ day, minute }, { day: touchDay, minute: touchMinute ?? 0 }, hours);
}

interface ListRequest {
  readonly check: OrderGroup;
  readonly scope: string;
  readonly period: ActivityPeriod;
  readonly day?: string | undefined;
  readonly offset: number;
  readonly limit: number;
}

export async function replyOrderItems(context: PortalContext, request: ListRequest): Promise<OrderList> {
  const { check, scope, offset, limit } = request;
  const about = { check, scope, name: scopeName(context, scope), currency: context.portal.baseCurrency, offset };
  if (check === 'touch') return { ...about, ...(await listTouched(context, request)) };
  const money = createMoney(context.portal.currencyDigits);
  const { total, rows } = await listOrderItems(context.tx, check, toAsked(context, scope), { offset, limit });
  return {
    ...about,
    total,
    items: rows.map(({ id, userId, amount, ...row }) => ({
      ...row,
      kind: check === 'untouched-leads' ? 'lead' : 'deal',
      id: String(id),
      name: listName(context.team, userId),
      amount: money(amount),
    })),
  };
}

/** Leads of the period: first those that wait, then those that have waited longest. */
async function listTouched(context: PortalContext, request: ListRequest): Promise<Pick<OrderList, 'total' | 'items'>> {
  const { tx, team, today, portal } = context;
  const { from, to } = periodDays(request.period, request.day ?? today, today);
  const touches = await listLeadTouches(tx, toAsked(context, request.scope), { from, before: shiftDay(to, 1) });
  const minutesOf = touchMinutes(context);
  const money = createMoney(portal.currencyDigits);
  const items = touches
    .map((touch) => ({ touch, minutes: minutesOf(touch) }))
    .sort((a, b) => compareWaits(a.minutes, b.minutes) || Number(a.touch.leadId - b.touch.leadId))
    .map(({ touch, minutes }): OrderList['items'][number] => ({
      ...{ kind: 'lead', id: String(touch.leadId), name: listName(team, touch.userId), stageName: touch.stageName },
      ...{ closeDay: null, createdDay: touch.day, amount: money(touch.amount), touchMinutes: minutes },
    }));
  return { total: items.length, items: items.slice(request.offset, request.offset + request.limit) };
}

function compareWaits(a: number | null, b: number | null): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  return b - a;
}
