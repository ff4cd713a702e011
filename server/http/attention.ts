import type { AttentionItem, Signing } from '#contract/overview.ts';
import { isWaiting } from '#domain/acknowledgement.ts';
import { listAttention } from '#domain/attention.ts';
import type { MonthFacts } from '#domain/month-facts.ts';
import { daysBetween, monthOf, shiftMonth, type Month } from '#domain/period.ts';
import type { Scope } from '#domain/plan.ts';
import { peopleInScope } from '#domain/scope.ts';
import { listName, type PortalContext } from './portal-context.ts';
import { readSigning, type SigningPerson } from './signing.ts';
import type { Money } from './wire-values.ts';

/** At most seven things that need a word, numbers first. */
export async function readAttention(context: PortalContext, facts: MonthFacts, scope: Scope, money: Money): Promise<AttentionItem[]> {
  const people = [...(peopleInScope(context.team, scope) ?? context.team.members.map((member) => member.userId))];
  const items = listAttention(facts, scope, people).map((item): AttentionItem => {
    if (item.kind === 'overdue') return { kind: 'overdue', deals: item.deals, sum: money(item.sum) };
    const who = { userId: String(item.userId), name: listName(context.team, item.userId) };
    return item.kind === 'behind'
      ? { kind: 'behind', ...who, deviation: money(item.deviation) }
      : { kind: 'no-calls', ...who, workdays: item.workdays };
  });
  const months = [monthOf(context.today), shiftMonth(monthOf(context.today), 1)];
  const signing: AttentionItem[] = [];
  for (const month of months) signing.push(...toSigningItems(month, await readSigning(context, month, scope), context));
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
export async function readNextSigning(context: PortalContext, scope: Scope): Promise<Signing | null> {
  const current = monthOf(context.today);
  for (const month of [shiftMonth(current, 1), current]) {
    const people = await readSigning(context, month, scope);
    if (people.length === 0) continue;
    const count = (state: string): number => people.filter((person) => person.state === state).length;
    return {
      month,
      signed: count('signed'),
      withObjections: count('signed-with-objections'),
      refused: count('refused'),
      waiting: people.filter((person) => isWaiting(person.state)).length,
    };
  }
  return null;
}
