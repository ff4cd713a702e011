import type { PortalTransaction } from '#store/portal-store.ts';
import {
  findLastRunStart,
  findUnfinishedRun,
  forgetReconcileRuns,
  saveRunPiece,
  startReconcileRun,
  type RunProgress,
} from '#store/reconcile-runs.ts';
import { findLoadEnd } from '#store/sync-cursors.ts';
import { comparisons } from './comparisons.ts';
import type { Lane } from './lane.ts';
import { paymentEntity } from './payment-entity.ts';
import { toDay } from '#kernel/calendar-day.ts';
import { toPortalHour } from './portal-day.ts';
import type { Comparison, ReadStretch } from './read-stretch.ts';
import { recordEntities } from './record-entities.ts';
import { isNotGranted } from './run-stream.ts';

/** The portal is quiet at night, and a person who comes in the morning finds the comparison made. */
const nightHour = 3;
const keptMs = 90 * 86_400_000;

const all: readonly Comparison[] = [...comparisons, ...[...recordEntities, paymentEntity].map(({ comparison }) => comparison)];
const entities = all.map(({ entity }) => entity);

/**
 * Compares one more stretch of everything with the portal, once a night and when somebody asked for it.
 * Finds what no event told and no time of change shows: lost deletions, rows changed by other ways, rows never seen.
 */
export async function reconcileNext(lane: Lane): Promise<'more' | 'done'> {
  const run = await lane.read((tx) => findUnfinishedRun(tx, entities));
  if (run) {
    await compareNext(lane, run);
    return 'more';
  }
  if (!(await isNight(lane))) return 'done';
  await lane.commit(async (tx) => {
    await startRun(tx, lane.businessClock());
    return { facts: 0, progress: false };
  });
  return 'more';
}

/** A run that is not over yet goes on instead. */
export async function startRun(tx: PortalTransaction, now: Date): Promise<void> {
  if (await findUnfinishedRun(tx, entities)) return;
  await forgetReconcileRuns(tx, new Date(now.getTime() - keptMs));
  await startReconcileRun(tx, { entities, now });
}

/** Nothing was compared on this day of the portal yet; the first day counts as compared, because everything was just read. */
async function isNight(lane: Lane): Promise<boolean> {
  const now = lane.businessClock();
  if (toPortalHour(now, lane.timeZone) < nightHour) return false;
  const last = await lane.read(async (tx) => (await findLastRunStart(tx)) ?? (await findLoadEnd(tx)));
  return last !== null && toDay(last, lane.timeZone) < toDay(now, lane.timeZone);
}

async function compareNext(lane: Lane, run: RunProgress): Promise<void> {
  const comparison = all.find(({ entity }) => entity === run.entity);
  if (!comparison) throw new Error(`nothing compares ${run.entity}`);
  const stretch = await read(lane, comparison, run);
  await lane.commit(async (tx) => {
    const found = await stretch.settle(tx);
    const differences = { missing: found.missing.length, changed: found.changed.length, gone: found.gone.length };
    const finishedAt = stretch.isLast ? lane.businessClock() : null;
    await saveRunPiece(tx, run, { position: stretch.through, compared: stretch.rows, ...differences, finishedAt });
    await lane.note(tx, 'reconcile', stretch.rows);
    return { facts: differences.missing + differences.changed + differences.gone, progress: stretch.isLast };
  });
}

/** What the portal does not give is over at once. */
async function read(lane: Lane, comparison: Comparison, { position }: RunProgress): Promise<ReadStretch> {
  try {
    return await comparison.read(lane, position);
  } catch (failure) {
    if (!isNotGranted(failure)) throw failure;
    return { rows: 0, through: position, isLast: true, settle: async () => ({ missing: [], changed: [], gone: [] }) };
  }
}
