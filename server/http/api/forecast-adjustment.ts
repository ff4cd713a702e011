import type { ForecastAdjustment } from '#contract/forecast-adjustment.ts';
import { lastDay, type Month } from '#domain/period.ts';
import { fromDecimal } from '#domain/money.ts';
import { AppError } from '#kernel/errors.ts';
import { addAdjustment, listAdjustmentHistory, lockAdjustments } from '#store/forecast-adjustments.ts';
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
    history: history.map(({ revision, value, reason, setBy, setAt }) => ({
      ...{ revision, reason, value: money(value) },
      setBy: { userId: String(setBy), name: fullName(context.team, setBy) },
      setAt: setAt.toISOString(),
    })),
  };
}

export async function replySetForecastAdjustment(
  context: PortalContext,
  request: Asked & { value: string; reason: string; baseRevision: number },
): Promise<ForecastAdjustment> {
  const { tx, now, session, today } = context;
  if (today > lastDay(request.month)) throw new AppError('conflict', 'The month is over, there is nothing left to forecast');
  await lockAdjustments(tx);
  const userId = BigInt(request.userId);
  const [last] = await listAdjustmentHistory(tx, request.month, userId);
  const revision = last?.revision ?? 0;
  if (revision !== request.baseRevision) throw new AppError('conflict', 'Somebody has set another adjustment meanwhile');
  const value = fromDecimal(request.value, context.portal.currencyDigits);
  if (value === (last?.value ?? 0n)) throw new AppError('bad-request', 'The adjustment would stay the same');
  await addAdjustment(tx, request.month, {
    userId,
    revision: revision + 1,
    value,
    reason: request.reason,
    setBy: session.userId,
    setAt: now,
  });
  await context.changed('facts');
  return replyForecastAdjustment(context, request);
}
