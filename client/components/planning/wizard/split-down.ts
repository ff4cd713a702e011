import type { PlanGrid } from '#contract/plan.ts';
import type { Scope } from '#contract/wire.ts';
import type { AmountScale } from '../plan-amount.ts';
import type { Amounts } from '../plan-sheet.ts';
import { type SplitBasis, type SplitPart, splitPlan, type SplitResult } from '../plan-split.ts';

/** Whom a proposed plan reaches: those under the scope, level by level, each level adding up to the one above. */
export function splitDown(
  grid: PlanGrid,
  whole: { scope: Scope; total: bigint; basis: SplitBasis },
  amounts: { draft: Amounts; past: Amounts },
  scale: AmountScale,
): SplitResult {
  const draft = new Map(amounts.draft).set(whole.scope, whole.total);
  const first = splitPlan(grid, whole.scope, whole.basis, { draft, previousFact: amounts.past }, scale);
  if (first.kind !== 'parts' || whole.scope !== 'company') return first;
  const below = first.parts.flatMap((part): SplitPart[] => {
    const own = splitPlan(
      grid,
      part.scope,
      whole.basis,
      { draft: new Map(draft).set(part.scope, part.value), previousFact: amounts.past },
      scale,
    );
    return [part, ...(own.kind === 'parts' ? own.parts : [])];
  });
  return { kind: 'parts', parts: below };
}
