import type { Attainment } from './attainment.ts';
import { findMetric } from './metric-catalogue.ts';
import type { ManualMetric } from './metric.ts';

/** Half-open: the band holds shares from `from` (1 = 100 %) up to where the next one begins. */
export interface EvaluationBand {
  readonly code: string;
  readonly from: number;
}

export const defaultBands: readonly EvaluationBand[] = [
  { code: 'not-met', from: 0 },
  { code: 'almost', from: 0.9 },
  { code: 'met', from: 1 },
  { code: 'exceeded', from: 1.1 },
];

export interface ScoredMetric {
  readonly metric: string;
  /** Basis points, 10 000 = the whole; 0 shows the metric without letting it count. */
  readonly weight: number;
  readonly attainment: Attainment;
  /** Most this metric can give, 1 = 100 %, so that one metric cannot hide the others; null is no limit. */
  readonly cap: number | null;
}

export interface Evaluation {
  /** Null when nothing with a weight can be judged. */
  readonly share: number | null;
  readonly band: string | null;
  /** What each metric brings to the share; the parts add up to it. */
  readonly parts: readonly { readonly metric: string; readonly share: number }[];
  /** Metrics with a weight that could not be judged; the others carry their weight. */
  readonly left: readonly string[];
}

/**
 * S = Σ wᵢ · min(Aᵢ, capᵢ) / Σ wᵢ over the metrics that have a plan and a fact; not capped as a whole.
 * A plan of nothing gives 1 when it is met and 0 when it is not. Source: peers.md 5.13 and seed A31.
 */
export function evaluate(scored: readonly ScoredMetric[], bands: readonly EvaluationBand[] = defaultBands): Evaluation {
  const weighed = scored.filter((one) => one.weight > 0);
  const judged = weighed.flatMap((one) => {
    const millionths = reached(one);
    return millionths === null ? [] : [{ metric: one.metric, millionths, weight: one.weight }];
  });
  const whole = judged.reduce((total, one) => total + one.weight, 0);
  const left = weighed.filter((one) => reached(one) === null).map((one) => one.metric);
  if (whole === 0) return { share: null, band: null, parts: [], left };
  const total = judged.reduce((sum, one) => sum + one.weight * one.millionths, 0);
  const share = Math.floor(total / whole) / 1e6;
  const parts = judged.map((one) => ({ metric: one.metric, share: (one.weight * one.millionths) / whole / 1e6 }));
  return { share, band: findBand(bands, share), parts, left };
}

/** The band a share falls into; below the first limit it is still the first band. */
export function findBand(bands: readonly EvaluationBand[], share: number): string | null {
  return (bands.findLast((band) => band.from <= share) ?? bands[0])?.code ?? null;
}

export type EvaluationFault = 'no-bands' | 'bands-out-of-order' | 'weights-not-whole' | 'activity-outweighs-result';

/** What is wrong with weights and bands; activity may not weigh more than results (seed C9: pay for the sale, not for the call). */
export function listEvaluationFaults(
  weights: readonly { readonly metric: string; readonly weight: number }[],
  bands: readonly EvaluationBand[],
  manual: readonly ManualMetric[] = [],
): EvaluationFault[] {
  const total = weights.reduce((sum, one) => sum + one.weight, 0);
  const active = weights.reduce((sum, one) => sum + (findMetric(one.metric, manual)?.nature === 'activity' ? one.weight : 0), 0);
  const faults: EvaluationFault[] = [];
  if (bands.length === 0) faults.push('no-bands');
  if (bands.some((band, at) => at > 0 && band.from <= (bands[at - 1]?.from ?? 0))) faults.push('bands-out-of-order');
  if (weights.length > 0 && total !== wholeWeight) faults.push('weights-not-whole');
  if (active * 2 > total) faults.push('activity-outweighs-result');
  return faults;
}

/** Weights are basis points. */
export const wholeWeight = 10_000;

/** Millionths of the plan that count; null where there is nothing to judge. */
function reached({ attainment, cap }: ScoredMetric): number | null {
  if (attainment.kind === 'no-plan' || attainment.kind === 'no-fact') return null;
  const share = attainment.kind === 'share' ? attainment.share : attainment.isMet ? 1 : 0;
  return Math.round((cap === null ? share : Math.min(share, cap)) * 1e6);
}
