import { markDirty, type DirtyRecord } from '#store/dirty-records.ts';
import type { Web } from '../web.ts';

export interface HintWriter {
  /** Resolves when the hints are committed and the reading was asked for. */
  save(portalId: bigint, hints: readonly DirtyRecord[]): Promise<void>;
}

/**
 * Hints of a portal that come while others are being written are written together:
 * a robot that touches a thousand deals costs a few transactions, and the portal's queue does not slow down for us.
 */
export function createHintWriter(web: Pick<Web, 'store' | 'sync' | 'systemClock'>): HintWriter {
  const gathering = new Map<bigint, { readonly hints: DirtyRecord[]; readonly done: Promise<void> }>();
  const writing = new Map<bigint, Promise<void>>();

  const write = async (portalId: bigint, hints: readonly DirtyRecord[]): Promise<void> => {
    await web.store.forPortal(portalId).transaction((tx) => markDirty(tx, hints, web.systemClock()));
    await web.sync.requestCatchUp(portalId);
  };
  const gather = (portalId: bigint) => {
    const hints: DirtyRecord[] = [];
    const before = writing.get(portalId) ?? Promise.resolve();
    const done = before
      .catch(() => undefined)
      .then(() => {
        gathering.delete(portalId);
        return write(portalId, hints);
      })
      .finally(() => {
        if (writing.get(portalId) === done) writing.delete(portalId);
      });
    writing.set(portalId, done);
    const batch = { hints, done };
    gathering.set(portalId, batch);
    return batch;
  };
  return {
    save: (portalId, hints) => {
      const batch = gathering.get(portalId) ?? gather(portalId);
      batch.hints.push(...hints);
      return batch.done;
    },
  };
}
