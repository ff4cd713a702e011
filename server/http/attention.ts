import type { AttentionItem, Signing } from '#contract/attention.ts';
import { isWaiting } from '#domain/acknowledgement.ts';
import { listAttention, type KnownOfPeople } from '#domain/attention.ts';
import { isOverdue } from '#domain/corrective-action.ts';
import type { MonthFacts } from '#domain/month-facts.ts';
import { daysBetween, monthOf, shiftMonth, type Day, type Month } from '#domain/period.ts';
import { idOfScope, type Scope } from '#domain/plan.ts';
import type { StoredAlert } from '#store/activity-alerts.ts';
import type { StoredAction } from '#store/corrective-actions.ts';
import type { PushedDeal } from '#store/pushed-deals.ts';
import { listName, type PortalContext } from './portal-context.ts';
import type { SigningPerson } from './signing.ts';
import type { Money } from './wire-values.ts';

/** Who has signed what, by month. */
type SigningByMonth = ReadonlyMap<Month, readonly SigningPerson[]>;

/** Months whose sheets may be waiting for an answer. */
export const signingMonths = (today: Day): readonly [current: Month, next: Month] => [monthOf(today), shiftMonth(monthOf(today), 1)];

const whoIs = ({ team }: PortalContext, userId: bigint): { userId: string; name: string } => ({
  userId: String(userId),
  name: listName(team, userId),
});

/** People and deals that the numbers of the month speak of. */
export function listNumberItems(
  context: PortalContext,
  given: { facts: MonthFacts; scope: Scope; people: readonly bigint[]; known: KnownOfPeople },
  money: Money,
): AttentionItem[] {
  return listAttention(given.facts, given.scope, given.people, given.known).map((item): AttentionItem => {
    if (item.kind === 'overdue') return { kind: 'overdue', deals: item.deals, sum: money(item.sum) };
    const who = whoIs(context, item.userId);
    return item.kind === 'behind'
      ? { kind: 'behind', ...who, deviation: money(item.deviation), workdays: item.workdays }
      : { kind: 'no-calls', ...who, workdays: item.workdays };
  });
}

export function listPushedItems(context: PortalContext, deals: readonly PushedDeal[], money: Money): AttentionItem[] {
  return deals.map(({ dealId, responsibleId, pushes, amount }) => ({
    kind: 'pushed',
    ...whoIs(context, responsibleId),
    dealId: String(dealId),
    pushes,
    amount: money(amount),
  }));
}

/** One item for all alerts that nobody has answered; of whom something else was said already is left out. */
export function listActivityItems(
  context: PortalContext,
  alerts: readonly StoredAlert[],
  { answers, said }: { answers: readonly StoredAction[]; said: readonly AttentionItem[] },
): AttentionItem[] {
  const answered = new Set(answers.filter(({ state }) => state !== 'dropped').map(({ originId }) => originId));
  const named = new Set(said.flatMap((item) => (item.kind === 'no-calls' ? [item.userId] : [])));
  const open = alerts.filter(({ alertId, userId }) => !answered.has(alertId) && !named.has(String(userId)));
  const people = [...new Set(open.map(({ userId }) => userId))].map((userId) => whoIs(context, userId));
  return people.length === 0 ? [] : [{ kind: 'activity', people }];
}

/** Decisions about people of the scope, or given to them, whose deadline has passed; the latest ones last. */
export function listLateItems(
  context: PortalContext,
  actions: readonly StoredAction[],
  isOf: (userId: bigint | undefined) => boolean,
): AttentionItem[] {
  return actions
    .filter((action) => isOverdue(action, context.today) && (isOf(idOfScope(action.scope)) || isOf(action.ownerId)))
    .toSorted((a, b) => ((a.deadline ?? '') < (b.deadline ?? '') ? -1 : 1))
    .map(({ actionId, ownerId, words, deadline }) => ({
      kind: 'late-decision',
      ...whoIs(context, ownerId),
      actionId,
      words,
      days: deadline === null ? 0 : daysBetween(deadline, context.today),
    }));
}

/** What the sheets of this and the next month wait for, the month ahead first: there is still time for it. */
export function listSigningItems(context: PortalContext, signing: SigningByMonth): AttentionItem[] {
  return signingMonths(context.today)
    .toReversed()
    .flatMap((month) => toSigningItems(month, signing.get(month) ?? [], context));
}

const answerKinds: Readonly<Record<string, 'objection' | 'refusal'>> = { 'signed-with-objections': 'objection', refused: 'refusal' };

function toSigningItems(month: Month, people: readonly SigningPerson[], context: PortalContext): AttentionItem[] {
  const answers = people.flatMap((person): AttentionItem[] => {
    const who = { ...whoIs(context, person.userId), month };
    const kind = answerKinds[person.state];
    if (kind !== undefined) return [{ kind, ...who, text: person.text ?? '' }];
    return person.state === 'question' ? [{ kind: 'question', ...who }] : [];
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
        ...whoIs(context, person.userId),
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
