import { listLearnedChanges, type DealBetween, type ForecastChanges } from '#domain/forecast/forecast-changes.ts';
import { daysBetween, type Day, type Month } from '#domain/period.ts';
import type { Scope } from '#domain/plan.ts';
import { peopleInScope } from '#domain/scope.ts';
import { AppError } from '#kernel/errors.ts';
import type { DealChances } from '#domain/forecast/deal-chances.ts';
import { listOpenDealsThen } from '#store/forecast-deals-then.ts';
import { readLearnedForecast, readModel, spanOf } from '../learned-forecast.ts';
import { computeMoment } from '../learned-moment.ts';
import { newDealTerms, type NewDealTerms } from '../new-deal-terms.ts';
import type { PortalContext } from '../portal-context.ts';

interface LearnedChanges extends ForecastChanges {
  /** What deals that do not exist yet are expected to bring, then and now; `start` and `end` are without it. */
  readonly fromNew: { readonly before: NewDealTerms; readonly now: NewDealTerms };
}

/** What has moved the forecast from history since a day began: the model of now asked of both moments, so that no fit is a change. */
export async function listChangesByHistory(
  context: PortalContext,
  asked: { month: Month; scope: Scope; since: Day; deals: readonly DealBetween[]; chances: DealChances },
): Promise<LearnedChanges> {
  const { tx, portal, counting, team } = context;
  const { month, scope, since, deals, chances } = asked;
  const span = spanOf(month);
  const [stored, learned] = [await readModel(context), await readLearnedForecast(context, span)];
  if (stored === undefined || learned === undefined) throw new AppError('conflict', 'Nothing was learned from the past yet');
  const then = await listOpenDealsThen(tx, { timeZone: portal.timeZone, pipelineIds: counting.pipelineIds, day: since });
  const { window, shares, expected } = await computeMoment(context, stored, span, {
    ...{ at: daysBetween('1970-01-01', since), today: since, deals: then, won: [], chances },
  });
  const people = peopleInScope(team, scope);
  const own = shares.filter(({ id }) => people?.has(id) !== false);
  const changes = listLearnedChanges(deals, {
    ...{ month, people },
    before: new Map(then.map(({ dealId }, row) => [dealId, expected[row] ?? 0n])),
    now: new Map(learned.deals.map((deal) => [deal.dealId, deal.expected])),
  });
  return {
    ...changes,
    fromNew: {
      before: newDealTerms(window, stored, own),
      now: learned.rows.find((row) => row.scope === scope)?.newDeals ?? newDealTerms(window, stored, []),
    },
  };
}
