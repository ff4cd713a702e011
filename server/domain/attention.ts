import type { MonthFacts } from './month-facts.ts';
import { readMonthClock } from './overview.ts';
import { overdueInScope } from './drill-down.ts';
import { factsInScope } from './facts-by-person.ts';
import { listDays, monthOf, type Day } from './period.ts';
import { personScope, type Scope } from './plan.ts';
import { findTargetOn } from './plan-in-force.ts';
import { listRedCells } from './review/red-cells.ts';
import { isWorkday, lastWorkdays } from './workdays.ts';

/** What needs a word from the head; texts are written elsewhere. Money in minor units. */
export type Attention =
  | { readonly kind: 'no-calls'; readonly userId: bigint; readonly workdays: number }
  /** `workdays` since the pace has been red without a decision; null where that cannot be told. */
  | { readonly kind: 'behind'; readonly userId: bigint; readonly deviation: bigint; readonly workdays: number | null }
  | { readonly kind: 'overdue'; readonly deals: number; readonly sum: bigint };

/** What is known of people beside the facts of the month. */
export interface KnownOfPeople {
  /** Days a person is away by the portal's calendar. */
  readonly isAbsent: (userId: bigint, day: Day) => boolean;
  /** Somebody has decided already what is done about the person's plan. */
  readonly isDecided: (userId: bigint) => boolean;
}

/** Working days without a call, for a person with a norm, that are worth a word. */
const silentWorkdays = 3;

/** People who stopped calling, people who are behind without a decision, the furthest first, and deals past their close date. */
export function listAttention(facts: MonthFacts, scope: Scope, people: readonly bigint[], known: KnownOfPeople): Attention[] {
  const overdue = overdueInScope(facts, scope);
  const items: Attention[] = [...listSilent(facts, people, known), ...listBehind(facts, people, known)];
  if (overdue.deals > 0) items.push({ kind: 'overdue', deals: overdue.deals, sum: overdue.value });
  return items;
}

function listSilent(facts: MonthFacts, people: readonly bigint[], { isAbsent }: KnownOfPeople): Attention[] {
  const days = lastWorkdays(facts.calendar, facts.today, silentWorkdays);
  return people.flatMap((userId): Attention[] => {
    const norm = findTargetOn(facts, 'calls', personScope(userId), facts.today);
    if (norm === null || norm === 0n || days.length < silentWorkdays) return [];
    const own = factsInScope(facts, personScope(userId)).calls;
    // Somebody without a single call before is not somebody who stopped calling; a missed call still is one.
    if (own.length === 0 || own.some((day) => days.includes(day.day) || day.day >= facts.today)) return [];
    return days.some((day) => isAbsent(userId, day)) ? [] : [{ kind: 'no-calls', userId, workdays: silentWorkdays }];
  });
}

function listBehind(facts: MonthFacts, people: readonly bigint[], { isDecided }: KnownOfPeople): Attention[] {
  if (readMonthClock(facts).passed.length === 0) return [];
  return listRedCells(facts, people)
    .filter(({ metric, userId }) => metric === 'revenue' && !isDecided(userId))
    .sort((a, b) => (a.deviation < b.deviation ? -1 : 1))
    .map(({ userId, deviation, redSince }) => ({
      kind: 'behind',
      userId,
      deviation,
      workdays: redSince === null ? null : countWorkdays(facts, redSince),
    }));
}

/** Working days of the month that have ended since a close, that day among them. */
function countWorkdays({ calendar, month, today }: MonthFacts, since: Day): number {
  return listDays(month).filter((day) => day >= since && day < today && monthOf(day) === month && isWorkday(calendar, day)).length;
}

/** How many things at most ask for attention at once. */
const mostItems = 7;

/**
 * The seven that matter most: of each kind, in the order of kinds, the first one, and then what room there is left for
 * further ones. So nobody who has stopped calling hides that a decision is overdue.
 */
export function pickAttention<Item extends { readonly kind: string }>(items: readonly Item[], kinds: readonly Item['kind'][]): Item[] {
  const byKind = kinds.map((kind) => items.filter((item) => item.kind === kind));
  const deepest = Math.max(0, ...byKind.map((own) => own.length));
  const inTurns = Array.from({ length: deepest }, (_, turn) => byKind.flatMap((own) => own.slice(turn, turn + 1))).flat();
  const picked = new Set(inTurns.slice(0, mostItems));
  return byKind.flat().filter((item) => picked.has(item));
}
