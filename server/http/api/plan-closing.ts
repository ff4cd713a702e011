import type { PlanGrid } from '#contract/plan.ts';
import type { PeriodKey } from '#domain/planning/plan-period.ts';
import { AppError } from '#kernel/errors.ts';
import type { KeyRing } from '#kernel/key-ring.ts';
import { toCanonicalJson } from '#ledger/canonical-json.ts';
import { hashFacts, hashText } from '#ledger/entry.ts';
import type { SealKey } from '#ledger/seal.ts';
import { saveClosedFacts, saveClosing, saveReopening } from '#store/plan-closing.ts';
import { findLastVersion, takePlan } from '#store/plans.ts';
import { readPeriod } from '../asked-period.ts';
import { appendEntry } from '../ledger-entry.ts';
import { toOneLine } from '../one-line.ts';
import { takeOpenPlan } from '../open-plan.ts';
import { readPartResults } from '../part-results.ts';
import { readResults } from '../period-results.ts';
import type { PortalContext } from '../portal-context.ts';
import { replyPlan } from './plans.ts';

/** Keeps what an ended period was judged by and what it came to; from then on nothing is planned in it. */
export async function replyClose(context: PortalContext, request: { month: PeriodKey }, sealKeys: KeyRing<SealKey>): Promise<PlanGrid> {
  const { tx, session, now } = context;
  const period = readPeriod(request.month);
  if (context.today <= period.to) throw new AppError('bad-request', `${request.month} has not ended yet`);
  const plan = await takeOpenPlan(context, request.month);
  const last = await findLastVersion(tx, plan.planId);
  if (last === undefined) throw new AppError('bad-request', 'A period without a published plan is not closed');
  const { results, sourceOf } = await readResults(context, period);
  const parts = await readPartResults(context, period.key, last);
  const kept = [...results.map((result) => ({ ...result, dimensions: '' })), ...parts].map((result) => ({
    ...result,
    version: last.version,
    source: sourceOf(result.metric),
  }));
  await saveClosedFacts(tx, plan.planId, kept, now);
  await saveClosing(tx, plan.planId, { userId: session.userId, now });
  const written = kept.map(({ target, fact, items, ...one }) => ({
    ...one,
    target: target === null ? null : String(target),
    fact: fact === null ? null : String(fact),
    items: items === null ? null : String(items),
  }));
  await appendEntry(context, sealKeys, {
    type: 'plan.closed',
    actor: authorOf(context),
    body: { planId: plan.planId, month: request.month, version: last.version, factsSha256: hashFacts(toCanonicalJson(written)) },
  });
  await context.changed('plans');
  return replyPlan(context, request);
}

/** The undo of a closing: the month is open as it was before, and its facts are live again. */
export async function replyReopen(
  context: PortalContext,
  request: { month: PeriodKey; reason: string },
  sealKeys: KeyRing<SealKey>,
): Promise<PlanGrid> {
  const { tx, session, now } = context;
  const reason = toOneLine(request.reason);
  if (reason === '') throw new AppError('bad-request', 'Opening a closed plan needs a reason');
  const plan = await takePlan(tx, request.month, { userId: session.userId, now });
  if (plan.closedAt === null) throw new AppError('conflict', 'The plan is open');
  await saveReopening(tx, plan.planId, { userId: session.userId, now, reason });
  await appendEntry(context, sealKeys, {
    type: 'plan.reopened',
    actor: authorOf(context),
    body: { planId: plan.planId, month: request.month, closedAt: plan.closedAt.toISOString(), reasonSha256: hashText(reason) },
  });
  await context.changed('plans');
  return replyPlan(context, request);
}

function authorOf({ session }: PortalContext) {
  return { uid: String(session.userId), role: 'author', sid: session.sessionId, level: 'L1' } as const;
}
