import { listRejectedKeys, saveRejections } from '#store/rejected-rows.ts';
import type { ReadingFrom } from './bulk-entities.ts';
import type { Lane } from './lane.ts';
import type { Chunks } from './read-chunks.ts';

const rowsAtOnce = 10;

interface RereadEntity {
  readonly entity: string;
  read(lane: Lane, from: ReadingFrom): Promise<Chunks>;
}

/** A row may have become readable without a change of its time, so the ones left out are looked at again, a few at a time. */
export async function readRejectedAgain(lane: Lane, bulk: RereadEntity): Promise<void> {
  const keys = await lane.read((tx) => listRejectedKeys(tx, bulk.entity, rowsAtOnce));
  for (const key of keys) {
    const { chunks } = await bulk.read(lane, { after: idBefore(key), until: null, links: 1, since: new Date(0) });
    await lane.commit(async (tx) => {
      // The page begins where the row stood: what is not rejected again is good or gone.
      await saveRejections(tx, bulk.entity, { settledKeys: [key], rejected: [], now: lane.businessClock() });
      let facts = 0;
      for (const chunk of chunks) facts += await chunk.save(tx);
      return { facts, progress: true };
    });
  }
}

/** `15+1` is the first row behind 15, `15` the row itself; histories are read from the newest row down. */
function idBefore(key: string): bigint | null {
  const [id = '', place] = key.split('+');
  if (id === '') return null;
  return place === undefined ? BigInt(id) + 1n : BigInt(id);
}
