import type { AttentionItem, Signing } from '#contract/overview.ts';
import { isWaiting } from '#domain/acknowledgement.ts';
import { listAttention } from '#domain/attention.ts';
import type { MonthFacts } from '#domain/month-facts.ts';
import { daysBetween, monthOf, shiftMonth, type Day, type Month } from '#domain/period.ts';
import type { Scope } from '#domain/plan.ts';
import { peopleInScope } from '#domain/scope.ts';
import { listName, type PortalContext } from './portal-context.ts';
import type { SigningPerson } from './signing.ts';
import type { Money } from './wire-values.ts';

/** Who has signed what, by month. */
type SigningByMonth = ReadonlyMap<Month, readonly SigningPerson[]>;

/** Months whose sheets may be waiting for an answer. */
export const signingMonths = (today: Day): readonly [current: Month, next: Month] => [monthOf(today), shiftMonth(monthOf(today), 1)];

/** At most seven things that need a word, numbers first. */
export function listAttentionItems(
  context: PortalContext,
  given: { facts: MonthFacts; scope: Scope; signing: SigningByMonth },
  money: Money,
): AttentionItem[] {
  const { facts, scope } = given;
  const people = [...(peopleInScope(context.team, scope) ?? context.team.members.map((member) => member.userId))];
  const items = listAttention(facts, scope, people).map((item): AttentionItem => {
    if (item.kind === 'overdue') return { kind: 'overdue', deals: item.deals, sum: money(item.sum) };
    const who = { userId: String(item.userId), name: listName(context.team, item.userId) };
    return item.kind === 'behind'
      ? { kind: 'behind', ...who, deviation: money(item.deviation) }
      : { kind: 'no-calls', ...who, workdays: item.workdays };
  });
  const signing = signingMonths(context.today).flatMap((month) => toSigningItems(month, given.signing.get(month) ?? [], context));
  return [...items, ...signing].slice(0, 7);
}

function toSigningItems(month: Month, people: readonly SigningPerson[], context: PortalContext): AttentionItem[] {
  const answers = people.flatMap((person): AttentionItem[] => {
    const who = { userId: String(person.userId), name: listName(context.team, person.userId), text: person.text ?? '', month };
    if (person.state === 'signed-with-objections') return [{ kind: 'objection', ...who }];
    return person.state === 'refused' ? [{ kind: 'refusal', ...who }] : [];
  });
  const waiting = people.filter((person) => isWaiting(person.state));
  if (waiting.length === 0) return answers;
  return [
    ...answers,
    {
      kind: 'unsigned',
      month,
      total: people.length,
      waiting: waiting.map((person) => ({
        userId: String(person.userId),
        name: listName(context.team, person.userId),
        version: person.version,
        days: Math.max(0, daysBetween(person.sentOn, context.today)),
      })),
    },
  ];
}

/** The newest of this and the next month that was sent to anybody. */
export function describeNextSigning(today: Day, signing: SigningByMonth): Signing | null {
  for (const month of signingMonths(today).toReversed()) {
    const people = signing.get(month) ?? [];
    if (people.length === 0) continue;
    const count = (state: string): number => people.filter((person) => person.state === state).length;
    return {
      month,
      signed: count('signed'),
      withObjections: count('signed-with-objections'),
      refused: count('refused'),
      onPaper: count('on-paper'),
      waiting: people.filter((person) => isWaiting(person.state)).length,
    };
  }
  return null;
}
