import type { MonthFacts } from './month-facts.ts';
import { computeScope, readMonthClock } from './overview.ts';
import { overdueInScope } from './drill-down.ts';
import { factsInScope } from './facts-by-person.ts';
import { personScope, type Scope } from './plan.ts';
import { findTargetOn } from './plan-in-force.ts';
import { lastWorkdays } from './workdays.ts';

/** What needs a word from the head; texts are written elsewhere. Money in minor units. */
export type Attention =
  | { readonly kind: 'no-calls'; readonly userId: bigint; readonly workdays: number }
  | { readonly kind: 'behind'; readonly userId: bigint; readonly deviation: bigint }
  | { readonly kind: 'overdue'; readonly deals: number; readonly sum: bigint };

/** Working days without a call, for a person with a norm, that are worth a word. */
const silentWorkdays = 3;

/** People who stopped calling, at most two who are furthest behind, and deals past their close date. */
export function listAttention(facts: MonthFacts, scope: Scope, people: readonly bigint[]): Attention[] {
  const overdue = overdueInScope(facts, scope);
  const items: Attention[] = [...listSilent(facts, people), ...listFurthestBehind(facts, people)];
  if (overdue.deals > 0) items.push({ kind: 'overdue', deals: overdue.deals, sum: overdue.value });
  return items;
}

function listSilent(facts: MonthFacts, people: readonly bigint[]): Attention[] {
  const days = lastWorkdays(facts.calendar, facts.today, silentWorkdays);
  return people.flatMap((userId): Attention[] => {
    const norm = findTargetOn(facts, 'calls', personScope(userId), facts.today);
    if (norm === null || norm === 0n || days.length < silentWorkdays) return [];
    const own = factsInScope(facts, personScope(userId)).calls;
    // Somebody without a single call before is not somebody who stopped calling; a missed call still is one.
    if (own.length === 0 || own.some((day) => days.includes(day.day) || day.day >= facts.today)) return [];
    return [{ kind: 'no-calls', userId, workdays: silentWorkdays }];
  });
}

function listFurthestBehind(facts: MonthFacts, people: readonly bigint[]): Attention[] {
  if (readMonthClock(facts).passed.length === 0) return [];
  const behind = people
    .map((userId) => ({ userId, numbers: computeScope(facts, personScope(userId)) }))
    .filter(({ numbers }) => numbers.status === 'behind')
    .sort((a, b) => (a.numbers.deviation < b.numbers.deviation ? -1 : 1));
  return behind.slice(0, 2).map(({ userId, numbers }) => ({ kind: 'behind', userId, deviation: numbers.deviation }));
}
