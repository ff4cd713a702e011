import { v7 as uuidv7 } from 'uuid';
import type { ManualMetric, ManualMetrics, MetricDefinition } from '#contract/manual-metrics.ts';
import { AppError } from '#kernel/errors.ts';
import { can } from '#policy/can.ts';
import {
  addManualMetric,
  changeManualMetric,
  listManualMetrics,
  lockManualMetric,
  lockMetricNames,
  setManualMetricArchived,
  type MetricDefinition as StoredDefinition,
  type StoredManualMetric,
} from '#store/manual-metrics.ts';
import { listOfferedPeople, toWireMetrics } from '../manual-metric-rows.ts';
import { findMember, type PortalContext } from '../portal-context.ts';

/** More than anybody reads; archived ones do not count. */
const mostMetrics = 100;

export async function replyManualMetrics(context: PortalContext): Promise<ManualMetrics> {
  const metrics = await listManualMetrics(context.tx);
  return {
    today: context.today,
    mayDefine: can(context.actor, 'set-metrics', { kind: 'portal' }),
    metrics: await toWireMetrics(context, metrics),
    people: listOfferedPeople(
      context,
      metrics.filter(({ archivedAt }) => archivedAt === null),
    ),
  };
}

export async function replyDefineMetric(context: PortalContext, definition: MetricDefinition): Promise<ManualMetric> {
  const { tx, session, now } = context;
  const stored = toStored(context, definition, null);
  await lockMetricNames(tx);
  const others = await listLive(context);
  checkName(definition.name, others);
  if (others.length >= mostMetrics) throw new AppError('conflict', `There are ${mostMetrics} metrics already`);
  const metricId = uuidv7();
  await addManualMetric(tx, metricId, stored, { userId: session.userId, now });
  return changedMetric(context, metricId);
}

/** Numbers were entered in a unit and for adding up in a way, so neither changes under them. */
export async function replyChangeMetric(
  context: PortalContext,
  { metricId, ...definition }: MetricDefinition & { metricId: string },
): Promise<ManualMetric> {
  const metric = await takeMetric(context, metricId);
  const stored = toStored(context, definition, metric);
  const isOtherKind = metric.unit !== definition.unit || metric.overTime !== definition.overTime;
  if (metric.hasValues && isOtherKind) throw new AppError('conflict', 'Numbers were entered: unit and adding up over time stay');
  if (metric.archivedAt === null) checkName(definition.name, await listLive(context, metricId));
  await changeManualMetric(context.tx, metricId, stored);
  return changedMetric(context, metricId);
}

export async function replyArchiveMetric(
  context: PortalContext,
  request: { metricId: string; isArchived: boolean },
): Promise<ManualMetric> {
  const metric = await takeMetric(context, request.metricId);
  if ((metric.archivedAt !== null) !== request.isArchived) {
    if (!request.isArchived) {
      const others = await listLive(context);
      checkName(metric.name, others);
      if (others.length >= mostMetrics) throw new AppError('conflict', `There are ${mostMetrics} metrics already`);
    }
    await setManualMetricArchived(context.tx, metric.id, request.isArchived ? context.now : null);
  }
  return changedMetric(context, metric.id);
}

/** The metric as it is after a change, which open screens hear of. */
export async function changedMetric(context: PortalContext, metricId: string): Promise<ManualMetric> {
  await context.changed('metrics');
  const metrics = (await listManualMetrics(context.tx)).filter(({ id }) => id === metricId);
  const [metric] = await toWireMetrics(context, metrics);
  if (metric === undefined) throw new AppError('internal', 'The metric was not found after it was saved');
  return metric;
}

async function takeMetric({ tx }: PortalContext, metricId: string): Promise<StoredManualMetric> {
  await lockMetricNames(tx);
  const metric = await lockManualMetric(tx, metricId);
  if (metric === undefined) throw new AppError('not-found', `There is no metric ${metricId}`);
  return metric;
}

async function listLive({ tx }: PortalContext, exceptId?: string): Promise<StoredManualMetric[]> {
  return (await listManualMetrics(tx)).filter(({ id, archivedAt }) => archivedAt === null && id !== exceptId);
}

function checkName(name: string, others: readonly StoredManualMetric[]): void {
  const isTaken = others.some((other) => other.name.toLocaleLowerCase('ru') === name.toLocaleLowerCase('ru'));
  if (isTaken) throw new AppError('conflict', 'There is a metric of this name');
}

/** Whoever is named must work here; one who has left meanwhile may stay named, nobody is reminded then. */
function toStored({ team }: PortalContext, definition: MetricDefinition, before: StoredManualMetric | null): StoredDefinition {
  const enteredBy = definition.enteredBy === null ? null : BigInt(definition.enteredBy);
  const isKnown = enteredBy === null || enteredBy === before?.enteredBy || findMember(team, enteredBy)?.isActive === true;
  if (!isKnown) throw new AppError('bad-request', `Nobody of the number ${definition.enteredBy} works here`);
  return { ...definition, enteredBy };
}
