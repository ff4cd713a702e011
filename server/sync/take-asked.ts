import { takeReconcileRequest } from '#store/reconcile-requests.ts';
import type { StreamName } from '#store/sync-streams.ts';
import { sweepWork } from './delta.ts';
import { makeDue } from './due-work.ts';
import type { Lane } from './lane.ts';
import { startRun } from './reconcile.ts';

/** Streams that the sweep reads; whoever asks for one of them gets all of them. */
const swept: readonly StreamName[] = ['events', 'delta', 'calls', 'activities', 'structure'];

/**
 * What people asked to have read now becomes work that is due, in the transaction that takes the request:
 * a process that dies behind it leaves the work to the next one.
 */
export async function takeAsked(lane: Lane): Promise<void> {
  await lane.commit(async (tx) => {
    const streams = new Set<StreamName>((await takeReconcileRequest(tx))?.streams);
    const now = lane.systemClock();
    if (swept.some((stream) => streams.has(stream))) await makeDue(tx, sweepWork.changes, now);
    if (streams.has('structure')) await makeDue(tx, sweepWork.structure, now);
    if (streams.has('reconcile')) await startRun(tx, lane.businessClock());
    return { facts: 0, progress: streams.size > 0 };
  });
}
