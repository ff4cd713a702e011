/** How much a forecast counts on an open deal, the firmest first; `omitted` brings nothing. */
export const dealCategories = ['commit', 'best', 'pipeline', 'omitted'] as const;
export type DealCategory = (typeof dealCategories)[number];

/** Progress from which a stage is firm, and from which it is likely: an invoice is written, a price is talked about. */
const commitFrom = 70;
const bestFrom = 40;

/** Category that the method proposes for an open stage by its progress, 0–100. */
export function proposeCategory(progress: number): DealCategory {
  if (progress >= commitFrom) return 'commit';
  return progress >= bestFrom ? 'best' : 'pipeline';
}

/** What people have set of one deal; null follows the stage. It is of the deal, so that no move of stages touches it. */
export interface DealJudgement {
  readonly category: DealCategory | null;
  /** Chance to be won, 0–100. */
  readonly percent: number | null;
}

export interface JudgedChance {
  readonly category: DealCategory;
  /** Chance to be won at all, 0–100, before the close date has its say. */
  readonly winPercent: number;
}

/** Category and chance of an open deal: what was set by hand, else what its stage says; an omitted deal has no chance. */
export function judgeDeal(
  stage: { readonly category: DealCategory; readonly winPercent: number } | undefined,
  judgement?: DealJudgement,
): JudgedChance {
  const category = judgement?.category ?? stage?.category ?? 'pipeline';
  return { category, winPercent: category === 'omitted' ? 0 : (judgement?.percent ?? stage?.winPercent ?? 0) };
}
