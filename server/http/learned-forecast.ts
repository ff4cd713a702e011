import { createHash } from 'node:crypto';
import { guardedRange, type PastAccuracy } from '#domain/forecast/past-runs.ts';
import { rangeOf, simulateWindow, type Draws } from '#domain/forecast/simulate-window.ts';
import { readForecast, type StoredForecast } from '#domain/forecast/stored-forecast.ts';
import { forecastWindow, type WindowForecast } from '#domain/forecast/window-forecast.ts';
import { sum } from '#domain/money.ts';
import { daysBetween, firstDay, shiftMonth, type Month } from '#domain/period.ts';
import { departmentScope, personScope, type Scope } from '#domain/plan.ts';
import { peopleInScope } from '#domain/scope.ts';
import { toDayNumber } from '#kernel/calendar-day.ts';
import { listWonDays } from '#store/daily-totals.ts';
import { findFittedAt, findForecastModel } from '#store/forecast-models.ts';
import { listOpenDealsNow, type OpenDealNow } from '#store/forecast-open-deals.ts';
import { rememberSums } from '#store/sums-cache.ts';
import { toOpenRows } from './forecast-standing.ts';
import { readFactSource } from './month-facts.ts';
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
export async function readLearnedForecast(context: PortalContext, month: Month): Promise<LearnedForecast | undefined> {
  const { tx, portal, counting, now, team } = context;
  const fittedAt = await findFittedAt(tx);
  if (fittedAt === undefined) return undefined;
  const at = toDayNumber(now, portal.timeZone);
  const of = [month, fittedAt, Math.floor(at * 24), counting, digestOf(team)];
  let computing: Promise<Computed> | undefined;
  const compute = (): Promise<Computed> => (computing ??= computeMonth(context, month, at));
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

type Computed = Pick<LearnedForecast, 'rows' | 'deals'>;

async function computeMonth(context: PortalContext, month: Month, at: number): Promise<Computed> {
  const stored = await readModel(context);
  if (stored === undefined) return { rows: [], deals: [] };
  const { tx, portal, counting, now } = context;
  const [first, next] = [firstDay(month), firstDay(shiftMonth(month, 1))];
  const won = await listWonDays(tx, await readFactSource(context), { from: first, before: next }, null);
  const deals = await listOpenDealsNow(tx, { timeZone: portal.timeZone, pipelineIds: counting.pipelineIds, now, people: null });
  // People whom the model has not met yet come behind those it knows.
  const ids = [
    ...new Set([...stored.ownerIds, ...won.map((day) => String(day.responsibleId)), ...deals.map((deal) => String(deal.ownerId))]),
  ];
  const facts = new Map([...Map.groupBy(won, (day) => String(day.responsibleId))].map(([id, days]) => [id, sumOf(days)]));
  const wonSoFar = Float64Array.from([...ids, ''], (id) => Number(facts.get(id) ?? 0n));
  const open = toOpenRows(deals, { ...stored, ownerIds: ids }, at);
  const span = { from: daysBetween('1970-01-01', first), to: daysBetween('1970-01-01', next) };
  const window = forecastWindow(stored.model, { at, open, wonSoFar }, span);
  const shares = ids.map((id, place) => ({
    ...{ id: BigInt(id), place, fact: facts.get(id) ?? 0n },
    ...{ fromOpen: toMinor(window.fromOpen[place]), fromNew: toMinor(window.fromNew[place]) },
  }));
  const draws = simulateWindow(window, { seed: stored.seed, shock: stored.shock });
  return { rows: listRows(context, { shares, draws, stored }), deals: deals.map((deal, row) => toDeal(deal, window, row)) };
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
