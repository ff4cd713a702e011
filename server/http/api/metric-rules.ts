import { AppError } from '#kernel/errors.ts';
import type { MetricRule, MetricRules, RuleMetric, RulePreview } from '#contract/metric-rules.ts';
import { countingSetting } from '#domain/counting.ts';
import { fitsMetric, ruleMetrics, usualRules, type MetricRules as StoredRules } from '#domain/intensity/metric-rules.ts';
import { shiftDay } from '#domain/period.ts';
import { can } from '#policy/can.ts';
import { listStages } from '#store/facts.ts';
import { listThings } from '#store/metric-facts.ts';
import { listRecordStages } from '#store/record-stages.ts';
import { findSetting, saveSetting } from '#store/settings.ts';
import { listPipelines } from '#store/structure.ts';
import { readActivitySource, toWhole } from '../activity-reading.ts';
import { listName, type PortalContext } from '../portal-context.ts';

const previewDays = 28;
const shownItems = 12;
const longestPreview = 20_000;

export async function replyMetricRules(context: PortalContext): Promise<MetricRules> {
  return toReply(context, context.counting.metricRules);
}

async function toReply(context: PortalContext, rules: StoredRules): Promise<MetricRules> {
  const copy = (rule: StoredRules[RuleMetric]): MetricRule | null => (rule === undefined ? null : structuredClone(rule as MetricRule));
  return {
    maySet: can(context.actor, 'set-counting', { kind: 'portal' }),
    metrics: ruleMetrics.map((metric) => ({ metric, rule: copy(rules[metric]), usual: copy(usualRules[metric]) })),
    stages: await readStages(context),
  };
}

async function readStages({ tx }: PortalContext): Promise<MetricRules['stages']> {
  const pipelines = new Map((await listPipelines(tx)).map(({ pipelineId, name }) => [pipelineId, name]));
  const deal = (await listStages(tx)).map(({ pipelineId, stageId, name }) => ({
    key: `${pipelineId} ${stageId}`,
    name,
    group: pipelines.get(pipelineId) ?? '',
  }));
  const others = await listRecordStages(tx);
  const of = (kind: number) =>
    others.filter(({ ownerKind }) => ownerKind === kind).map(({ stageId, name }) => ({ key: stageId, name, group: '' }));
  return { deal, quote: of(7), lead: of(1) };
}

/** The rule stands beside what else counts; numbers of it are computed anew when they are asked for. */
export async function replyPutMetricRule(
  context: PortalContext,
  { metric, rule }: { metric: RuleMetric; rule: MetricRule | null },
): Promise<MetricRules> {
  const { tx, now, session, counting } = context;
  if (rule !== null) await checkRule(context, metric, rule);
  const { [metric]: _before, ...others } = counting.metricRules;
  const rules = rule === null ? others : { ...others, [metric]: rule };
  const stored = await findSetting(tx, countingSetting);
  const value = { ...(typeof stored === 'object' && stored !== null ? stored : {}), metricRules: rules };
  await saveSetting(tx, { name: countingSetting, value, now, userId: session.userId });
  await context.changed('facts');
  await context.changed('intensity');
  return toReply(context, rules);
}

/** A stage that the portal does not have would never count anything, and nobody would know why. */
async function checkRule(context: PortalContext, metric: RuleMetric, rule: MetricRule): Promise<void> {
  if (!fitsMetric(metric, rule)) throw new AppError('bad-request', `Nothing of ${rule.entity} has hours`);
  if (rule.entity === 'activity' || rule.entity === 'task') return;
  const known = new Set((await readStages(context))[rule.entity].map(({ key }) => key));
  const unknown = rule.stages.find((key) => !known.has(key));
  if (unknown !== undefined) throw new AppError('bad-request', `There is no stage ${unknown}`);
}

export async function replyPreviewMetricRule(
  context: PortalContext,
  { metric, rule }: { metric: RuleMetric; rule: MetricRule },
): Promise<RulePreview> {
  const { tx, portal, team, actor, today } = context;
  await checkRule(context, metric, rule);
  const [from, to] = [shiftDay(today, -previewDays), shiftDay(today, -1)];
  const asked = {
    source: await readActivitySource(context),
    span: { from, before: today },
    currency: portal.baseCurrency,
    digits: portal.currencyDigits,
    activeSince: from,
    callsFrom: 'statistics' as const,
    rules: { [metric]: rule },
  };
  const rows = await listThings(tx, metric, asked, { whose: [...actor.people], offset: 0, limit: longestPreview });
  const things = rows.flatMap((row) => row.people.filter((userId) => actor.people.has(userId)).map((userId) => ({ ...row, userId })));
  const valueOf = (of: readonly { value: bigint | null }[]): number =>
    of.reduce((total, { value }) => total + toWhole(metric, Number(value ?? 0n)), 0);
  const people = [...Map.groupBy(things, ({ userId }) => userId)].map(([userId, own]) => ({
    userId: String(userId),
    name: listName(team, userId),
    value: valueOf(own),
  }));
  return {
    ...{ from, to, total: valueOf(things) },
    people: people.sort((a, b) => b.value - a.value || a.name.localeCompare(b.name, 'ru')),
    items: things
      .toReversed()
      .slice(0, shownItems)
      .map(({ kind, id, day, userId, dealId, value }) => ({
        ...{ kind, id: String(id), day, name: listName(team, userId) },
        dealId: dealId === null ? null : String(dealId),
        value: value === null ? null : toWhole(metric, Number(value)),
      })),
  };
}
