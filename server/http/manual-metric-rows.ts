import type { ManualMetric, ManualMetrics } from '#contract/manual-metrics.ts';
import { toDecimal } from '#domain/money.ts';
import { findWaiting } from '#domain/planning/manual-values.ts';
import { isValueOld, unitDigits } from '#domain/planning/metric.ts';
import { firstDay, monthOf, shiftMonth, type Day } from '#domain/period.ts';
import { can } from '#policy/can.ts';
import { listNamedIds, type StoredManualMetric } from '#store/manual-metrics.ts';
import { listNewestValues, mapManualMonths, type NewestValue, type PersonMonth } from '#store/manual-values.ts';
import { findMember, fullName, listName, type PortalContext } from './portal-context.ts';

/** Metrics with what the viewer may see of their numbers. */
export async function toWireMetrics(context: PortalContext, metrics: readonly StoredManualMetric[]): Promise<ManualMetric[]> {
  const month = monthOf(context.today);
  const newest = Map.groupBy(await listNewestValues(context.tx), ({ metricId }) => metricId);
  const span = { from: firstDay(month), before: firstDay(shiftMonth(month, 1)) };
  const metricIds = metrics.map(({ id }) => id);
  const months = await mapManualMonths(context.tx, metricIds, span);
  return metrics.map((metric) =>
    toWireMetric(context, metric, { newest: newest.get(metric.id) ?? [], months: months.get(metric.id) ?? [] }),
  );
}

/** The viewer is named in the metric, or an administrator. */
function entersForAll({ actor }: PortalContext, metric: Pick<StoredManualMetric, 'enteredBy'>): boolean {
  return actor.isAdmin || metric.enteredBy === actor.userId;
}

/** There is a metric whose numbers the viewer may enter: as whom it names, or for people below. */
export async function mayEnterSomething({ tx, actor }: PortalContext): Promise<boolean> {
  const namedIds = await listNamedIds(tx);
  const hasPeople = actor.isAdmin || [...actor.people].some((userId) => userId !== actor.userId);
  return actor.isActive && namedIds.length > 0 && (hasPeople || namedIds.includes(actor.userId));
}

/** By last name; people who do not work any more are not offered. */
export function listOfferedPeople(context: PortalContext, metrics: readonly StoredManualMetric[]): ManualMetrics['people'] {
  const isEverybody = metrics.some((metric) => entersForAll(context, metric)) || context.actor.isAdmin;
  return context.team.members
    .filter(({ isActive }) => isActive)
    .map(({ userId }) => ({
      userId: String(userId),
      name: listName(context.team, userId),
      isReached: can(context.actor, 'enter-value', { kind: 'metric-value', userId, namedId: null }),
    }))
    .filter(({ isReached }) => isReached || isEverybody)
    .sort((a, b) => a.name.localeCompare(b.name, 'ru'));
}

/** An entered number as it goes over the wire. */
export function createValueWriter(
  { portal }: PortalContext,
  metric: Pick<StoredManualMetric, 'unit'>,
): (value: bigint | null) => string | null {
  const digits = unitDigits(metric.unit, portal.currencyDigits);
  return (value) => (value === null ? null : toDecimal(value, digits));
}

function toWireMetric(
  context: PortalContext,
  metric: StoredManualMetric,
  { newest, months }: { newest: readonly NewestValue[]; months: readonly PersonMonth[] },
): ManualMetric {
  const { team, today, portal } = context;
  const isActive = (userId: bigint): boolean => findMember(team, userId)?.isActive === true;
  const working = new Set(team.members.flatMap((member) => (member.isActive ? [member.userId] : [])));
  const waiting = metric.archivedAt === null ? findWaiting(metric, newest, { today, working }) : null;
  const { id, name, unit, direction, overTime, enteredBy, oldAfterDays } = metric;
  return {
    metricId: id,
    name,
    unit,
    direction,
    overTime,
    oldAfterDays,
    enteredBy: enteredBy === null ? null : String(enteredBy),
    enteredByName: enteredBy === null ? null : fullName(team, enteredBy),
    isNamedGone: enteredBy !== null && !isActive(enteredBy),
    digits: unitDigits(unit, portal.currencyDigits),
    archivedAt: metric.archivedAt?.toISOString() ?? null,
    hasValues: metric.hasValues,
    isDue: waiting !== null,
    entersForAll: entersForAll(context, metric),
    values: newest
      .filter(({ userId }) => can(context.actor, 'see-value', { kind: 'metric-value', userId, namedId: enteredBy }))
      .map((value) => toWireValue(context, metric, { value, months, isActive: isActive(value.userId), today }))
      .sort((a, b) => a.name.localeCompare(b.name, 'ru')),
  };
}

function toWireValue(
  context: PortalContext,
  metric: StoredManualMetric,
  of: { value: NewestValue; months: readonly PersonMonth[]; isActive: boolean; today: Day },
): ManualMetric['values'][number] {
  const { userId, day, value, enteredAt, enteredBy } = of.value;
  const write = createValueWriter(context, metric);
  const isKept = value !== null && of.isActive && metric.archivedAt === null;
  return {
    userId: String(userId),
    name: listName(context.team, userId),
    isActive: of.isActive,
    day,
    value: write(value),
    monthValue: write(of.months.find((month) => month.userId === userId)?.value ?? null),
    enteredAt: enteredAt.toISOString(),
    enteredBy: fullName(context.team, enteredBy),
    isOld: isKept && isValueOld(metric, day, of.today),
    mayEnter: can(context.actor, 'enter-value', { kind: 'metric-value', userId, namedId: metric.enteredBy }),
  };
}
