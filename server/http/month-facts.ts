import { countingBasis } from '#domain/counting.ts';
import { adjustmentsOf } from '#domain/forecast/adjustment.ts';
import { wonCycleOf } from '#domain/forecast/won-cycle.ts';
import type { CallDay, CallSource, MonthFacts } from '#domain/month-facts.ts';
import { forecastWindow } from '#domain/overview.ts';
import { firstDay, lastDay, monthOf, shiftDay, shiftMonth, type Day, type Month } from '#domain/period.ts';
import type { Scope } from '#domain/plan.ts';
import { peopleInScope } from '#domain/scope.ts';
import { findFactSource, listCallDays, listWonDays, type FactSource, type People } from '#store/daily-totals.ts';
import { listWonCycles } from '#store/durations.ts';
import { listAdjustments } from '#store/forecast-adjustments.ts';
import { listStages } from '#store/facts.ts';
import { listOverdueSums, usesCloseDates } from '#store/open-totals.ts';
import { listLinesInForce } from '#store/plan-lines-in-force.ts';
import { readCallSource } from './call-source.ts';
import { readOpenGroups } from './open-groups.ts';
import type { PortalContext } from './portal-context.ts';
import { readStagePercents } from '#domain/stage-percent.ts';

/** The sparkline looks back thirty days, each point over five. */
const trendDays = 36;

/** What numbers of a month are read with; whoever asks has it in their context. */
export type FactsContext = Pick<PortalContext, 'tx' | 'portal' | 'team' | 'calendar' | 'counting' | 'today'>;

/** Sums of facts by what counts in this portal. */
export function readFactSource({ tx, portal, counting }: FactsContext): Promise<FactSource> {
  return findFactSource(tx, { basis: countingBasis(counting, portal.timeZone), pipelineIds: counting.pipelineIds });
}

/** Durations are of the last twelve full months and the present one. */
export const durationsSince = (today: Day): Day => firstDay(shiftMonth(monthOf(today), -12));

/** Reads everything the numbers of a scope in a month are computed from: of other people there is nothing in it but their plan. */
export async function readMonthFacts(context: FactsContext, month: Month, scope: Scope): Promise<MonthFacts> {
  const { tx, today } = context;
  const inScope = peopleInScope(context.team, scope);
  const people = inScope === undefined ? null : [...inScope];
  const source = await readFactSource(context);
  const plan = await readPlan(context, month);
  const first = firstDay(month);
  const span = { from: shiftDay(today < first ? today : first, -trendDays), before: firstDay(shiftMonth(month, 1)) };
  const cycles = await listWonCycles(tx, source, durationsSince(today));
  const basic = { month, today, usesCloseDates: await usesCloseDates(tx, source), wonCycleDays: wonCycleOf(cycles) };
  const isOver = today > lastDay(month);
  const callSource = await readCallSource(tx);
  return {
    ...basic,
    calendar: context.calendar,
    team: context.team,
    ...plan,
    won: await listWonDays(tx, source, span, people),
    open: isOver ? [] : await readOpen(context, source, { ...basic, people }),
    adjustments: isOver ? [] : adjustmentsOf(await listAdjustments(tx, month), inScope),
    overdue: isOver ? [] : await listOverdueSums(tx, source, today, people),
    calls: countCalls(await listCallDays(tx, source, span, people), callSource),
    callSource,
  };
}

/** The last version, and the others where some day of the month is judged by another one or by none. */
async function readPlan({ tx }: FactsContext, month: Month): Promise<Pick<MonthFacts, 'planVersion' | 'planLines' | 'planVersions'>> {
  const versions = (await listLinesInForce(tx, [month])).get(month) ?? [];
  const last = versions.at(-1);
  const plan = { planVersion: last?.version ?? 0, planLines: last?.lines ?? [] };
  return last === undefined || last.effectiveFrom <= firstDay(month) ? plan : { ...plan, planVersions: versions };
}

async function readOpen(context: FactsContext, source: FactSource, basic: Parameters<typeof forecastWindow>[0] & { people: People }) {
  const percents = readStagePercents(await listStages(context.tx));
  return readOpenGroups(context.tx, source, { month: basic.month, window: forecastWindow(basic), percents, people: basic.people });
}

/** Where the portal does not let the length of calls be read, every finished call activity counts. */
function countCalls(days: readonly CallDay[], source: CallSource): CallDay[] {
  if (source === 'statistics') return [...days];
  return days.map((day) => ({ ...day, counted: source === 'activities' ? day.unknownLength : 0, unknownLength: 0 }));
}
