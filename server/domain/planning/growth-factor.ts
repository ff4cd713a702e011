/** What the sources name as reasons for a plan to differ from its base (seed A39–A48, D15–D17); `own:` are the portal's. */
export const growthFactors = [
  'market',
  'market-share',
  'marketing',
  'competitors',
  'client-potential',
  'prices',
  'currency',
  'economy',
] as const;

export type FactorCode = (typeof growthFactors)[number] | `own:${string}`;

/** Somebody has looked at the factor or not; `basisPoints` is its change, 500 = +5 %. */
export type FactorAnswer =
  | { readonly kind: 'considered'; readonly basisPoints: number }
  | { readonly kind: 'not-relevant' }
  | { readonly kind: 'not-considered' };

export interface GrowthFactor {
  readonly code: FactorCode;
  readonly answer: FactorAnswer;
}

/** The whole registry with the answers given so far, own factors last: a factor nobody has looked at is not considered. */
export function listFactors(answered: readonly GrowthFactor[]): GrowthFactor[] {
  const known: readonly string[] = growthFactors;
  return [
    ...growthFactors.map(
      (code) => answered.find((factor) => factor.code === code) ?? { code, answer: { kind: 'not-considered' as const } },
    ),
    ...answered.filter(({ code }) => !known.includes(code)),
  ];
}

/** Factors that still need a look. */
export function listNotConsidered(factors: readonly GrowthFactor[]): FactorCode[] {
  return factors.filter(({ answer }) => answer.kind === 'not-considered').map(({ code }) => code);
}
