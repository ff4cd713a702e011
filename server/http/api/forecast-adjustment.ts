import type { ForecastAdjustment } from '#contract/forecast-adjustment.ts';
import { lastDay, type Month } from '#domain/period.ts';
import { fromDecimal } from '#domain/money.ts';
import { AppError } from '#kernel/errors.ts';
import { findDeal } from '#store/facts.ts';
import { addAdjustment, listAdjustmentHistory, lockAdjustments, type StoredAdjustment } from '#store/forecast-adjustments.ts';
import { fullName, type PortalContext } from '../portal-context.ts';
import { createMoney } from '../wire-values.ts';

interface Asked {
  readonly month: Month;
  readonly userId: string;
}

export async function replyForecastAdjustment(context: PortalContext, { month, userId }: Asked): Promise<ForecastAdjustment> {
  const money = createMoney(context.portal.currencyDigits);
  const history = await listAdjustmentHistory(context.tx, month, BigInt(userId));
  return {
    month,
    userId,
    currency: context.portal.baseCurrency,
    history: history.map(({ revision, value, reason, dealIds, setBy, setAt }) => ({
      ...{ revision, reason, value: money(value), dealIds: dealIds.map(String) },
      setBy: { userId: String(setBy), name: fullName(context.team, setBy) },
      setAt: setAt.toISOString(),
    })),
  };
}

export async function replySetForecastAdjustment(
  context: PortalContext,
  request: Asked & { value: string; reason: string; dealIds: readonly string[]; baseRevision: number },
): Promise<ForecastAdjustment> {
  const { tx, now, session, today } = context;
  if (today > lastDay(request.month)) throw new AppError('conflict', 'The month is over, there is nothing left to forecast');
  await lockAdjustments(tx);
  const userId = BigInt(request.userId);
  const [last] = await listAdjustmentHistory(tx, request.month, userId);
  const revision = last?.revision ?? 0;
  if (revision !== request.baseRevision) throw new AppError('conflict', 'Somebody has set another adjustment meanwhile');
  const value = fromDecimal(request.value, context.portal.currencyDigits);
  // What is taken back holds nothing.
  const dealIds = value === 0n ? [] : [...new Set(request.dealIds.map(BigInt))].sort((a, b) => (a < b ? -1 : 1));
  await checkDeals(context, { userId, dealIds, known: last?.dealIds ?? [] });
  const { reason } = request;
  if (saysTheSame(last, { value, reason, dealIds })) return replyForecastAdjustment(context, request);
  await addAdjustment(tx, request.month, { userId, revision: revision + 1, value, reason, dealIds, setBy: session.userId, setAt: now });
  await context.changed('facts');
  return replyForecastAdjustment(context, request);
}

/** Open deals of the person; one that the adjustment held already stays in it whatever has become of it. */
async function checkDeals(
  { tx }: PortalContext,
  { userId, dealIds, known }: { userId: bigint; dealIds: readonly bigint[]; known: readonly bigint[] },
): Promise<void> {
  for (const dealId of dealIds) {
    if (known.includes(dealId)) continue;
    const deal = await findDeal(tx, dealId);
    if (deal?.responsibleId !== userId) throw new AppError('not-found', 'There is no such deal of the person');
    if (deal.semantics !== 'P') throw new AppError('conflict', 'The deal has ended meanwhile');
  }
}

/** The same once more is no change; another reason or other deals are one, and what is taken back already has none. */
function saysTheSame(last: StoredAdjustment | undefined, set: Pick<StoredAdjustment, 'value' | 'reason' | 'dealIds'>): boolean {
  if ((last?.value ?? 0n) !== set.value) return false;
  return last === undefined || set.value === 0n || (last.reason === set.reason && last.dealIds.join() === set.dealIds.join());
}
