import { idOfScope, isPersonScope, type PlanLine } from '#domain/plan.ts';
import { applyConditions, type ScopedConditions } from '#domain/planning/plan-conditions.ts';
import { can } from '#policy/can.ts';
import { listConditions, type StoredConditions } from '#store/plan-conditions.ts';
import type { StoredVersion } from '#store/plans.ts';
import { conditionsOf, readDraftConditions, readStored, toDomainConditions } from './plan-conditions.ts';
import type { PortalContext } from './portal-context.ts';

export interface DraftConditions {
  readonly isChanged: boolean;
  /** Scopes of the author whose draft is taken over. */
  readonly scopes: readonly string[];
  readonly after: readonly ScopedConditions[];
  readonly stored: readonly StoredConditions[];
  /** People with lines for whom other conditions hold than before. */
  listConcerned(lines: readonly PlanLine[]): bigint[];
}

/** Conditions of the next version: the published ones with those that this author has drafted. */
export async function draftConditions(context: PortalContext, planId: string, last: StoredVersion | undefined): Promise<DraftConditions> {
  const published = last === undefined ? [] : (await listConditions(context.tx, planId, last.version)).map(readStored);
  const draft = (await readDraftConditions(context, planId)).filter(({ scope }) =>
    can(context.actor, 'set-plan-line', { kind: 'scope', scope }),
  );
  const wire = new Map([...published, ...draft].map((one) => [one.scope, one.conditions]));
  const stored = [...wire].flatMap(([scope, conditions]) => (conditions === null ? [] : [{ scope, conditions }]));
  const toScoped = (all: typeof published): ScopedConditions[] =>
    all.map(({ scope, conditions }) => ({ scope, conditions: toDomainConditions(conditions) }));
  const before = toScoped(published);
  const after = applyConditions(
    before,
    draft.map(({ scope, conditions }) => ({ scope, conditions: conditions === null ? null : toDomainConditions(conditions) })),
  );
  return {
    isChanged: !isSame(before, after),
    scopes: draft.map(({ scope }) => scope),
    after,
    stored,
    listConcerned: (lines) => {
      const planned = new Set(lines.flatMap(({ scope }) => (isPersonScope(scope) ? (idOfScope(scope) ?? []) : [])));
      return [...planned].filter(
        (userId) => !isSame(conditionsOf(context.team, before, userId), conditionsOf(context.team, after, userId)),
      );
    },
  };
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
