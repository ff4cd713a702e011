import { PlanConditions as WireConditions } from '#contract/plan-conditions.ts';
import type { Scope } from '#domain/plan.ts';
import { departmentScope, personScope } from '#domain/plan.ts';
import { conditionsFor, type PlanConditions, type ScopedConditions } from '#domain/planning/plan-conditions.ts';
import { homeDepartment, type Team } from '#domain/team.ts';
import { listDraftConditions, type StoredConditions, type StoredDraftConditions } from '#store/plan-conditions.ts';
import { findMember, type PortalContext } from './portal-context.ts';

/** Shares are basis points on the wire and in the store, and shares of one where they are computed with. */
const wholeShare = 10_000;

export function toDomainConditions({ vat, terms, weights, bands }: WireConditions): PlanConditions {
  return {
    vat,
    terms,
    weights: weights.map(({ metric, weight, cap }) => ({ metric, weight, cap: cap === null ? null : cap / wholeShare })),
    bands: bands.map(({ code, from }) => ({ code, from: from / wholeShare })),
  };
}

export function readStored(stored: StoredConditions): { scope: Scope; conditions: WireConditions } {
  return { scope: stored.scope, conditions: WireConditions.parse(stored.conditions) };
}

/** Conditions as they are computed with. */
export function toScoped(stored: StoredConditions): ScopedConditions {
  const { scope, conditions } = readStored(stored);
  return { scope, conditions: toDomainConditions(conditions) };
}

export async function readDraftConditions(
  context: PortalContext,
  planId: string,
): Promise<(Omit<StoredDraftConditions, 'conditions'> & { conditions: WireConditions | null })[]> {
  return (await listDraftConditions(context.tx, planId)).map((one) => ({
    ...one,
    conditions: one.conditions === null ? null : WireConditions.parse(one.conditions),
  }));
}

/** What holds for a person in a version. */
export function conditionsOf(team: Team, all: readonly ScopedConditions[], userId: bigint): PlanConditions {
  return conditionsFor(all, scopesOf(team, userId));
}

/** The scopes a person is in, from the person up to the company. */
function scopesOf(team: Team, userId: bigint): Scope[] {
  const member = findMember(team, userId);
  const scopes: Scope[] = [personScope(userId)];
  let at = member === undefined ? undefined : homeDepartment(team, member)?.departmentId;
  for (let depth = 0; at !== undefined && depth < 20; depth += 1) {
    scopes.push(departmentScope(at));
    const here = at;
    at = team.departments.find(({ departmentId }) => departmentId === here)?.parentId ?? undefined;
  }
  return [...scopes, 'company'];
}
