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
  const counted = new Set(pipelines.map(({ pipelineId }) => String(pipelineId)));
  const shares = pipelines.map(({ pipelineId, name }, at) => ({
    ...{ pipelineId, name },
    ...toShare(context, {
      isIn: (id) => id === String(pipelineId),
      ...{ scope, learned, whole: row, fact: facts[at] ?? 0n, fromNew: fromNew[at] ?? 0n },
    }),
  }));
  const left = {
    fact: row.fact - sum(shares.map((share) => share.fact)),
    fromNew: row.fromNew - sum(shares.map((share) => share.fromNew)),
  };
  const gone = toShare(context, { isIn: (id) => !counted.has(id), ...{ scope, learned, whole: row, ...left } });
  const isNothing = [gone.fact, gone.fromNew, gone.fromOpen, gone.weighted].every((amount) => amount === 0n);
  return isNothing ? shares : [...shares, { pipelineId: null, name: '', ...gone }];
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
  /** Whether a pipeline, by its id, belongs to the share. */
  readonly isIn: (pipelineId: string) => boolean;
  readonly scope: Scope;
  readonly learned: LearnedWindow;
  readonly whole: LearnedRow;
  readonly fact: bigint;
  readonly fromNew: bigint;
}

function toShare(
  { team }: PortalContext,
  { isIn, scope, learned, whole, fact, fromNew }: ShareOf,
): Omit<PipelineShare, 'pipelineId' | 'name'> {
  const people = peopleInScope(team, scope);
  const { stored, window, deals, shares, expected, weighted } = learned;
  const isOurs = (row: number): boolean => {
    const deal = deals[row];
    return deal !== undefined && isIn(deal.stage.slice(0, deal.stage.indexOf(' '))) && (people?.has(deal.ownerId) ?? true);
  };
  const own = [...deals.keys()].filter(isOurs);
  const shareOfNew = whole.fromNew === 0n ? 0 : Number(fromNew) / Number(whole.fromNew);
  const draws = simulateWindow(partOfWindow(window, isOurs, shareOfNew), { seed: stored.seed, shock: stored.shock });
  const places = shares.filter(({ id }) => people?.has(id) ?? true).map(({ place }) => place);
  const range = guardedRange(rangeOf(draws, places), { wonSoFar: Number(fact), guard: stored.guard });
  return {
    ...{ fact, fromNew },
    fromOpen: sum(own.map((row) => expected[row] ?? 0n)),
    weighted: sum(own.map((row) => weighted[row] ?? 0n)),
    ...{ low: toMinor(range.p10), median: toMinor(range.p50), high: toMinor(range.p90) },
  };
}
