import type { CatalogueCode } from './planning/metric-catalogue.ts';

/** What a plan sets. */
export type Metric = CatalogueCode;

/** Whose target: `company`, `department:ID` or `person:ID`. */
export type Scope = string;

/** The value is in the smallest part of the metric's unit; calls are a count for each working day. */
export interface PlanLine {
  readonly metric: Metric;
  readonly scope: Scope;
  readonly value: bigint;
}

/** A null value takes the line out. */
export interface DraftLine {
  readonly metric: Metric;
  readonly scope: Scope;
  readonly value: bigint | null;
}

export function personScope(userId: bigint): Scope {
  return `person:${userId}`;
}

export function departmentScope(departmentId: bigint): Scope {
  return `department:${departmentId}`;
}

/** Id of a person or department scope; undefined for the company. */
export function idOfScope(scope: Scope): bigint | undefined {
  const id = scope.split(':')[1];
  return id === undefined ? undefined : BigInt(id);
}

export function isPersonScope(scope: Scope): boolean {
  return scope.startsWith('person:');
}

const keyOf = (line: { metric: string; scope: string }): string => `${line.metric} ${line.scope}`;

/** The plan after a draft: drafted lines replace or remove, all others stay. Ordered by metric and scope. */
export function applyDraft(lines: readonly PlanLine[], draft: readonly DraftLine[]): PlanLine[] {
  const result = new Map(lines.map((line) => [keyOf(line), line]));
  for (const line of draft) {
    if (line.value === null) result.delete(keyOf(line));
    else result.set(keyOf(line), { metric: line.metric, scope: line.scope, value: line.value });
  }
  return [...result.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** People whose own lines differ between two versions: only they are asked to sign again. */
export function listChangedPeople(before: readonly PlanLine[], after: readonly PlanLine[]): bigint[] {
  const old = new Map(before.map((line) => [keyOf(line), line.value]));
  const now = new Map(after.map((line) => [keyOf(line), line.value]));
  const changed = new Set<bigint>();
  for (const line of [...before, ...after]) {
    const id = idOfScope(line.scope);
    if (id !== undefined && isPersonScope(line.scope) && old.get(keyOf(line)) !== now.get(keyOf(line))) changed.add(id);
  }
  return [...changed].sort((a, b) => (a < b ? -1 : 1));
}

export function findTarget(lines: readonly PlanLine[], metric: Metric, scope: Scope): bigint | null {
  return lines.find((line) => line.metric === metric && line.scope === scope)?.value ?? null;
}
