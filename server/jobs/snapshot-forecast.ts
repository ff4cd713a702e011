import { countingBasis, countingSetting, readCountingRule } from '#domain/counting.ts';
import { createDealChances } from '#domain/forecast/deal-chances.ts';
import { takeSnapshot } from '#domain/forecast/forecast-snapshot.ts';
import { readRecorded } from '#domain/forecast/recorded-deals.ts';
import { forecastWindow } from '#domain/overview.ts';
import { firstDay, listDays, monthOf, shiftMonth, type Day, type Month } from '#domain/period.ts';
import { toDay } from '#kernel/calendar-day.ts';
import { findFactSource } from '#store/daily-totals.ts';
import { listJudgements } from '#store/deal-judgements.ts';
import { listDealsBetween } from '#store/deals-between.ts';
import { listWonCycles } from '#store/durations.ts';
import { listStages } from '#store/facts.ts';
import { listSnapshotDays, saveSnapshot } from '#store/forecast-snapshots.ts';
import { usesCloseDates } from '#store/open-totals.ts';
import type { PortalStore, PortalTransaction } from '#store/portal-store.ts';
import { findPortal } from '#store/portals.ts';
import { findSetting } from '#store/settings.ts';
import { findLoadEnd } from '#store/sync-cursors.ts';
import { wonCycleOf } from '#domain/forecast/won-cycle.ts';

export interface SnapshotDeps {
  readonly businessClock: () => Date;
}

/**
 * Keeps what the forecast was when each day of the present month began; days that nobody kept are put together from the recorded
 * history, so that a stop of the service leaves no hole.
 */
export async function snapshotForecast({ businessClock }: SnapshotDeps, store: PortalStore, signal?: AbortSignal): Promise<void> {
  const now = businessClock();
  for (const { month, day } of await store.transaction((tx) => listMissing(tx, now))) {
    if (signal?.aborted === true) return;
    await store.transaction((tx) => keepDay(tx, { month, day }, now));
  }
}

interface MissingDay {
  readonly month: Month;
  readonly day: Day;
}

async function listMissing(tx: PortalTransaction, now: Date): Promise<MissingDay[]> {
  const portal = await findPortal(tx);
  if (portal?.state !== 'active' || (await findLoadEnd(tx)) === null) return [];
  const today = toDay(now, portal.timeZone);
  const month = monthOf(today);
  const kept = await listSnapshotDays(tx, month);
  return listDays(month)
    .filter((day) => day <= today && !kept.has(day))
    .map((day) => ({ month, day }));
}

async function keepDay(tx: PortalTransaction, { month, day }: MissingDay, now: Date): Promise<void> {
  const portal = await findPortal(tx);
  if (portal === undefined) return;
  const rule = readCountingRule(await findSetting(tx, countingSetting));
  const source = await findFactSource(tx, { basis: countingBasis(rule, portal.timeZone), pipelineIds: rule.pipelineIds });
  const chances = await createDealChances(await listStages(tx), await listJudgements(tx, { day, timeZone: portal.timeZone }));
  const cycles = await listWonCycles(tx, source, firstDay(shiftMonth(monthOf(day), -12)));
  const window = forecastWindow({ month, today: day, usesCloseDates: await usesCloseDates(tx, source), wonCycleDays: wonCycleOf(cycles) });
  const span = { from: firstDay(month), before: firstDay(shiftMonth(month, 1)) };
  const rows = await listDealsBetween(tx, source, { since: day, month: span });
  const reading = {
    since: day,
    isOver: false,
    judge: (deal: { dealId: bigint; pipelineId: bigint; stageId: string }) => chances.of(deal),
  };
  const people = takeSnapshot(
    rows.map((row) => readRecorded(row, reading)),
    { month, window },
  );
  const isReconstructed = rows.some((row) => row.before?.isReconstructed === true);
  await saveSnapshot(tx, { month, day, isReconstructed, takenAt: now }, people);
}
