import { countingSetting, readCountingRule } from '#domain/counting.ts';
import type { MonthFacts } from '#domain/month-facts.ts';
import { computeScope, readMonthClock } from '#domain/overview.ts';
import { idOfScope, isPersonScope } from '#domain/plan.ts';
import { isCatalogueCode, type CatalogueCode } from '#domain/planning/metric-catalogue.ts';
import { expectedOf } from '#domain/review/red-cells.ts';
import { levelOf } from '#domain/review/red-level.ts';
import { shareOf } from '#domain/money.ts';
import { createTeam } from '#domain/team.ts';
import { toDay } from '#kernel/calendar-day.ts';
import type { StoredAction } from '#store/corrective-actions.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import type { Portal } from '#store/portals.ts';
import { listSettings } from '#store/settings.ts';
import { readStructure } from '#store/team.ts';
import { toCompanyCalendar } from './company-calendar.ts';
import { readCountedPlans } from './counted-plans.ts';
import { readMonthFacts, type FactsContext } from './month-facts.ts';

type Deviation = Pick<StoredAction, 'metric' | 'scope' | 'month'>;

/** Fact as a share of what should be there by now, as reviews judge it; null where nothing is expected or counted. */
export async function readActionLevel(context: FactsContext, { metric, scope, month }: Deviation): Promise<number | null> {
  if (!isCatalogueCode(metric)) return null;
  const facts = await readMonthFacts(context, month, scope);
  if (metric !== 'revenue' && metric !== 'calls') return readCountedLevel(context, facts, { metric, scope });
  const { expected, deviation, calls } = computeScope(facts, scope);
  if (metric === 'calls') return calls.norm === null || calls.norm === 0 ? null : calls.fact / calls.norm;
  return expected === null ? null : shareOf(expected + deviation, expected);
}

/** Of everything else people have plans, and departments are the sums of them: only a person's number is judged. */
async function readCountedLevel(
  context: FactsContext,
  facts: MonthFacts,
  { metric, scope }: { metric: CatalogueCode; scope: string },
): Promise<number | null> {
  const userId = isPersonScope(scope) ? idOfScope(scope) : undefined;
  if (userId === undefined) return null;
  const counted = (await readCountedPlans(context, facts, [userId])).find((one) => one.metric === metric);
  if (counted === undefined || counted.fact === null) return null;
  const { workdays, passed } = readMonthClock(facts);
  const expected = expectedOf(counted, workdays.length, passed.length);
  return levelOf({ metric, fact: counted.fact, expected });
}

/** The same for jobs, which nobody asks. */
export async function readLevelFor(given: { tx: PortalTransaction; portal: Portal; now: Date }, action: Deviation): Promise<number | null> {
  return readActionLevel(await readFactsContext(given), action);
}

/** What numbers are read with where there is no session. */
export async function readFactsContext({ tx, portal, now }: { tx: PortalTransaction; portal: Portal; now: Date }): Promise<FactsContext> {
  const structure = await readStructure(tx);
  const settings = await listSettings(tx, ['portal-calendar', countingSetting]);
  return {
    tx,
    portal,
    today: toDay(now, portal.timeZone),
    team: createTeam(structure.departments, structure.members),
    calendar: toCompanyCalendar(settings.get('portal-calendar')?.value, portal.language),
    counting: readCountingRule(settings.get(countingSetting)?.value),
  };
}
