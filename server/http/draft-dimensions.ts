import { applyDimensionDraft, listDimensionChanges, listPeopleOfChanges, type DimensionLine } from '#domain/planning/dimension-line.ts';
import { can } from '#policy/can.ts';
import { listDimensionLines, listDraftDimensionLines, type StoredDimensionDraft } from '#store/dimension-lines.ts';
import type { StoredVersion } from '#store/plans.ts';
import type { PortalContext } from './portal-context.ts';

export interface DraftDimensions {
  readonly isChanged: boolean;
  /** The author's drafts, which the next version takes over. */
  readonly draft: readonly StoredDimensionDraft[];
  readonly after: readonly DimensionLine[];
  /** People whose own lines are different. */
  readonly people: readonly bigint[];
}

/** Lines of the next version about parts of what is sold: the published ones with those that this author has drafted. */
export async function draftDimensions(context: PortalContext, planId: string, last: StoredVersion | undefined): Promise<DraftDimensions> {
  const before = last === undefined ? [] : await listDimensionLines(context.tx, last);
  const draft = (await listDraftDimensionLines(context.tx, planId)).filter(({ scope }) =>
    can(context.actor, 'set-plan-line', { kind: 'scope', scope }),
  );
  const after = applyDimensionDraft(
    before,
    draft.map(({ metric, scope, key, title, value }) => ({ metric, scope, key, title, value })),
  );
  const changes = listDimensionChanges(before, after);
  return { isChanged: changes.length > 0, draft, after, people: listPeopleOfChanges(changes) };
}
