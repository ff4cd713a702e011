import { idOfScope, isPersonScope, type Scope } from '../plan.ts';
import type { PlanContent } from './plan-content.ts';
import type { PlanChange } from './version-diff.ts';

/**
 * People who get a new sheet: those with a changed line of their own, and of those who have lines, everybody whom a changed
 * weight, term or rationale of their scope concerns; the basis and the bands concern all. A changed line of a department asks nobody.
 */
export function affectedPeople(
  changes: readonly PlanChange[],
  versions: readonly PlanContent[],
  peopleOf: (scope: Scope) => ReadonlySet<bigint> | undefined,
): bigint[] {
  const planned = new Set(versions.flatMap(({ lines }) => lines.flatMap((line) => personOf(line.scope))));
  const affected = new Set<bigint>();
  for (const change of changes) {
    if (change.kind === 'line') for (const id of personOf(change.line.scope)) affected.add(id);
    else for (const id of concerned(change, planned, peopleOf)) affected.add(id);
  }
  return [...affected].toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Where a line went, and whether its owner has more to do; added counts as up from nothing, taken out as down to nothing. */
export function directionOf(change: Extract<PlanChange, { kind: 'line' }>, better: 'more' | 'less'): { isUp: boolean; isHarder: boolean } {
  const isUp = (change.to ?? 0n) > (change.from ?? 0n);
  if (change.from === null || change.to === null) return { isUp, isHarder: change.to !== null };
  return { isUp, isHarder: isUp === (better === 'more') };
}

function concerned(
  change: Exclude<PlanChange, { kind: 'line' }>,
  planned: ReadonlySet<bigint>,
  peopleOf: (scope: Scope) => ReadonlySet<bigint> | undefined,
): Iterable<bigint> {
  if (change.kind === 'basis' || change.kind === 'bands') return planned;
  const people = peopleOf(change.scope);
  return people === undefined ? planned : [...people].filter((id) => planned.has(id));
}

function personOf(scope: Scope): bigint[] {
  const id = isPersonScope(scope) ? idOfScope(scope) : undefined;
  return id === undefined ? [] : [id];
}
