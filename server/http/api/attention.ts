import type { Attention, AttentionItem } from '#contract/attention.ts';
import { pickAttention } from '#domain/attention.ts';
import { shiftDay, type Month } from '#domain/period.ts';
import { personScope, type Scope } from '#domain/plan.ts';
import { peopleInScope } from '#domain/scope.ts';
import { listAlerts } from '#store/activity-alerts.ts';
import { listActions } from '#store/corrective-actions.ts';
import { listPushedDeals } from '#store/pushed-deals.ts';
import { listAbsentDays } from '#store/working-time.ts';
import * as items from '../attention.ts';
import { readFactSource, readMonthFacts } from '../month-facts.ts';
import { widestScope, type PortalContext } from '../portal-context.ts';
import { readSigningOf } from '../signing.ts';
import { createMoney } from '../wire-values.ts';
import { findNextReview } from './next-review.ts';

/** In the order they are shown: what went wrong, what waits for an answer, what is only late. */
const kinds: readonly AttentionItem['kind'][] = [
  'no-calls',
  'behind',
  'pushed',
  'refusal',
  'objection',
  'question',
  'unsigned',
  'overdue',
  'late-decision',
  'activity',
];

/** Older alerts are no news. */
const alertDays = 10;
/** Absences of the last days tell who is silent from who is away. */
const absenceDays = 14;
const manyPushes = 3;
const mostPushed = 2;

export async function replyAttention(context: PortalContext, request: { month: Month; scope?: Scope | undefined }): Promise<Attention> {
  const { tx, actor, team, today } = context;
  const scope = request.scope ?? widestScope(actor, team);
  const inScope = peopleInScope(team, scope);
  const people = [...(inScope ?? team.members.map((member) => member.userId))];
  const isOf = (userId: bigint | undefined): boolean =>
    userId !== undefined && actor.people.has(userId) && (inScope === undefined || inScope.has(userId));
  const money = createMoney(context.portal.currencyDigits);
  const decided = (await listActions(tx, { month: request.month })).filter(({ state }) => state !== 'dropped');
  const absent = new Set(
    (await listAbsentDays(tx, { from: shiftDay(today, -absenceDays), before: today })).map(({ user_id, day }) => `${user_id} ${day}`),
  );
  const known = {
    isAbsent: (userId: bigint, day: string) => absent.has(`${userId} ${day}`),
    isDecided: (userId: bigint) =>
      decided.some((action) => action.metric === 'revenue' && action.month === request.month && action.scope === personScope(userId)),
  };
  const facts = await readMonthFacts(context, request.month, scope);
  const numbers = items.listNumberItems(context, { facts, scope, people, known }, money);
  const pushed = await listPushedDeals(tx, await readFactSource(context), {
    atLeast: manyPushes,
    people: inScope === undefined ? null : people,
    limit: mostPushed,
  });
  const alerts = (await listAlerts(tx, shiftDay(today, -alertDays))).filter(({ userId }) => isOf(userId));
  const answers = await listActions(tx, { origin: 'alert', originIds: alerts.map(({ alertId }) => alertId) });
  const signing = await readSigningOf(context, items.signingMonths(today), scope);
  const found = [
    ...numbers,
    ...items.listPushedItems(context, pushed, money),
    ...items.listSigningItems(context, signing),
    ...items.listLateItems(context, await listActions(tx, { state: 'open' }), isOf),
    ...items.listActivityItems(context, alerts, { answers, said: numbers }),
  ];
  return {
    items: pickAttention(found, kinds),
    signing: items.describeNextSigning(today, signing),
    review: await findNextReview(context),
  };
}
