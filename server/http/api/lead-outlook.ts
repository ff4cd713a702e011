import type { LeadOutlook } from '#contract/lead-outlook.ts';
import { defaultCallSeconds } from '#domain/intensity/calls.ts';
import { computeScope } from '#domain/overview.ts';
import { monthOf } from '#domain/period.ts';
import { personScope } from '#domain/plan.ts';
import { findTargetOn } from '#domain/plan-in-force.ts';
import { findLastTouch } from '#store/call-facts.ts';
import { findFactTimes } from '#store/data-health.ts';
import { readContacts, readProcessing } from '../contacts.ts';
import { readMonthFacts } from '../month-facts.ts';
import type { PortalContext } from '../portal-context.ts';
import { createMoney, orNull } from '../wire-values.ts';
import { findWaitingPlan, readLastTouch } from './deal-outlook.ts';

export async function replyLeadOutlook(context: PortalContext, request: { leadId: string }): Promise<LeadOutlook> {
  const month = monthOf(context.today);
  const scope = personScope(context.session.userId);
  const facts = await readMonthFacts(context, month, scope);
  const numbers = computeScope(facts, scope);
  const money = createMoney(context.portal.currencyDigits);
  const leadId = BigInt(request.leadId);
  const touch = await readLastTouch(context, 1, leadId);
  const { dealsAt, callsAt } = await findFactTimes(context.tx);
  const norm = findTargetOn(facts, 'calls', scope, facts.today);
  return {
    leadId: request.leadId,
    month,
    currency: context.portal.baseCurrency,
    plan: orNull(numbers.plan, money),
    fact: money(numbers.fact),
    attainment: numbers.attainment,
    calls: {
      today: facts.calls
        .filter((day) => day.userId === context.session.userId && day.day === context.today)
        .reduce((total, day) => total + day.counted, 0),
      norm: norm === null ? null : Number(norm),
      seconds: defaultCallSeconds,
      source: facts.callSource,
    },
    lastTouch: touch === null ? null : { at: touch.at, direction: touch.direction, days: touch.days },
    touches: (await findLastTouch(context.tx, { ownerKind: 1, ownerId: leadId, before: context.now }))?.touches ?? 0,
    processing: await readProcessing(context, leadId),
    contacts: await readContacts(context, 1, leadId),
    factsAt: (dealsAt ?? context.portal.installedAt).toISOString(),
    callsAt: callsAt?.toISOString() ?? null,
    waitingPlan: await findWaitingPlan(context),
  };
}
