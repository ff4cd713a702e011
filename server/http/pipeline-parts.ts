import { guardedRange } from '#domain/forecast/past-runs.ts';
import { rangeOf, simulateWindow } from '#domain/forecast/simulate-window.ts';
import { partOfWindow } from '#domain/forecast/window-part.ts';
import { splitByWeights, sum } from '#domain/money.ts';
import { shiftDay } from '#domain/period.ts';
import type { Scope } from '#domain/plan.ts';
import { peopleInScope } from '#domain/scope.ts';
import { listWonDays } from '#store/daily-totals.ts';
import { findFittedAt } from '#store/forecast-models.ts';
import { listPipelines } from '#store/structure.ts';
import { rememberSums } from '#store/sums-cache.ts';
import type { DaySpan } from '#store/won-day.ts';
import { learnedMark, readLearnedForecast, readWindow, type LearnedRow, type LearnedWindow } from './learned-forecast.ts';
import { toMinor } from './learned-moment.ts';
import { readFactSource } from './month-facts.ts';
import type { PortalContext } from './portal-context.ts';

/** A pipeline's part of a scope's row, minor units; the parts of all of them add up to the row, ranges do not. */
export type PipelineShare = Pick<LearnedRow, 'fact' | 'fromOpen' | 'fromNew' | 'weighted' | 'low' | 'median' | 'high'> & {
  /** Null: what belongs to pipelines that are gone. */
  readonly pipelineId: bigint | null;
  readonly name: string;
};

type Pipeline = Pick<PipelineShare, 'pipelineId' | 'name'>;

/** Days in which pipelines show how new deals are spread over them. */
const lookBackDays = 365;

/** What each pipeline that counts makes of a scope's forecast; empty while nothing was learned. */
export async function readPipelineShares(context: PortalContext, span: DaySpan, scope: Scope): Promise<readonly PipelineShare[]> {
  const fittedAt = await findFittedAt(context.tx);
  if (fittedAt === undefined) return [];
  const of = [scope, ...(await learnedMark(context, span, fittedAt))];
  return rememberSums(context.tx, { name: 'pipeline shares', of }, () => computeShares(context, span, scope));
}

async function computeShares(context: PortalContext, span: DaySpan, scope: Scope): Promise<PipelineShare[]> {
  const row = (await readLearnedForecast(context, span))?.rows.find((one) => one.scope === scope);
  const learned = await readWindow(context, span);
  if (row === undefined || learned === undefined) return [];
  const pipelines = await listCounted(context);
  const yearAgo = { from: shiftDay(context.today, -lookBackDays), before: context.today };
  const facts = await sumWon(context, pipelines, span, scope);
  const fromNew = splitByWeights(row.fromNew, (await sumWon(context, pipelines, yearAgo, scope)).map(atLeastNothing));
  const shares = pipelines.map((pipeline, at) =>
    toShare(context, { pipeline, scope, learned, whole: row, fact: facts[at] ?? 0n, fromNew: fromNew[at] ?? 0n }),
  );
  const rest = restOf(row, shares);
  return rest === null ? shares : [...shares, rest];
}

async function listCounted({ tx, counting }: PortalContext): Promise<Pipeline[]> {
  const all = await listPipelines(tx);
  return all.filter(({ pipelineId }) => counting.pipelineIds?.includes(pipelineId) ?? true);
}

/** Σ of what a scope has won in each pipeline in a span. */
async function sumWon(context: PortalContext, pipelines: readonly Pipeline[], span: DaySpan, scope: Scope): Promise<bigint[]> {
  const people = peopleInScope(context.team, scope);
  const source = await readFactSource(context);
  const sums: bigint[] = [];
  for (const { pipelineId } of pipelines) {
    const own = { ...source, pipelineIds: pipelineId === null ? [] : [pipelineId] };
    const days = await listWonDays(context.tx, own, span, people === undefined ? null : [...people]);
    sums.push(sum(days.map(({ amount }) => amount)));
  }
  return sums;
}

/** Returns may outweigh what was won. */
const atLeastNothing = (amount: bigint): bigint => (amount < 0n ? 0n : amount);

interface ShareOf {
  readonly pipeline: Pipeline;
  readonly scope: Scope;
  readonly learned: LearnedWindow;
  readonly whole: LearnedRow;
  readonly fact: bigint;
  readonly fromNew: bigint;
}

function toShare({ team }: PortalContext, { pipeline, scope, learned, whole, fact, fromNew }: ShareOf): PipelineShare {
  const people = peopleInScope(team, scope);
  const { stored, window, deals, shares, expected, weighted } = learned;
  const isIn = (row: number): boolean => {
    const deal = deals[row];
    return deal !== undefined && deal.stage.startsWith(`${pipeline.pipelineId} `) && (people?.has(deal.ownerId) ?? true);
  };
  const own = [...deals.keys()].filter(isIn);
  const shareOfNew = whole.fromNew === 0n ? 0 : Number(fromNew) / Number(whole.fromNew);
  const draws = simulateWindow(partOfWindow(window, isIn, shareOfNew), { seed: stored.seed, shock: stored.shock });
  const places = shares.filter(({ id }) => people?.has(id) ?? true).map(({ place }) => place);
  const range = guardedRange(rangeOf(draws, places), { wonSoFar: Number(fact), guard: stored.guard });
  return {
    ...{ ...pipeline, fact, fromNew },
    fromOpen: sum(own.map((row) => expected[row] ?? 0n)),
    weighted: sum(own.map((row) => weighted[row] ?? 0n)),
    ...{ low: toMinor(range.p10), median: toMinor(range.p50), high: toMinor(range.p90) },
  };
}

/** What the parts leave of the whole; null where they leave nothing. */
function restOf(whole: LearnedRow, shares: readonly PipelineShare[]): PipelineShare | null {
  const left = (part: 'fact' | 'fromOpen' | 'fromNew' | 'weighted'): bigint => whole[part] - sum(shares.map((share) => share[part]));
  const rest = { fact: left('fact'), fromOpen: left('fromOpen'), fromNew: left('fromNew'), weighted: left('weighted') };
  if (Object.values(rest).every((amount) => amount === 0n)) return null;
  const expected = rest.fact + rest.fromOpen + rest.fromNew;
  return { pipelineId: null, name: '', ...rest, low: rest.fact, median: expected, high: expected };
}
