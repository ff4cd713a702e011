import type { Redistribution } from '#contract/redistribution.ts';
import { sum } from '#domain/money.ts';
import { idOfScope, isPersonScope, type Metric, type PlanLine } from '#domain/plan.ts';
import { metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import type { PeriodKey } from '#domain/planning/plan-period.ts';
import { redistribute, type Target } from '#domain/planning/redistribute.ts';
import { homeDepartment } from '#domain/team.ts';
import { AppError } from '#kernel/errors.ts';
import type { KeyRing } from '#kernel/key-ring.ts';
import type { SealKey } from '#ledger/seal.ts';
import { can } from '#policy/can.ts';
import { listDimensionLines, listDraftDimensionLines, saveDraftDimensionLines } from '#store/dimension-lines.ts';
import { listDraftLines, saveDraftLines } from '#store/draft-lines.ts';
import { findLastVersion, listPlanLines } from '#store/plans.ts';
import { readTitles } from '../dimension-lines.ts';
import { draftConditions } from '../draft-conditions.ts';
import { takeOpenPlan } from '../open-plan.ts';
import { listOwnLines } from '../plan-months.ts';
import { listVisibleScopes } from '../plan-owners.ts';
import { readPlanValue, writePlanValue } from '../plan-value.ts';
import { companyName, findMember, listName, type PortalContext } from '../portal-context.ts';
import { replyPublish } from './publish-plan.ts';

interface RedistributionRequest {
  readonly month: PeriodKey;
  readonly metric: Metric;
  readonly moves: readonly { scope: string; key?: string | undefined; delta: string }[];
}

export async function replyPreviewRedistribution(context: PortalContext, request: RedistributionRequest): Promise<Redistribution> {
  return toWire(context, request, await read(context, request));
}

/** The revision holds this change alone: whoever has a draft of the month open settles it first. */
export async function replyRedistribute(
  context: PortalContext,
  request: RedistributionRequest & { baseVersion: number; reason: string },
  sealKeys: KeyRing<SealKey>,
): Promise<Redistribution & { version: number; sentTo: string[] }> {
  const found = await read(context, request);
  const { plan, version, changes } = found;
  if (version.version !== request.baseVersion) throw new AppError('conflict', 'Another version was published in the meantime');
  const drafted = [...(await listDraftLines(context.tx, plan.planId)), ...(await listDraftDimensionLines(context.tx, plan.planId))];
  if (listOwnLines(context, drafted).length > 0) throw new AppError('conflict', 'There is a draft of this month');
  if ((await draftConditions(context, plan.planId, version)).isChanged) throw new AppError('conflict', 'There are drafted conditions');
  const author = { userId: context.session.userId, now: context.now };
  const { metric } = request;
  const titleOf = await readTitles(context);
  const whole = changes.filter(({ target }) => target.key === '');
  const parts = changes.filter(({ target }) => target.key !== '');
  await saveDraftLines(
    context.tx,
    plan.planId,
    whole.map(({ target, to }) => ({ metric, scope: target.scope, value: to })),
    author,
  );
  await saveDraftDimensionLines(
    context.tx,
    plan.planId,
    parts.map(({ target, to }) => ({
      metric,
      ...target,
      title: found.titleOf(target.key) ?? titleOf(metric, target.key, { title: '' }),
      value: to,
    })),
    author,
  );
  const { month, baseVersion, reason } = request;
  const published = await replyPublish(context, { month, baseVersion, reason, rationale: '' }, sealKeys);
  return { ...toWire(context, request, found), version: published.version, sentTo: published.sentTo };
}

async function read(context: PortalContext, request: RedistributionRequest) {
  const { tx, actor } = context;
  const { month, metric } = request;
  // A ratio or a state is not divided between people.
  if (metricCatalogue[metric].overPeople !== 'sum') throw new AppError('bad-request', `${metric} does not add up over people`);
  const visible = listVisibleScopes(context);
  for (const { scope } of request.moves) {
    if (!isPersonScope(scope)) throw new AppError('bad-request', 'A plan is moved between people and what they sell');
    if (!visible.has(scope)) throw new AppError('not-found', `There is no ${scope} here`);
    if (!can(actor, 'set-plan-line', { kind: 'scope', scope })) throw new AppError('forbidden', 'Nobody moves an own plan');
    const isGone = findMember(context.team, idOfScope(scope) ?? 0n)?.isActive !== true;
    if (isGone && !request.moves.some((move) => move.scope === scope && move.delta.startsWith('-'))) {
      throw new AppError('bad-request', 'Somebody who has left takes over nothing');
    }
  }
  const plan = await takeOpenPlan(context, month);
  const version = await findLastVersion(tx, plan.planId);
  if (version === undefined) throw new AppError('bad-request', 'There is no plan of this month yet');
  const lines = (await listPlanLines(tx, plan.planId, version.version)).filter((line) => line.metric === metric);
  const parts = (await listDimensionLines(tx, version)).filter((line) => line.metric === metric);
  const targets: Target[] = [...lines.map(({ scope, value }) => ({ scope, key: '', value })), ...parts];
  const moves = request.moves.map(({ scope, key = '', delta }) => ({ scope, key, delta: readPlanValue(context, metric, delta) }));
  const found = redistribute(targets, moves);
  if (found.kind === 'refused') throw new AppError('bad-request', `The plan is not moved: ${found.reason}`);
  return { plan, version, lines, changes: found.changes, titleOf: (key: string) => parts.find((part) => part.key === key)?.title };
}

type Read = Awaited<ReturnType<typeof read>>;

function toWire(context: PortalContext, { metric }: RedistributionRequest, { changes, lines, titleOf }: Read): Redistribution {
  const write = (value: bigint): string => writePlanValue(context, { metric, value });
  return {
    changes: changes.map(({ target, from, to }) => ({
      ...target,
      name: [listName(context.team, idOfScope(target.scope) ?? 0n), ...(target.key === '' ? [] : [titleOf(target.key) ?? target.key])].join(
        ', ',
      ),
      from: write(from),
      to: write(to),
    })),
    sums: sumUp(context, lines, changes).map(({ name, from, to }) => ({ name, from: write(from), to: write(to) })),
  };
}

/** The people of each department that gives or takes, and everybody together. */
function sumUp({ team, ...context }: PortalContext, lines: readonly PlanLine[], changes: Read['changes']) {
  const homeOf = (scope: string) => {
    const member = findMember(team, idOfScope(scope) ?? 0n);
    return member === undefined ? undefined : homeDepartment(team, member);
  };
  const people = lines.filter(({ scope }) => isPersonScope(scope));
  const moved = changes.filter(({ target }) => target.key === '');
  const total = (has: (scope: string) => boolean) => {
    const from = sum(people.filter(({ scope }) => has(scope)).map(({ value }) => value));
    return { from, to: from + sum(moved.filter(({ target }) => has(target.scope)).map((change) => change.to - change.from)) };
  };
  const homes = [...new Map(moved.map(({ target }) => [homeOf(target.scope)?.departmentId, homeOf(target.scope)?.name ?? '']))];
  return [
    ...homes.map(([id, name]) => ({ name, ...total((scope) => homeOf(scope)?.departmentId === id) })),
    { name: companyName({ team, ...context }), ...total(() => true) },
  ];
}
