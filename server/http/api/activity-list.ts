import { AppError } from '#kernel/errors.ts';
import type { ActivityList, ActivityPeriod, ActivityThing } from '#contract/intensity.ts';
import { firstOf, periodDays, spanOf } from '#domain/intensity/activity-table.ts';
import { isActivityMetric, isThingMetric, type ActivityMetric, type ThingMetric } from '#domain/intensity/activity-metrics.ts';
import { rulesInForce } from '#domain/intensity/metric-rules.ts';
import { isAtWork, normOn } from '#domain/intensity/norms.ts';
import { usualOn } from '#domain/intensity/own-past.ts';
import { shiftDay, type Day } from '#domain/period.ts';
import { peopleInScope } from '#domain/scope.ts';
import { isWorkday } from '#domain/workdays.ts';
import { listActivityCalls, type ActivityCallRow, type CallsAsked } from '#store/activity-lists.ts';
import { listThings } from '#store/metric-facts.ts';
import { listMeasuredMetrics, readActivity, readActivitySource, toWhole } from '../activity-reading.ts';
import { readNorms } from '../norm-reading.ts';
import { findProvenance, isProvenanceList } from './provenance-list.ts';
import { scopeName } from '../scope-name.ts';
import { listName, type PortalContext } from '../portal-context.ts';

interface ListRequest {
  readonly metric: string;
  readonly measure: 'fact' | 'norm' | 'usual';
  readonly period: ActivityPeriod;
  readonly day: string;
  readonly scope: string;
  readonly offset: number;
  readonly limit: number;
}

const callLists: readonly string[] = [
  'calls',
  'calls-out',
  'calls-in',
  'talk-minutes',
  'calls-late',
  'calls-missed',
  'calls-back',
  'calls-by-hand',
] satisfies CallsAsked[];

interface Found {
  readonly sum: number;
  readonly total: number;
  readonly items: ActivityThing[];
}

/** The list behind a number of the activity page: it adds up to the number, over all its pages. */
export async function replyActivityList(context: PortalContext, request: ListRequest): Promise<ActivityList> {
  const { judged } = periodDays(request.period, request.day, context.today);
  const found = judged.length === 0 ? { sum: 0, total: 0, items: [] } : await findItems(context, request, judged);
  const userIds = [...new Set(found.items.map(({ userId }) => userId))];
  return {
    metric: request.metric,
    measure: request.measure,
    scope: request.scope,
    name: scopeName(context, request.scope),
    offset: request.offset,
    ...found,
    people: userIds.map((userId) => ({ userId, name: listName(context.team, BigInt(userId)) })),
  };
}

async function findItems(context: PortalContext, request: ListRequest, judged: readonly Day[]): Promise<Found> {
  const { metric } = request;
  const isCalls = callLists.includes(metric);
  if (request.measure === 'fact' && isCalls) return findCalls(context, request, judged);
  if (isProvenanceList(metric)) return findProvenance(context, { ...request, metric }, judged);
  const known = (await listMeasuredMetrics(context)).map((one) => one.metric as string);
  if (!isActivityMetric(metric) || !known.includes(metric)) throw new AppError('not-found', `There is no list of ${metric}`);
  if (request.measure === 'fact' && isThingMetric(metric)) return findThings(context, { ...request, metric }, judged);
  return findDays(context, { ...request, metric }, judged);
}

async function findCalls(context: PortalContext, request: ListRequest, judged: readonly Day[]): Promise<Found> {
  const { basis } = await readActivitySource(context);
  const daysOff = judged.filter((day) => !isWorkday(context.calendar, day));
  const activity = await readActivity(context, {
    metrics: ['calls'],
    span: halfOpen(judged),
    people: [...allPeople(context, request.scope)],
  });
  const isCounted = activity.callSource === 'statistics' || request.metric === 'calls-by-hand';
  const which = isCounted ? (request.metric as CallsAsked) : 'calls-by-hand';
  const asked = { which, basis, span: halfOpen(judged), people: [...allPeople(context, request.scope)], daysOff };
  const { total, rows } = await listActivityCalls(context.tx, asked, request);
  const isTalk = request.metric === 'talk-minutes';
  const sum = isTalk ? [...allPeople(context, request.scope)].reduce((all, userId) => all + talkOf(userId), 0) : total;
  return { sum, total, items: rows.map((row) => toCall(row, isTalk)) };

  function talkOf(userId: bigint): number {
    return activity.callsOf(userId).reduce((minutes, day) => minutes + day.talkSeconds / 60, 0);
  }
}

function toCall(row: ActivityCallRow, isTalk: boolean): ActivityThing {
  return {
    kind: row.seconds === null ? 'call-activity' : 'call',
    id: String(row.id),
    userId: String(row.userId),
    day: row.day,
    at: row.at.toISOString(),
    seconds: row.seconds,
    direction: row.kind === 1 || row.kind === 4 ? 'out' : 'in',
    dealId: row.dealId === null ? null : String(row.dealId),
    value: isTalk ? (row.seconds ?? 0) / 60 : 1,
  };
}

/** A thing that several share stands once for each of them, as it is counted. */
async function findThings(
  context: PortalContext,
  request: ListRequest & { readonly metric: ThingMetric },
  judged: readonly Day[],
): Promise<Found> {
  const { tx, portal } = context;
  const source = await readActivitySource(context);
  const span = halfOpen(judged);
  const things = {
    source,
    span,
    currency: portal.baseCurrency,
    digits: portal.currencyDigits,
    activeSince: span.from,
    callsFrom: 'statistics' as const,
    rules: rulesInForce(context.counting.metricRules),
  };
  const whose = [...allPeople(context, request.scope)];
  const rows = await listThings(tx, request.metric, things, { whose, offset: 0, limit: longestList });
  const wanted = new Set(whose);
  const items = rows.flatMap((row) =>
    row.people
      .filter((userId) => wanted.has(userId))
      .map((userId): ActivityThing => ({
        kind: toKind(row.kind),
        id: String(row.id),
        userId: String(userId),
        day: row.day,
        at: null,
        seconds: null,
        direction: null,
        dealId: row.dealId === null ? null : String(row.dealId),
        value: toWhole(request.metric, Number(row.value ?? 0n)),
        ...(cards[row.kind] === undefined ? {} : { client: { kind: cards[row.kind] ?? 0, id: String(row.id) } }),
      })),
  );
  return paged(items, request);
}

/** Things that are cards themselves, by the kind of the card. */
const cards: Readonly<Record<string, number>> = { lead: 1, contact: 3 };

/** More than anybody does in a month; a list that long is cut. */
const longestList = 20_000;

function toKind(kind: string): ActivityThing['kind'] {
  return kind === 'payment' ||
    kind === 'invoice' ||
    kind === 'quote' ||
    kind === 'lead' ||
    kind === 'contact' ||
    kind === 'task' ||
    kind === 'activity'
    ? kind
    : 'deal';
}

/** Day by day: what was entered or worked, what the norm asked, or what is usual. */
async function findDays(
  context: PortalContext,
  request: ListRequest & { readonly metric: ActivityMetric },
  judged: readonly Day[],
): Promise<Found> {
  const span = request.measure === 'usual' ? spanOf({ from: judged[0] ?? request.day, to: request.day, judged }) : halfOpen(judged);
  const people = [...allPeople(context, request.scope)];
  const activity = await readActivity(context, { metrics: [request.metric], span, people });
  const norms = await readNorms(context, span);
  const items = people.flatMap((userId) => judged.flatMap((day) => toDay(userId, day)));
  return paged(items, request);

  function toDay(userId: bigint, day: Day): ActivityThing[] {
    const value = valueOf(userId, day);
    if (value === null || value === 0) return [];
    const kind =
      request.measure === 'norm'
        ? 'norm-day'
        : request.measure === 'usual'
          ? 'usual-day'
          : request.metric === 'work-hours'
            ? 'work-record'
            : 'value';
    return [{ kind, id: `${userId}-${day}`, userId: String(userId), day, at: null, seconds: null, direction: null, dealId: null, value }];
  }

  function valueOf(userId: bigint, day: Day): number | null {
    const values = activity.valuesOf(request.metric, userId);
    if (request.measure === 'fact') return values.get(day) ?? null;
    const person = norms.normsOf(userId);
    if (request.measure === 'norm') return normOn(person, request.metric, day);
    return isAtWork(person.calendar, day) ? usualOn(person.calendar, values, day, firstOf(values)) : null;
  }
}

function paged(items: readonly ActivityThing[], { offset, limit }: Pick<ListRequest, 'offset' | 'limit'>): Found {
  const newest = items.toSorted((a, b) => (a.day === b.day ? 0 : a.day < b.day ? 1 : -1));
  const sum = items.reduce((total, { value }) => total + value, 0);
  return { sum: Math.round(sum * 100) / 100, total: items.length, items: newest.slice(offset, offset + limit) };
}

const halfOpen = (judged: readonly Day[]) => ({ from: judged[0] ?? '', before: shiftDay(judged.at(-1) ?? '', 1) });

const allPeople = ({ team }: PortalContext, scope: string): Iterable<bigint> =>
  peopleInScope(team, scope) ?? team.members.map(({ userId }) => userId);
