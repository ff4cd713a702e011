import type { PlanParts } from '#contract/plan-parts.ts';
import { findTarget } from '#domain/plan.ts';
import type { PeriodKey } from '#domain/planning/plan-period.ts';
import { fullCalendar, listPersonWorkdays } from '#domain/planning/person-workdays.ts';
import { AppError } from '#kernel/errors.ts';
import { saveDraftLines } from '#store/draft-lines.ts';
import { takeOpenPlan } from '../open-plan.ts';
import { countReplaced, linesOf, readParts, type PartsRequest } from '../plan-parts.ts';
import { writePlanValue } from '../plan-value.ts';
import type { PortalContext } from '../portal-context.ts';
import { orNull } from '../wire-values.ts';

export async function replyPlanParts(context: PortalContext, request: PartsRequest): Promise<PlanParts> {
  const found = await readParts(context, request);
  const { metric } = request;
  const write = (value: bigint): string => writePlanValue(context, { metric, value });
  return {
    ...request,
    currency: context.portal.baseCurrency,
    parts: found.parts.map(({ key, from, to }) => ({
      month: key,
      from,
      to,
      workdays: listPersonWorkdays(fullCalendar(context.calendar), { from, to }).length,
      isClosed: found.plans.get(key)?.closed != null,
    })),
    rows: found.rows.map(({ scope, target, values }) => ({
      scope,
      target: write(target),
      values: values.map((value) => orNull(value, write)),
    })),
    replaced: countReplaced(context, metric, found),
    season: found.learned,
  };
}

/** All parts or none: a closed one among them takes nothing, and then the others would not add up. */
export async function replyDraftParts(context: PortalContext, request: PartsRequest): Promise<{ parts: PeriodKey[]; lines: number }> {
  const { parts, rows, plans } = await readParts(context, request);
  if (rows.length === 0) throw new AppError('bad-request', 'There is nothing to split');
  const author = { userId: context.session.userId, now: context.now };
  const { metric } = request;
  let lines = 0;
  for (const [at, { key }] of [...parts.entries()].toSorted(([, a], [, b]) => (a.key < b.key ? -1 : 1))) {
    const { planId } = await takeOpenPlan(context, key);
    const known = linesOf(context, plans.get(key));
    const drafted = rows
      .map(({ scope, values }) => ({ metric, scope, value: values[at] ?? null }))
      .filter(({ scope, value }) => value !== null || findTarget(known, metric, scope) !== null);
    await saveDraftLines(context.tx, planId, drafted, author);
    lines += drafted.length;
  }
  await context.changed('plans');
  return { parts: parts.map(({ key }) => key), lines };
}
