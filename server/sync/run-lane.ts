import { setTimeout } from 'node:timers/promises';
import { countingBasis, countingSetting, readCountingRule } from '#domain/counting.ts';
import { PortalError } from '#bitrix/portal-error.ts';
import { findNextDue } from '#store/dirty-records.ts';
import { saveCountingBasis } from '#store/keep-totals.ts';
import { findPortal } from '#store/portals.ts';
import { takeAsked } from './take-asked.ts';
import { findSetting } from '#store/settings.ts';
import { saveSyncFailure } from '#store/sync-cursors.ts';
import type { StreamName } from '#store/sync-streams.ts';
import { touchTopic } from '#store/topic-revisions.ts';
import { catchUp } from './catch-up.ts';
import { sweepChanges } from './delta.ts';
import { loadNext } from './first-load.ts';
import { readDaily } from './further-delta.ts';
import { openLane, SyncLeaseLost, type Lane, type LaneDeps } from './lane.ts';
import { createPatientClient } from './patient-client.ts';
import type { PortalAccess } from './portal-access.ts';
import { createReadAhead, createReadSpace, type ReadAhead, type ReadSpace } from './read-ahead.ts';
import { reconcileNext } from './reconcile.ts';
import { noteFailure, runStream } from './run-stream.ts';
import { workFurther } from './work-further.ts';

export interface RunDeps extends LaneDeps {
  readonly access: PortalAccess;
  /** Shared by the lanes of this process; a lane that is alone has its own. */
  readonly readSpace?: ReadSpace;
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Resolves as soon as reading does no harm to people who use the server. */
  readonly untilMay?: (signal: AbortSignal) => Promise<void>;
  onProgress(portalId: bigint): Promise<void>;
}

interface Slice {
  readonly signal: AbortSignal;
  readonly sliceMs: number;
}

interface Work extends Slice {
  readonly ahead: ReadAhead;
}

/**
 * Works on one portal until nothing is left or the slice of time is over: hints first, because people wait for them,
 * then the next piece of the first load, then the sweep for lost events and the comparison of everything.
 */
export async function runLane(deps: RunDeps, portalId: bigint, options: Slice): Promise<'idle' | 'more'> {
  const store = deps.store.forPortal(portalId);
  const portal = await store.transaction(findPortal);
  if (portal?.state !== 'active') return 'idle';
  const eager = await deps.access.clientFor(portalId, { signal: options.signal });
  const client = createPatientClient(eager, async () => deps.untilMay?.(options.signal));
  const ahead = createReadAhead(deps.readSpace ?? createReadSpace());
  try {
    const lane = await openLane(deps, { portalId, timeZone: portal.timeZone, client, signal: options.signal });
    const left = await work(deps, lane, { ...options, ahead });
    await store.transaction((tx) => saveSyncFailure(tx, null));
    return left;
  } catch (failure) {
    if (failure instanceof SyncLeaseLost) return 'idle';
    if (options.signal.aborted) return 'more';
    await reportFailure(deps, portalId, failure);
    throw failure;
  } finally {
    ahead.close();
  }
}

/** A stream that fails is left alone until the next time the lane is run. */
async function work(deps: RunDeps, lane: Lane, { ahead, ...options }: Work): Promise<'idle' | 'more'> {
  const until = deps.systemClock().getTime() + options.sliceMs;
  const isOver = (): boolean => deps.systemClock().getTime() >= until;
  const failed = new Set<StreamName>();
  const resting = new Set<string>();
  const hints = watchHints(deps, lane);
  const attempt = async <Result>(stream: StreamName, otherwise: Result, read: () => Promise<Result>): Promise<Result> => {
    if (failed.has(stream)) return otherwise;
    let result = otherwise;
    const isWell = await runStream(lane, stream, async () => void (result = await read()));
    if (!isWell) failed.add(stream);
    return result;
  };
  for (;;) {
    options.signal.throwIfAborted();
    if (ahead.isEmpty) {
      hints.forget();
      await attempt('events', false, () => catchUp(lane));
      if (isOver()) return 'more';
    }
    // What was read before a hint came must not be saved behind what the hint brings.
    const isHeld = !ahead.isEmpty && (isOver() || (!failed.has('events') && (await hints.areDue())));
    const loaded = await loadNext(lane, { resting, ahead, isHeld });
    if (loaded.kind === 'more') {
      await deps.onProgress(lane.portalId);
      continue;
    }
    if (loaded.kind === 'parked') {
      resting.add(loaded.entity);
      await noteFailure(lane, 'first-load', loaded.failure);
      continue;
    }
    if (loaded.kind === 'done') {
      // Sums of each day begin with the whole history: to keep them while it is read would slow the reading down.
      await lane.read(async (tx) => {
        const rule = readCountingRule(await findSetting(tx, countingSetting));
        await saveCountingBasis(tx, countingBasis(rule, lane.timeZone));
      });
      await takeAsked(lane);
      // What is new comes first: the comparison then counts what the sweeps would not have found.
      if (await sweepChanges(lane)) continue;
      if (await workFurther(lane, resting, attempt)) continue;
      if ((await attempt('reconcile', 'done', () => reconcileNext(lane))) === 'more') continue;
      if (await attempt('delta', false, () => readDaily(lane))) continue;
    }
    const left = await awaitHints(deps, lane, { ...options, until, isHeld: failed.has('events') });
    if (left !== 'look') return left;
  }
}

const lookEveryMs = 250;

/** Whether a hint waits that may be followed, looked up a few times a second and remembered until hints are read. */
function watchHints(deps: RunDeps, lane: Lane) {
  let lookedAtMs = 0;
  let areWaiting = false;
  return {
    forget: () => void (areWaiting = false),
    areDue: async (): Promise<boolean> => {
      const nowMs = deps.systemClock().getTime();
      if (areWaiting || nowMs - lookedAtMs < lookEveryMs) return areWaiting;
      lookedAtMs = nowMs;
      const due = await lane.read(findNextDue);
      areWaiting = due !== null && due.getTime() <= nowMs;
      return areWaiting;
    },
  };
}

/** A record that changes without pause is read at distances: until then the lane looks for hints of other records. */
async function awaitHints(
  deps: RunDeps,
  lane: Lane,
  options: { signal: AbortSignal; until: number; isHeld: boolean },
): Promise<'look' | 'idle' | 'more'> {
  const due = options.isHeld ? null : await lane.read(findNextDue);
  if (due === null) return 'idle';
  const waitMs = due.getTime() - deps.systemClock().getTime();
  if (deps.systemClock().getTime() + waitMs >= options.until) return 'more';
  if (waitMs > 0) await (deps.sleep ?? wait)(Math.min(waitMs, lookEveryMs), options.signal);
  return 'look';
}

const wait = async (ms: number, signal: AbortSignal): Promise<void> => setTimeout(ms, undefined, { signal });

/** People see why nothing moves; the log gets the code, never an answer's text. */
async function reportFailure(deps: RunDeps, portalId: bigint, failure: unknown): Promise<void> {
  const code = failure instanceof PortalError ? failure.code : 'internal';
  await deps.store.forPortal(portalId).transaction(async (tx) => {
    await saveSyncFailure(tx, code);
    await touchTopic(tx, 'sync');
  });
  await deps.store.announce(portalId);
}
