import type { ManualMetric, ValueHistory } from '#contract/manual-metrics.ts';
import { fromDecimal } from '#domain/money.ts';
import { unitDigits } from '#domain/planning/metric.ts';
import { listDays, monthOf, type Day } from '#domain/period.ts';
import { AppError } from '#kernel/errors.ts';
import type { Resource } from '#policy/can.ts';
import { findManualMetric, lockManualMetric, type StoredManualMetric } from '#store/manual-metrics.ts';
import { addManualValue, listValueEntries } from '#store/manual-values.ts';
import { createValueWriter } from '../manual-metric-rows.ts';
import { findMember, fullName, listName, type PortalContext } from '../portal-context.ts';
import { changedMetric } from './manual-metrics.ts';

interface ValuePath {
  readonly metricId: string;
  readonly userId: string;
}

/** The number a request is about; of a metric there is not, nobody is named. */
export async function toValueResource({ tx }: PortalContext, { metricId, userId }: ValuePath): Promise<Resource> {
  const metric = await findManualMetric(tx, metricId);
  return { kind: 'metric-value', userId: BigInt(userId), namedId: metric?.enteredBy ?? null };
}

export async function replyEnterValue(
  context: PortalContext,
  request: ValuePath & { day: Day; value: string | null },
): Promise<ManualMetric> {
  const { tx, session, now } = context;
  const metric = getMetric(await lockManualMetric(tx, request.metricId), request);
  if (metric.archivedAt !== null) throw new AppError('conflict', 'The metric is in the archive');
  checkDay(context, request.day);
  const entry = {
    metricId: metric.id,
    userId: getUserId(context, request),
    day: request.day,
    value: parseValue(context, metric, request.value),
  };
  await addManualValue(tx, entry, { userId: session.userId, now });
  return changedMetric(context, metric.id);
}

const mostEntries = 200;

export async function replyValueHistory(context: PortalContext, request: ValuePath): Promise<ValueHistory> {
  const metric = getMetric(await findManualMetric(context.tx, request.metricId), request);
  const userId = getUserId(context, request);
  const write = createValueWriter(context, metric);
  const entries = await listValueEntries(context.tx, { metricId: metric.id, userId }, mostEntries);
  return {
    metricId: metric.id,
    userId: request.userId,
    name: listName(context.team, userId),
    entries: entries.map((entry) => ({
      day: entry.day,
      value: write(entry.value),
      enteredAt: entry.enteredAt.toISOString(),
      enteredBy: fullName(context.team, entry.enteredBy),
      isValid: entry.isValid,
    })),
  };
}

function getMetric(metric: StoredManualMetric | undefined, { metricId }: ValuePath): StoredManualMetric {
  if (metric === undefined) throw new AppError('not-found', `There is no metric ${metricId}`);
  return metric;
}

/** Numbers of people who have left stay and can be put right. */
function getUserId({ team }: PortalContext, { userId }: ValuePath): bigint {
  if (findMember(team, BigInt(userId)) === undefined) throw new AppError('not-found', `The portal names nobody of the number ${userId}`);
  return BigInt(userId);
}

function checkDay({ today }: PortalContext, day: Day): void {
  if (!listDays(monthOf(day)).includes(day)) throw new AppError('bad-request', `There is no day ${day}`);
  if (day > today) throw new AppError('bad-request', `The day ${day} is still to come`);
}

/** Far from what the store's whole numbers end at. */
const largest = 10n ** 15n;

function parseValue({ portal }: PortalContext, metric: StoredManualMetric, text: string | null): bigint | null {
  if (text === null) return null;
  const digits = unitDigits(metric.unit, portal.currencyDigits);
  const fraction = (text.split('.')[1] ?? '').replace(/0+$/, '');
  if (fraction.length > digits) throw new AppError('bad-request', `At most ${digits} decimal places`);
  const value = fromDecimal(text, digits);
  if (value > largest || value < -largest) throw new AppError('bad-request', 'The number is too large');
  return value;
}
