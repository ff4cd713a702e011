import type { ExpectedRow, PeriodForecast } from '#contract/period-forecast.ts';
import { guardedRange } from '#domain/forecast/past-runs.ts';
import { rangeOf, simulateWindow, type Draws } from '#domain/forecast/simulate-window.ts';
import { readForecast, type StoredForecast } from '#domain/forecast/stored-forecast.ts';
import { forecastWindow, type WindowForecast } from '#domain/forecast/window-forecast.ts';
import { sum } from '#domain/money.ts';
import { daysBetween, firstDay, shiftMonth, type Month } from '#domain/period.ts';
import { departmentScope, personScope, type Scope } from '#domain/plan.ts';
import { departmentsInScope, peopleInScope } from '#domain/scope.ts';
import { toDayNumber } from '#kernel/calendar-day.ts';
import { listWonDays } from '#store/daily-totals.ts';
import { findForecastModel } from '#store/forecast-models.ts';
import { listOpenDealsNow } from '#store/forecast-open-deals.ts';
import { toOpenRows } from '../forecast-standing.ts';
import { readFactSource } from '../month-facts.ts';
import { widestScope, type PortalContext } from '../portal-context.ts';
import { scopeName } from '../scope-name.ts';
import { createMoney, type Money } from '../wire-values.ts';

export async function replyPeriodForecast(
  context: PortalContext,
  request: { month: Month; scope?: Scope | undefined },
): Promise<PeriodForecast> {
  const { tx, portal, team } = context;
  const scope = request.scope ?? widestScope(context.actor, team);
  const basics = { month: request.month, scope, currency: portal.baseCurrency, now: context.now.toISOString() };
  const fitted = await findForecastModel(tx);
  const stored = readForecast(fitted?.model);
  if (fitted === undefined || stored === undefined) return { ...basics, fitted: null };
  const shares = await readShares(context, stored, request.month, scope);
  const rowOf = (of: Scope): ExpectedRow => toRow(context, shares, of, createMoney(portal.currencyDigits));
  const departments = departmentsInScope(team, scope).map(({ departmentId }) => departmentScope(departmentId));
  const people = scope.startsWith('person:') ? [] : [...shares.byPerson.keys()].sort((a, b) => Number(a - b)).map(personScope);
  return {
    ...basics,
    fitted: {
      at: fitted.fittedAt.toISOString(),
      closedDeals: stored.model.closedDeals,
      wonDeals: stored.model.wonDeals,
      total: rowOf(scope),
      rows: [...departments, ...people].map(rowOf),
    },
  };
}

interface Share {
  readonly place: number;
  readonly fact: bigint;
  readonly fromOpen: bigint;
  readonly fromNew: bigint;
}

interface Shares {
  readonly byPerson: ReadonlyMap<bigint, Share>;
  readonly draws: Draws;
  readonly guard: number;
}

/** Rounded to minor units person by person, so that every sum of persons is exact. */
async function readShares(context: PortalContext, stored: StoredForecast, month: Month, scope: Scope): Promise<Shares> {
  const { tx, portal, counting, now } = context;
  const inScope = peopleInScope(context.team, scope);
  const people = inScope === undefined ? null : [...inScope];
  const [first, next] = [firstDay(month), firstDay(shiftMonth(month, 1))];
  const won = await listWonDays(tx, await readFactSource(context), { from: first, before: next }, people);
  const deals = await listOpenDealsNow(tx, { timeZone: portal.timeZone, pipelineIds: counting.pipelineIds, now, people });
  // People whom the model has not met yet come behind those it knows.
  const ids = [
    ...new Set([...stored.ownerIds, ...won.map((day) => String(day.responsibleId)), ...deals.map((deal) => String(deal.ownerId))]),
  ];
  const places = new Map(ids.map((id, place) => [id, place]));
  const facts = new Map([...Map.groupBy(won, (day) => day.responsibleId)].map(([id, days]) => [id, sum(days.map(({ amount }) => amount))]));
  const wonSoFar = new Float64Array(ids.length + 1);
  for (const [id, fact] of facts) wonSoFar[places.get(String(id)) ?? ids.length] = Number(fact);
  const at = toDayNumber(now, portal.timeZone);
  const open = toOpenRows(deals, { ...stored, ownerIds: ids }, at);
  const span = { from: daysBetween('1970-01-01', first), to: daysBetween('1970-01-01', next) };
  const window = keepScope(forecastWindow(stored.model, { at, open, wonSoFar }, span), ids, inScope);
  const minor = (value: number | undefined): bigint => BigInt(Math.round(value ?? 0));
  const byPerson = ids.map((id, place): [bigint, Share] => [
    BigInt(id),
    { place, fact: facts.get(BigInt(id)) ?? 0n, fromOpen: minor(window.fromOpen[place]), fromNew: minor(window.fromNew[place]) },
  ]);
  return {
    byPerson: new Map(byPerson.filter(([, { fact, fromOpen, fromNew }]) => fact !== 0n || fromOpen !== 0n || fromNew !== 0n)),
    draws: simulateWindow(window, { seed: stored.seed, shock: stored.shock }),
    guard: stored.guard,
  };
}

/** New deals of people outside the scope are not expected in it. */
function keepScope(window: WindowForecast, ids: readonly string[], inScope: ReadonlySet<bigint> | undefined): WindowForecast {
  if (inScope === undefined) return window;
  const isInside = (place: number): boolean => inScope.has(BigInt(ids[place] ?? 0));
  const share = window.newWins.share.map((own, place) => (isInside(place) ? own : 0));
  const kept = share.reduce((total, own) => total + own, 0);
  const newWins = { ...window.newWins, count: window.newWins.count * kept, share: kept === 0 ? share : share.map((own) => own / kept) };
  return { ...window, newWins, fromNew: window.fromNew.map((own, place) => (isInside(place) ? own : 0)) };
}

function toRow(context: PortalContext, { byPerson, draws, guard }: Shares, scope: Scope, money: Money): ExpectedRow {
  const inScope = peopleInScope(context.team, scope);
  const own = [...byPerson].filter(([id]) => inScope === undefined || inScope.has(id)).map(([, share]) => share);
  const [fact, fromOpen, fromNew] = [
    sum(own.map((share) => share.fact)),
    sum(own.map((share) => share.fromOpen)),
    sum(own.map((share) => share.fromNew)),
  ];
  const range = guardedRange(
    rangeOf(
      draws,
      own.map(({ place }) => place),
    ),
    { wonSoFar: Number(fact), guard },
  );
  return {
    kind: scope === 'company' ? 'company' : scope.startsWith('person:') ? 'person' : 'department',
    scope,
    name: scopeName(context, scope),
    fact: money(fact),
    fromOpen: money(fromOpen),
    fromNew: money(fromNew),
    expected: money(fact + fromOpen + fromNew),
    low: money(BigInt(Math.round(range.p10))),
    median: money(BigInt(Math.round(range.p50))),
    high: money(BigInt(Math.round(range.p90))),
  };
}
