import type { ReviewCause } from '#contract/review.ts';
import { builtInCauses } from '#domain/review/causes.ts';
import { listCauseChanges, listCauses, listNamedCauses } from '#store/review-causes.ts';
import type { PortalTransaction } from '#store/portal-store.ts';

export interface KnownCause {
  readonly causeId: string;
  /** Null of one of the product that nobody has called otherwise. */
  readonly name: string | null;
  /** The name it was made with. */
  readonly madeAs: string | null;
  readonly isArchived: boolean;
  readonly revision: number;
}

/** The catalogue as people have made it: causes of the product and of the company, archived ones too. */
export async function listKnownCauses(tx: PortalTransaction): Promise<KnownCause[]> {
  const changes = await listCauseChanges(tx);
  const own = (await listCauses(tx)).map(({ causeId, name }) => ({ causeId, madeAs: name as string | null }));
  return [...builtInCauses.map((causeId) => ({ causeId: causeId as string, madeAs: null })), ...own].map(({ causeId, madeAs }) => {
    const change = changes.get(causeId);
    return { causeId, madeAs, name: change?.name ?? madeAs, isArchived: change?.isArchived ?? false, revision: change?.revision ?? 0 };
  });
}

/** The catalogue with how often each cause was named, the usual ones first. */
export async function writeCauses(tx: PortalTransaction): Promise<ReviewCause[]> {
  const named = Map.groupBy(await listNamedCauses(tx), ({ causeId }) => causeId);
  return (await listKnownCauses(tx))
    .map(({ causeId, name, isArchived }) => ({ causeId, name, isArchived, uses: named.get(causeId)?.length ?? 0 }))
    .toSorted((a, b) => b.uses - a.uses);
}
