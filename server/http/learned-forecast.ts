import { createHash } from 'node:crypto';
import { givenChance } from '#domain/forecast/given-chance.ts';
import { guardedRange, type PastAccuracy } from '#domain/forecast/past-runs.ts';
import { rangeOf, simulateWindow, type Draws } from '#domain/forecast/simulate-window.ts';
import { readForecast, type StoredForecast } from '#domain/forecast/stored-forecast.ts';
import { forecastWindow, type WindowForecast } from '#domain/forecast/window-forecast.ts';
import { wonCycleOf } from '#domain/forecast/won-cycle.ts';
import { sum } from '#domain/money.ts';
import { daysBetween, firstDay, shiftDay, shiftMonth, type Month } from '#domain/period.ts';
import { departmentScope, personScope, type Scope } from '#domain/plan.ts';
import { peopleInScope } from '#domain/scope.ts';
import { toDayNumber } from '#kernel/calendar-day.ts';
import { listWonDays } from '#store/daily-totals.ts';
import { readDealChances } from '#store/deal-chances.ts';
import { findJudgementMark } from '#store/deal-judgements.ts';
import { listWonCycles } from '#store/durations.ts';
import { findFittedAt, findForecastModel } from '#store/forecast-models.ts';
import { listOpenDealsNow, type OpenDealNow } from '#store/forecast-open-deals.ts';
import { usesCloseDates } from '#store/open-totals.ts';
import { rememberSums } from '#store/sums-cache.ts';
import type { DaySpan } from '#store/won-day.ts';
import { toOpenRows } from './forecast-standing.ts';
import { durationsSince, readFactSource } from './month-facts.ts';
import type { PortalContext } from './portal-context.ts';

/** What a month is expected to bring to a scope, minor units; amounts add up over persons, ranges do not. */
export interface LearnedRow {
  readonly scope: Scope;
  readonly fact: bigint;
  readonly fromOpen: bigint;
  readonly fromNew: bigint;
  readonly low: bigint;
  readonly median: bigint;
  readonly high: bigint;
  readonly closedDeals: number;
  readonly wonDeals: number;
  /** Of the whole company's forecasts. */
  readonly accuracy: PastAccuracy | null;
}

/** An open deal: its chance to be won within the month, and that times what it would bring, minor units. */
export interface LearnedDeal {
  readonly dealId: bigint;
  readonly ownerId: bigint;
  readonly stage: string;
  readonly amount: bigint;
  readonly chance: number;
  readonly expected: bigint;
}

export interface LearnedForecast {
  readonly fittedAt: Date;
  /** The company, its departments, then persons with something to expect. */
  readonly rows: readonly LearnedRow[];
  readonly deals: readonly LearnedDeal[];
}

/**
 * The forecast of the whole company from the portal's own past, known to the process until facts change or the hour does.
 * Undefined while nothing was learned.
 */
export async function readLearnedForecast(context: PortalContext, span: DaySpan): Promise<LearnedForecast | undefined> {
  const { tx, portal, counting, now, team } = context;
  const fittedAt = await findFittedAt(tx);
  if (fittedAt === undefined) return undefined;
  const at = toDayNumber(now, portal.timeZone);
  const of = [span, fittedAt, Math.floor(at * 24), counting, digestOf(team), await findJudgementMark(tx)];
  let computing: Promise<Computed> | undefined;
  const compute = (): Promise<Computed> => (computing ??= computeSpan(context, span, at));
  const rows = await rememberSums(tx, { name: 'learned rows', of }, async () => (await compute()).rows);
  const deals = await rememberSums(tx, { name: 'learned deals', of }, async () => (await compute()).deals);
  return rows.length === 0 ? undefined : { fittedAt, rows, deals };
}

/** What was learned, read anew only after it was learned anew. */
export async function readModel({ tx }: PortalContext): Promise<StoredForecast | undefined> {
  const fittedAt = await findFittedAt(tx);
  if (fittedAt === undefined) return undefined;
  const models = await rememberSums(tx, { name: 'learned model', of: [fittedAt] }, async () => {
    const stored = readForecast((await findForecastModel(tx))?.model);
    return stored === undefined ? [] : [stored];
  });
  return models[0];
}

/** A month as the span of its days. */
export const spanOf = (month: Month): DaySpan => ({ from: firstDay(month), before: firstDay(shiftMonth(month, 1)) });

type Computed = Pick<LearnedForecast, 'rows' | 'deals'>;

async function computeSpan(context: PortalContext, asked: DaySpan, at: number): Promise<Computed> {
  const stored = await readModel(context);
  if (stored === undefined) return { rows: [], deals: [] };
  const { tx, portal, counting, now } = context;
  const won = await listWonDays(tx, await readFactSource(context), asked, null);
  const deals = await listOpenDealsNow(tx, { timeZone: portal.timeZone, pipelineIds: counting.pipelineIds, now, people: null });
  // People whom the model has not met yet come behind those it knows.
  const ids = [
    ...new Set([...stored.ownerIds, ...won.map((day) => String(day.responsibleId)), ...deals.map((deal) => String(deal.ownerId))]),
  ];
  const facts = new Map([...Map.groupBy(won, (day) => String(day.responsibleId))].map(([id, days]) => [id, sumOf(days)]));
  const wonSoFar = Float64Array.from([...ids, ''], (id) => Number(facts.get(id) ?? 0n));
  const open = toOpenRows(deals, { ...stored, ownerIds: ids }, at);
  const span = { from: daysBetween('1970-01-01', asked.from), to: daysBetween('1970-01-01', asked.before) };
  const given = await readGiven(context, deals, asked);
  const window = forecastWindow(stored.model, { at, open, wonSoFar, given }, span);
  const shares = ids.map((id, place) => ({
    ...{ id: BigInt(id), place, fact: facts.get(id) ?? 0n },
    ...{ fromOpen: toMinor(window.fromOpen[place]), fromNew: toMinor(window.fromNew[place]) },
  }));
  const draws = simulateWindow(window, { seed: stored.seed, shock: stored.shock });
  return { rows: listRows(context, { shares, draws, stored }), deals: deals.map((deal, row) => toDeal(deal, window, row)) };
}

/** What people have set of open deals: an omitted one brings nothing, and a chance by hand takes the place of the learned one. */
async function readGiven(context: PortalContext, deals: readonly OpenDealNow[], span: DaySpan): Promise<Float64Array> {
  const { tx, today } = context;
  const chances = await readDealChances(tx);
  const source = await readFactSource(context);
  const first = today > span.from ? today : span.from;
  const window = {
    ...{ firstDay: span.from, lastDay: shiftDay(span.before, -1), daysLeft: Math.max(0, daysBetween(first, span.before)) },
    wonCycleDays: wonCycleOf(await listWonCycles(tx, source, durationsSince(today))),
    usesCloseDates: await usesCloseDates(tx, source),
  };
  return Float64Array.from(deals, ({ dealId, stage, closeDay }) => {
    const place = stage.indexOf(' ');
    const { category, winPercent } = chances.of({ dealId, pipelineId: BigInt(stage.slice(0, place)), stageId: stage.slice(place + 1) });
    if (category === 'omitted') return 0;
    if (chances.judgements.get(dealId)?.percent == null) return NaN;
    const day = closeDay === null ? null : shiftDay('1970-01-01', closeDay);
    return givenChance({ closeDay: day, winPercent }, window, daysBetween(today, span.from));
  });
}

const sumOf = (days: readonly { amount: bigint }[]): bigint => sum(days.map(({ amount }) => amount));
/** Rounded person by person, so that every sum of persons is exact. */
const toMinor = (value: number | undefined): bigint => BigInt(Math.round(value ?? 0));

interface Share {
  readonly id: bigint;
  readonly place: number;
  readonly fact: bigint;
  readonly fromOpen: bigint;
  readonly fromNew: bigint;
}

function listRows({ team }: PortalContext, of: { shares: readonly Share[]; draws: Draws; stored: StoredForecast }): LearnedRow[] {
  const { shares } = of;
  const scopes = ['company', ...team.departments.map(({ departmentId }) => departmentScope(departmentId))];
  const groups = scopes.map((scope) => {
    const people = peopleInScope(team, scope);
    return { scope, own: people === undefined ? shares : shares.filter(({ id }) => people.has(id)) };
  });
  const persons = shares
    .filter(({ fact, fromOpen, fromNew }) => fact !== 0n || fromOpen !== 0n || fromNew !== 0n)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((share) => ({ scope: personScope(share.id), own: [share] }));
  return [...groups, ...persons].map(({ scope, own }) => toRow(scope, own, of));
}

function toRow(scope: Scope, own: readonly Share[], { draws, stored }: { draws: Draws; stored: StoredForecast }): LearnedRow {
  const fact = sum(own.map((share) => share.fact));
  const range = guardedRange(
    rangeOf(
      draws,
      own.map(({ place }) => place),
    ),
    { wonSoFar: Number(fact), guard: stored.guard },
  );
  return {
    scope,
    fact,
    fromOpen: sum(own.map((share) => share.fromOpen)),
    fromNew: sum(own.map((share) => share.fromNew)),
    low: toMinor(range.p10),
    median: toMinor(range.p50),
    high: toMinor(range.p90),
    closedDeals: stored.model.closedDeals,
    wonDeals: stored.model.wonDeals,
    accuracy: stored.accuracy,
  };
}

function toDeal({ dealId, ownerId, stage, amount }: OpenDealNow, { deals }: WindowForecast, row: number): LearnedDeal {
  const chance = deals.chance[row] ?? 0;
  return { dealId, ownerId, stage, amount: BigInt(amount), chance, expected: toMinor(chance * (deals.amount[row] ?? 0)) };
}

/** Rows of departments follow from who belongs where. */
function digestOf({ departments, members }: PortalContext['team']): string {
  const tree = departments.map(({ departmentId, parentId }) => `${departmentId} ${parentId}`);
  const places = members.map(({ userId, departmentIds }) => `${userId} ${departmentIds.join(' ')}`);
  return createHash('sha256')
    .update([...tree, '', ...places].join('\n'))
    .digest('base64');
}
