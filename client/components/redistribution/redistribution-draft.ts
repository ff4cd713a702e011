import type { PlanDimensionLine } from '#contract/plan-dimensions.ts';
import type { PlanGrid } from '#contract/plan.ts';
import type { Language, Metric, Scope } from '#contract/wire.ts';
import { sum } from '#domain/money.ts';
import { redistribute, type Redistribution } from '#domain/planning/redistribute.ts';
import { type AmountScale, parseTyped, readAmount } from '#components/planning/plan-amount.ts';

/** Between whom or what a plan is moved: people, or parts of what they sell. */
export type Between = 'people' | 'clients' | 'goods';

/** Somebody's target, or a part of it, that may give or take. */
export interface MovableRow {
  readonly id: string;
  readonly scope: Scope;
  /** Empty for the whole target. */
  readonly key: string;
  readonly name: string;
  readonly value: bigint | null;
  /** Why nothing may be typed here: one's own plan, or somebody who has left and has nothing to give. */
  readonly lock: 'own' | 'left' | null;
}

/** What is sold, as the plan of the month names it. */
export interface Part {
  readonly key: string;
  readonly title: string;
}

/** Somebody whose plan the viewer may change. */
export interface Receiver {
  readonly scope: Scope;
  readonly name: string;
}

export interface MoveDraft {
  readonly moves: readonly { readonly scope: Scope; readonly key: string; readonly delta: bigint }[];
  /** Rows whose text nobody can read as an amount. */
  readonly unclear: readonly string[];
  /** Σ of what is given and taken: nothing when it is a redistribution. */
  readonly rest: bigint;
  readonly outcome: Redistribution;
}

interface Sources {
  readonly grid: Pick<PlanGrid, 'people' | 'published' | 'editable'>;
  readonly parts: readonly PlanDimensionLine[];
  readonly metric: Metric;
  readonly scale: AmountScale;
}

/** `added` are rows of parts for people who have no target of them yet. */
export function movableRows(
  { grid, parts, metric, scale }: Sources,
  between: Between,
  added: readonly (Part & Receiver)[] = [],
): MovableRow[] {
  const editable = new Set(grid.editable);
  const nameOf = namesOf(grid);
  const whole = new Map(grid.published.filter((line) => line.metric === metric).map((line) => [line.scope, line.value]));
  if (between === 'people') {
    return grid.people.flatMap((person) => {
      const scope = `person:${person.userId}`;
      const value = whole.get(scope);
      if (!person.isActive && value === undefined) return [];
      const lock = !editable.has(scope) ? ('own' as const) : !person.isActive && value === undefined ? ('left' as const) : null;
      return [
        row({ scope, key: '', name: nameOf.get(scope) ?? scope, value: value === undefined ? null : readAmount(value, scale), lock }),
      ];
    });
  }
  const known = parts.flatMap(({ scope, key, title, published }) => {
    const person = nameOf.get(scope);
    if (person === undefined || published === null || !isOf(between, key)) return [];
    const lock = editable.has(scope) ? null : ('own' as const);
    return [row({ scope, key, name: `${title || key} · ${person}`, value: readAmount(published, scale), lock })];
  });
  const ids = new Set(known.map(({ id }) => id));
  const further = added
    .filter(({ key }) => isOf(between, key))
    .map(({ title, name, ...one }) => row({ ...one, name: `${title} · ${name}`, value: null, lock: null }));
  const once = new Map(further.map((one) => [one.id, one]));
  return [...known, ...[...once.values()].filter(({ id }) => !ids.has(id))];
}

/** What of the plan can be handed to somebody who has none of it. */
export function listParts({ parts }: Pick<Sources, 'parts'>, between: Between): Part[] {
  const known = parts.filter(({ key, published }) => published !== null && isOf(between, key));
  return [...new Map(known.map(({ key, title }) => [key, { key, title: title || key }])).values()];
}

/** People at work whose plan the viewer may change. */
export function listReceivers({ grid }: Pick<Sources, 'grid'>): Receiver[] {
  const editable = new Set(grid.editable);
  const nameOf = namesOf(grid);
  return grid.people.flatMap(({ userId, isActive }) => {
    const scope: Scope = `person:${userId}`;
    return isActive && editable.has(scope) ? [{ scope, name: nameOf.get(scope) ?? scope }] : [];
  });
}

const isOf = (between: Between, key: string): boolean => key.includes('client=') === (between === 'clients');

const namesOf = (grid: Sources['grid']): Map<string, string> =>
  new Map(grid.people.map((person) => [`person:${person.userId}`, `${person.lastName} ${person.firstName}`.trim()]));

const row = (given: Omit<MovableRow, 'id'>): MovableRow => ({ id: `${given.scope} ${given.key}`.trim(), ...given });

/** Which of the three there is anything to move between. */
export function possibleBetween(sources: Sources): Between[] {
  return (['people', 'clients', 'goods'] as const).filter((between) => between === 'people' || movableRows(sources, between).length > 0);
}

/** What has been typed, judged as the server judges it. */
export function readMoves(
  rows: readonly MovableRow[],
  typed: ReadonlyMap<string, string>,
  scale: AmountScale,
  language: Language,
): MoveDraft {
  const read = rows.map((one) => ({ one, delta: parseDelta(typed.get(one.id) ?? '', scale, language) }));
  const moves = read.flatMap(({ one: { scope, key }, delta }) => (delta === null || delta === 0n ? [] : [{ scope, key, delta }]));
  const targets = rows.flatMap(({ scope, key, value }) => (value === null ? [] : [{ scope, key, value }]));
  return {
    moves,
    unclear: read.flatMap(({ one, delta }) => (delta === null ? [one.id] : [])),
    rest: sum(moves.map(({ delta }) => delta)),
    outcome: redistribute(targets, moves),
  };
}

/** A change is typed with its sign, like the numbers of a plan otherwise; null when it is none, nothing when empty. */
export function parseDelta(text: string, scale: AmountScale, language: Language): bigint | null {
  const trimmed = text.trim();
  const sign = /^[-−–]/.test(trimmed) ? -1n : 1n;
  const amount = parseTyped(trimmed.replace(/^[-−–+]\s*/, ''), scale, language);
  if (amount.kind === 'amount') return sign * amount.minor;
  return amount.kind === 'empty' && !/^[-−–+]/.test(trimmed) ? 0n : null;
}
