import type { Handover, HandoverResult } from '#contract/people-changes.ts';
import { sum } from '#domain/money.ts';
import { shiftDay } from '#domain/period.ts';
import { findTarget, idOfScope, personScope, type Metric, type PlanLine, type Scope } from '#domain/plan.ts';
import { proposeLines } from '#domain/planning/change-proposal.ts';
import { handOver } from '#domain/planning/handover.ts';
import { findMetric, metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import { fullCalendar } from '#domain/planning/person-workdays.ts';
import { previousPeriod } from '#domain/planning/plan-period.ts';
import type { PeopleChange } from '#domain/planning/people-changes.ts';
import { splitWeights } from '#domain/planning/split.ts';
import { homeDepartment } from '#domain/team.ts';
import { AppError } from '#kernel/errors.ts';
import { can } from '#policy/can.ts';
import { listWonDays } from '#store/daily-totals.ts';
import { readPeriod } from '../asked-period.ts';
import { handOverDimensions, keptShares } from '../handed-dimensions.ts';
import { readFactSource } from '../month-facts.ts';
import { readPeriodPeople } from '../people-changes.ts';
import { writePlanValue } from '../plan-value.ts';
import { findMember, listName, type PortalContext } from '../portal-context.ts';
import { placeOf } from './people-changes.ts';

export async function replyHandover(context: PortalContext, request: Handover): Promise<HandoverResult> {
  const userId = BigInt(request.userId);
  const people = await readPeriodPeople(context, request.month);
  const found = people.changes.find((one) => one.userId === userId && one.kind === request.kind);
  if (found === undefined) throw new AppError('not-found', 'There is no such change in this period');
  const change: PeopleChange = found.kind === 'left' && request.lastDay !== undefined ? { ...found, day: request.lastDay } : found;
  const receivers = readReceivers(context, request);
  const of = { period: people.period, person: people.calendar(change), won: people.won(change) };
  const proposals = proposeLines(userId, { before: people.before(change), current: people.current }, of);
  const keeps = new Map(
    proposals.map((line) => [line.metric, request.basis === 'fact' ? (line.byFact ?? line.byWorkdays) : line.byWorkdays]),
  );
  const weights = await weigh(context, request, receivers);
  const lines = people.current.map((line) => ({ ...line, period: people.period.key, dimensions: '' }));
  const handover = {
    from: personScope(userId),
    to: receivers.map((receiver, at) => ({ scope: personScope(receiver), weight: weights[at] ?? 0n })),
    lastDay: people.period.to,
    person: fullCalendar(context.calendar),
    keeps: ({ metric }: { metric: string }) => keeps.get(metric as Metric),
    step: ({ metric }: { metric: string }) =>
      metricCatalogue[metric as Metric].unit === 'money' ? 10n ** BigInt(context.portal.currencyDigits) : 1n,
  };
  const handedOver = handOver(lines, people.period, handover, findMetric);
  const shares = keptShares(lines, handedOver.lines, handover.from);
  return {
    ...toResult(context, people.current, handedOver.lines as PlanLine[], [userId, ...receivers]),
    dimensions: await handOverDimensions(context, people.period, handover, shares),
  };
}

/** Active people whose plan the viewer sets, each named once; never the one who hands over. */
function readReceivers(context: PortalContext, { to, userId }: Handover): bigint[] {
  const ids = [...new Set(to)].map(BigInt);
  for (const id of ids) {
    const member = findMember(context.team, id);
    if (member === undefined || !context.actor.people.has(id)) throw new AppError('not-found', 'There is no such person here');
    if (!can(context.actor, 'set-plan-line', { kind: 'scope', scope: personScope(id) }))
      throw new AppError('forbidden', 'Nobody sets an own plan');
    if (!member.isActive || id === BigInt(userId)) throw new AppError('bad-request', 'This person takes over nothing');
  }
  return ids;
}

/** What each of them won in the period before, where the past decides. */
async function weigh(context: PortalContext, { month, split }: Pick<Handover, 'month' | 'split'>, receivers: readonly bigint[]) {
  if (split === 'equal') return splitWeights({ kind: 'equal' }, receivers.length);
  const { from, to } = previousPeriod(readPeriod(month));
  const won = await listWonDays(context.tx, await readFactSource(context), { from, before: shiftDay(to, 1) }, [...receivers]);
  const amounts = receivers.map((userId) => sum(won.flatMap((row) => (row.responsibleId === userId ? [row.amount] : []))));
  return splitWeights({ kind: 'past-share', amounts }, receivers.length);
}

function toResult(
  context: PortalContext,
  before: readonly PlanLine[],
  after: readonly PlanLine[],
  people: readonly bigint[],
): Omit<HandoverResult, 'dimensions'> {
  const { team } = context;
  const write = (metric: Metric, value: bigint | null): string | null =>
    value === null ? null : writePlanValue(context, { metric, value });
  const scopes = people.map(personScope);
  const changed = after.filter((line) => scopes.includes(line.scope) && findTarget(before, line.metric, line.scope) !== line.value);
  const homes = new Map(team.members.map((member) => [personScope(member.userId), homeDepartment(team, member)?.departmentId]));
  const concerned = [...new Set(scopes.map((scope) => homes.get(scope)))];
  const inAny = (scope: Scope): boolean => homes.has(scope) && concerned.includes(homes.get(scope));
  const groups = [
    ...concerned.map((id) => ({ department: placeOf(context, id), has: (scope: Scope) => homes.has(scope) && homes.get(scope) === id })),
    ...(concerned.length > 1 ? [{ department: null, has: inAny }] : []),
  ];
  const metrics = [...new Set(changed.map(({ metric }) => metric))];
  const total = (lines: readonly PlanLine[], metric: Metric, has: (scope: Scope) => boolean): bigint =>
    sum(lines.filter((line) => line.metric === metric && has(line.scope)).map(({ value }) => value));
  return {
    lines: changed.map(({ metric, scope, value }) => ({
      metric,
      scope,
      name: listName(team, idOfScope(scope) ?? 0n),
      from: write(metric, findTarget(before, metric, scope)),
      // A plan of nothing is no plan for somebody who has left.
      to: value === 0n ? null : write(metric, value),
    })),
    sums: metrics.flatMap((metric) =>
      groups.map(({ department, has }) => ({
        metric,
        department,
        from: write(metric, total(before, metric, has)),
        to: write(metric, total(after, metric, has)),
      })),
    ),
  };
}
