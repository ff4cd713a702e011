import { createHash } from 'node:crypto';
import { guardedRange, type PastAccuracy } from '#domain/forecast/past-runs.ts';
import { rangeOf, simulateWindow, type Draws } from '#domain/forecast/simulate-window.ts';
import { readForecast, type StoredForecast } from '#domain/forecast/stored-forecast.ts';
import type { WindowForecast } from '#domain/forecast/window-forecast.ts';
import { sum } from '#domain/money.ts';
import { firstDay, shiftMonth, type Month } from '#domain/period.ts';
import { departmentScope, personScope, type Scope } from '#domain/plan.ts';
import { peopleInScope } from '#domain/scope.ts';
import { toDayNumber } from '#kernel/calendar-day.ts';
import { listWonDays } from '#store/daily-totals.ts';
import { findJudgementMark } from '#store/deal-judgements.ts';
import { findFittedAt, findForecastModel } from '#store/forecast-models.ts';
import { listOpenDealsNow, type OpenDealNow } from '#store/forecast-open-deals.ts';
import { rememberSums } from '#store/sums-cache.ts';
import type { DaySpan } from '#store/won-day.ts';
import { readDealChances } from './deal-chances.ts';
import { computeMoment, toMinor, type LearnedMoment, type Share } from './learned-moment.ts';
import { newDealTerms, type NewDealTerms } from './new-deal-terms.ts';
import { readFactSource } from './month-facts.ts';
import type { PortalContext } from './portal-context.ts';

/** What a span is expected to bring to a scope, minor units; amounts add up over persons, ranges do not. */
export interface LearnedRow {
  readonly scope: Scope;
  readonly fact: bigint;
  readonly fromOpen: bigint;
  readonly fromNew: bigint;
  readonly newDeals: NewDealTerms;
  /** Open deals by the table of percents and their dates, beside what was learned. */
  readonly weighted: bigint;
  readonly low: bigint;
  readonly median: bigint;
  readonly high: bigint;
  readonly closedDeals: number;
  readonly wonDeals: number;
  /** Of the whole company's forecasts. */
  readonly accuracy: PastAccuracy | null;
}

/** An open deal: its chance to be won within the span, and that times what it would bring, minor units. */
export interface LearnedDeal {
  readonly dealId: bigint;
  readonly ownerId: bigint;
  readonly stage: string;
  readonly amount: bigint;
  readonly chance: number;
  readonly expected: bigint;
  /** The same by the table of percents and the close date. */
  readonly weighted: bigint;
}

export interface LearnedForecast {
  readonly fittedAt: Date;
  /** The company, its departments, then persons with something to expect. */
  readonly rows: readonly LearnedRow[];
  readonly deals: readonly LearnedDeal[];
}

/** A month as the span of its days. */
export const spanOf = (month: Month): DaySpan => ({ from: firstDay(month), before: firstDay(shiftMonth(month, 1)) });

/**
 * The forecast of the whole company from the portal's own past, known to the process until facts change or the hour does.
 * Undefined while nothing was learned.
 */
export async function readLearnedForecast(context: PortalContext, span: DaySpan): Promise<LearnedForecast | undefined> {
  const { tx } = context;
  const fittedAt = await findFittedAt(tx);
  if (fittedAt === undefined) return undefined;
  const of = await learnedMark(context, span, fittedAt);
  let computing: Promise<Computed> | undefined;
  const compute = (): Promise<Computed> => (computing ??= computeSpan(context, span));
  const rows = await rememberSums(tx, { name: 'learned rows', of }, async () => (await compute()).rows);
  const deals = await rememberSums(tx, { name: 'learned deals', of }, async () => (await compute()).deals);
  return rows.length === 0 ? undefined : { fittedAt, rows, deals };
}

/** What a forecast of a span rests on beside the facts: as long as it is the same, so is the forecast. */
export async function learnedMark(context: PortalContext, span: DaySpan, fittedAt: Date): Promise<readonly unknown[]> {
  const { tx, portal, counting, now, team } = context;
  const hour = Math.floor(toDayNumber(now, portal.timeZone) * 24);
  return [span, fittedAt, hour, counting, digestOf(team), await findStageMark(context), await findJudgementMark(tx)];
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

async function computeSpan(context: PortalContext, span: DaySpan): Promise<Computed> {
  const found = await readWindow(context, span);
  if (found === undefined) return { rows: [], deals: [] };
  const { stored, deals, window, shares, expected, weighted } = found;
  const draws = simulateWindow(window, { seed: stored.seed, shock: stored.shock });
  return {
    rows: listRows(context, { window, shares, draws, stored }),
    deals: deals.map(({ dealId, ownerId, stage, amount }, row) => {
      return {
        ...{ dealId, ownerId, stage, amount: BigInt(amount), chance: window.deals.chance[row] ?? 0 },
        ...{ expected: expected[row] ?? 0n, weighted: weighted[row] ?? 0n },
      };
    }),
  };
}

export interface LearnedWindow extends LearnedMoment {
  readonly stored: StoredForecast;
  readonly deals: readonly OpenDealNow[];
}

/** The open deals of now with what the model says of them in a span; undefined while nothing was learned. */
export async function readWindow(context: PortalContext, span: DaySpan): Promise<LearnedWindow | undefined> {
  const stored = await readModel(context);
  if (stored === undefined) return undefined;
  const { tx, portal, counting, now, today } = context;
  const at = toDayNumber(now, portal.timeZone);
  const won = await listWonDays(tx, await readFactSource(context), span, null);
  const deals = await listOpenDealsNow(tx, { timeZone: portal.timeZone, pipelineIds: counting.pipelineIds, now, people: null });
  const moment = { at, today, deals, won, chances: await readDealChances(tx) };
  return { stored, deals, ...(await computeMoment(context, stored, span, moment)) };
}

interface Drawn {
  readonly window: WindowForecast;
  readonly draws: Draws;
  readonly stored: StoredForecast;
}

function listRows({ team }: PortalContext, { shares, ...of }: Drawn & { shares: readonly Share[] }): LearnedRow[] {
  const scopes = ['company', ...team.departments.map(({ departmentId }) => departmentScope(departmentId))];
  const groups = scopes.map((scope) => {
    const people = peopleInScope(team, scope);
    return { scope, own: people === undefined ? shares : shares.filter(({ id }) => people.has(id)) };
  });
  const persons = shares
    .filter(({ fact, fromOpen, fromNew, weighted }) => fact !== 0n || fromOpen !== 0n || fromNew !== 0n || weighted !== 0n)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((share) => ({ scope: personScope(share.id), own: [share] }));
  return [...groups, ...persons].map(({ scope, own }) => toRow(scope, own, of));
}

function toRow(scope: Scope, own: readonly Share[], { window, draws, stored }: Drawn): LearnedRow {
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
    newDeals: newDealTerms(window, stored, own),
    weighted: sum(own.map((share) => share.weighted)),
    low: toMinor(range.p10),
    median: toMinor(range.p50),
    high: toMinor(range.p90),
    closedDeals: stored.model.closedDeals,
    wonDeals: stored.model.wonDeals,
    accuracy: stored.accuracy,
  };
}

/** Percents and categories of stages weigh in it, so that a change of them is looked at at once. */
async function findStageMark({ tx }: PortalContext): Promise<unknown> {
  return [...(await readDealChances(tx)).percents];
}

/** Rows of departments follow from who belongs where. */
function digestOf({ departments, members }: PortalContext['team']): string {
  const tree = departments.map(({ departmentId, parentId }) => `${departmentId} ${parentId}`);
  const places = members.map(({ userId, departmentIds }) => `${userId} ${departmentIds.join(' ')}`);
  return createHash('sha256')
    .update([...tree, '', ...places].join('\n'))
    .digest('base64');
}
