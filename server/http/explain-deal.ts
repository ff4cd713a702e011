import type { LearnedChance } from '#contract/deal-outlook.ts';
import { expectedAmount } from '#domain/forecast/deal-chance.ts';
import { explainChance, type ChanceReason } from '#domain/forecast/explain-chance.ts';
import { daysBetween, firstDay, shiftMonth, type Month } from '#domain/period.ts';
import { toDayNumber } from '#kernel/calendar-day.ts';
import { listOpenDealsNow } from '#store/forecast-open-deals.ts';
import { toOpenRows } from './forecast-standing.ts';
import { readModel } from './learned-forecast.ts';
import type { PortalContext } from './portal-context.ts';
import type { Money } from './wire-values.ts';

/** Why an open deal has its chance to be won within a month; null while nothing was learned or where the pipeline does not count. */
export async function explainDeal(context: PortalContext, dealId: bigint, month: Month, money: Money): Promise<LearnedChance | null> {
  const { tx, portal, counting, now } = context;
  const stored = await readModel(context);
  if (stored === undefined) return null;
  const found = await listOpenDealsNow(tx, { timeZone: portal.timeZone, pipelineIds: counting.pipelineIds, now, people: null, dealId });
  const [deal] = found;
  if (deal === undefined) return null;
  const rows = toOpenRows(found, stored, toDayNumber(now, portal.timeZone));
  const to = daysBetween('1970-01-01', firstDay(shiftMonth(month, 1)));
  const { chance, base, deals, reasons } = explainChance(stored.model, rows, 0, { from: daysBetween('1970-01-01', firstDay(month)), to });
  return {
    ...{ chance, base, deals, isRepeat: deal.category === 1 },
    reasons: isHeadOf(context, deal.ownerId) ? [...reasons] : hideOwner(reasons),
    expected: money(BigInt(Math.round((chance / 1000) * expectedAmount(stored.model, rows, 0)))),
  };
}

/** Nobody but those above learns how a person does beside the others, the person included. */
function isHeadOf({ actor, session }: PortalContext, ownerId: bigint): boolean {
  return ownerId !== session.userId && actor.people.has(ownerId);
}

/** The owner's points go to the others, so that everything still adds up. */
function hideOwner(reasons: readonly ChanceReason[]): ChanceReason[] {
  const shown = reasons.filter(({ factor }) => factor !== 'owner' && factor !== 'others');
  const points = reasons.filter((reason) => !shown.includes(reason)).reduce((total, own) => total + own.points, 0);
  return points === 0 ? shown : [...shown, { factor: 'others', points }];
}
