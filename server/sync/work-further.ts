import type { StreamName } from '#store/sync-streams.ts';
import { sweepFurther } from './further-delta.ts';
import { loadFurther } from './further-load.ts';
import type { Lane } from './lane.ts';
import type { LoadOutcome } from './load-step.ts';
import { noteFailure } from './run-stream.ts';

/** Does what may fail alone; gives something else when it did, now or before. */
export type Attempt = <Result>(stream: StreamName, otherwise: Result, read: () => Promise<Result>) => Promise<Result>;

/** The next piece of what is kept beside deals, their history and calls; says whether there was any. */
export async function workFurther(lane: Lane, resting: Set<string>, attempt: Attempt): Promise<boolean> {
  const loaded = await attempt<LoadOutcome>('first-load', { kind: 'resting' }, () => loadPieces(lane, resting));
  if (loaded.kind === 'more') return true;
  if (loaded.kind === 'parked') {
    resting.add(loaded.entity);
    await noteFailure(lane, 'first-load', loaded.failure);
    return true;
  }
  return sweepFurther(lane);
}

/** So many pieces are read before hints are looked at again. */
const piecesInARow = 3;

async function loadPieces(lane: Lane, resting: ReadonlySet<string>): Promise<LoadOutcome> {
  let loaded: LoadOutcome = { kind: 'more' };
  for (let piece = 0; piece < piecesInARow && loaded.kind === 'more'; piece += 1) loaded = await loadFurther(lane, resting);
  return loaded;
}
