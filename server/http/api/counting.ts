import { AppError } from '#kernel/errors.ts';
import type { Counting, CountingSetting } from '#contract/counting.ts';
import { countingBasis, countingSetting, readCountingRule } from '#domain/counting.ts';
import { findCountingBasis } from '#store/counting-basis.ts';
import { saveCountingBasis } from '#store/keep-totals.ts';
import { listSettings, saveSetting } from '#store/settings.ts';
import { listPipelines } from '#store/structure.ts';
import { fullName, type PortalContext } from '../portal-context.ts';

export async function replyCounting(context: PortalContext): Promise<Counting> {
  const stored = (await listSettings(context.tx, [countingSetting])).get(countingSetting);
  const rule = readCountingRule(stored?.value);
  const pipelines = await listPipelines(context.tx);
  return {
    setting: {
      wonDate: rule.wonDate,
      // A pipeline that the portal has deleted is nothing to choose any more.
      pipelineIds: rule.pipelineIds?.filter((id) => pipelines.some((pipeline) => pipeline.pipelineId === id)).map(String) ?? null,
      calls: rule.calls,
      leads: rule.leads,
    },
    factBasis: 'deals-won',
    pipelines: pipelines.map((pipeline) => ({ id: String(pipeline.pipelineId), name: pipeline.name })),
    changedAt: stored?.changedAt.toISOString() ?? null,
    changedBy: stored?.changedBy == null ? null : { userId: String(stored.changedBy), name: fullName(context.team, stored.changedBy) },
  };
}

/** Sums follow in the same transaction; before the history is read there are none, and the reading begins them by the new rule. */
export async function replyPutCounting(context: PortalContext, setting: CountingSetting): Promise<Counting> {
  const { tx, session, now, portal, counting } = context;
  await checkPipelines(context, setting);
  const pipelineIds = setting.pipelineIds === null ? null : [...new Set(setting.pipelineIds)];
  const { calls, leads, metricRules } = counting;
  const value = { ...setting, pipelineIds, calls: setting.calls ?? calls, leads: setting.leads ?? leads, metricRules };
  await saveSetting(tx, { name: countingSetting, value, now, userId: session.userId });
  if ((await findCountingBasis(tx)) !== undefined) await saveCountingBasis(tx, countingBasis(readCountingRule(value), portal.timeZone));
  await context.changed('facts');
  return replyCounting(context);
}

async function checkPipelines({ tx }: PortalContext, { pipelineIds }: CountingSetting): Promise<void> {
  if (pipelineIds === null) return;
  if (pipelineIds.length === 0) throw new AppError('bad-request', 'At least one pipeline must count');
  const known = new Set((await listPipelines(tx)).map((pipeline) => String(pipeline.pipelineId)));
  const unknown = pipelineIds.find((id) => !known.has(id));
  if (unknown !== undefined) throw new AppError('bad-request', `There is no pipeline ${unknown}`);
}
