import { countingSetting, readCountingRule } from '#domain/counting.ts';
import { computeScope } from '#domain/overview.ts';
import { shareOf } from '#domain/money.ts';
import { createTeam } from '#domain/team.ts';
import { toDay } from '#kernel/calendar-day.ts';
import type { StoredAction } from '#store/corrective-actions.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import type { Portal } from '#store/portals.ts';
import { listSettings } from '#store/settings.ts';
import { readStructure } from '#store/team.ts';
import { toCompanyCalendar } from './company-calendar.ts';
import { readMonthFacts, type FactsContext } from './month-facts.ts';

type Deviation = Pick<StoredAction, 'metric' | 'scope' | 'month'>;

/** Fact as a share of what should be there by the last close, as reviews judge it; null where nothing is expected or counted. */
export async function readActionLevel(context: FactsContext, { metric, scope, month }: Deviation): Promise<number | null> {
  if (metric !== 'revenue' && metric !== 'calls') return null;
  const { expected, deviation, calls } = computeScope(await readMonthFacts(context, month, scope), scope);
  if (metric === 'calls') return calls.norm === null || calls.norm === 0 ? null : calls.fact / calls.norm;
  return expected === null ? null : shareOf(expected + deviation, expected);
}

/** The same for jobs, which nobody asks. */
export async function readLevelFor(given: { tx: PortalTransaction; portal: Portal; now: Date }, action: Deviation): Promise<number | null> {
  const { tx, portal, now } = given;
  const structure = await readStructure(tx);
  const settings = await listSettings(tx, ['portal-calendar', countingSetting]);
  const context: FactsContext = {
    tx,
    portal,
    today: toDay(now, portal.timeZone),
    team: createTeam(structure.departments, structure.members),
    calendar: toCompanyCalendar(settings.get('portal-calendar')?.value, portal.language),
    counting: readCountingRule(settings.get(countingSetting)?.value),
  };
  return readActionLevel(context, action);
}
