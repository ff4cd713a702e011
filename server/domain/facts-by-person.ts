import type { OpenGroup } from './forecast/weighted-pipeline.ts';
import type { CallDay, MonthFacts, OverdueSum, WonDay } from './month-facts.ts';
import type { Scope } from './plan.ts';
import { peopleInScope } from './scope.ts';

/** The facts of some people. */
export interface ScopeFacts {
  readonly won: readonly WonDay[];
  readonly open: readonly OpenGroup[];
  readonly overdue: readonly OverdueSum[];
  readonly calls: readonly CallDay[];
}

/** Facts inside a scope; the company has everybody's, also of people the structure does not know. */
export function factsInScope(facts: MonthFacts, scope: Scope): ScopeFacts {
  const people = peopleInScope(facts.team, scope);
  if (people === undefined) return facts;
  const known = byPerson(facts);
  const own = [...people].flatMap((userId) => known.get(userId) ?? []);
  const [first] = own;
  if (first !== undefined && own.length === 1) return first;
  return {
    won: own.flatMap((person) => person.won),
    open: own.flatMap((person) => person.open),
    overdue: own.flatMap((person) => person.overdue),
    calls: own.flatMap((person) => person.calls),
  };
}

interface PersonFacts extends ScopeFacts {
  readonly won: WonDay[];
  readonly open: OpenGroup[];
  readonly overdue: OverdueSum[];
  readonly calls: CallDay[];
}

/** A screen asks for every person of the same facts. */
const sorted = new WeakMap<MonthFacts, ReadonlyMap<bigint, PersonFacts>>();

function byPerson(facts: MonthFacts): ReadonlyMap<bigint, PersonFacts> {
  const known = sorted.get(facts);
  if (known !== undefined) return known;
  const people = new Map<bigint, PersonFacts>();
  const of = (userId: bigint): PersonFacts => {
    const person = people.get(userId) ?? { won: [], open: [], overdue: [], calls: [] };
    people.set(userId, person);
    return person;
  };
  for (const day of facts.won) of(day.responsibleId).won.push(day);
  for (const group of facts.open) of(group.responsibleId).open.push(group);
  for (const item of facts.overdue) of(item.responsibleId).overdue.push(item);
  for (const day of facts.calls) of(day.userId).calls.push(day);
  sorted.set(facts, people);
  return people;
}

/** Everybody who has any fact. */
export function peopleWithFacts(facts: MonthFacts): bigint[] {
  return [...byPerson(facts).keys()];
}
