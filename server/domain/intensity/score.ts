/** What one metric brings to the score. */
export interface ScorePart {
  readonly fact: number;
  readonly norm: number;
  /** Percent. */
  readonly weight: number;
  readonly cap: number | null;
}

export interface Score {
  /** Percent: 100 is all norms met; more is possible. */
  readonly points: number;
  readonly parts: readonly { readonly share: number; readonly points: number; readonly isCapped: boolean }[];
}

/**
 * Σ weight × fact / norm, uncapped where no cap is set; weights are taken as parts of their sum, so that 100 means all norms met.
 * Golden (weights 20 and 80): 2 of 4 and 40 of 20 are 10 + 160 = 170. Null where nothing has both a norm and a weight.
 */
export function scoreOf(metrics: readonly ScorePart[]): Score | null {
  const weights = metrics.reduce((total, { norm, weight }) => total + (norm > 0 ? weight : 0), 0);
  if (weights === 0) return null;
  const parts = metrics.map(({ fact, norm, weight, cap }) => {
    const share = norm > 0 ? (fact / norm) * 100 : 0;
    const isCapped = cap !== null && share > cap;
    return { share, isCapped, points: norm > 0 ? ((isCapped ? cap : share) * weight) / weights : 0 };
  });
  return { points: parts.reduce((total, part) => total + part.points, 0), parts };
}
