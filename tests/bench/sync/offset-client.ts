import { setTimeout as wait } from 'node:timers/promises';
import { toQueryString, type Params } from '#bitrix/query-string.ts';
import { pageRows, pagesInBatch, rowsIn, wantedLists, type ClientRun, type WantedList } from './client-run.ts';

/**
 * The way of the fastest public client: every list is counted, then all its pages are asked for by offset, fifty in a batch and all
 * batches at once as far as the bucket of requests lets them. A page the portal has refused is asked for again.
 */
export async function offsetBatches({ invitation, signal, got, refused }: ClientRun): Promise<void> {
  const take = createBucket(invitation.timeScale);
  const send = async (path: string, body: object): Promise<{ status: number; body: BatchBody }> => {
    await take();
    const response = await fetch(`${invitation.webhook}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal,
    });
    return { status: response.status, body: (await response.json()) as BatchBody };
  };
  const readBatch = async (list: WantedList, starts: readonly number[]): Promise<void> => {
    for (let left = starts; left.length > 0 && !signal.aborted;) {
      const { body } = await send('batch', {
        halt: 0,
        cmd: Object.fromEntries(left.map((start) => [`p${start}`, commandOf(list, start)])),
      });
      const read = Object.entries(body.result?.result ?? {});
      got(read.reduce((total, [, page]) => total + rowsIn(page).length, 0));
      const done = new Set(read.map(([key]) => key));
      left = left.filter((start) => !done.has(`p${start}`));
      if (left.length > 0) refused();
      if (left.length > 0) await wait(10_000 / invitation.timeScale, undefined, { signal });
    }
  };
  const readList = async (list: WantedList): Promise<void> => {
    const { body } = await send(list.method, { ...list.params, filter: list.filter, start: 0 });
    got(rowsIn(body.result).length);
    const starts = Array.from({ length: Math.ceil((body.total ?? 0) / pageRows) - 1 }, (_, index) => (index + 1) * pageRows);
    const batches = Array.from({ length: Math.ceil(starts.length / pagesInBatch) }, (_, index) =>
      starts.slice(index * pagesInBatch, (index + 1) * pagesInBatch),
    );
    await Promise.all(batches.map((batch) => readBatch(list, batch)));
  };
  await Promise.all(wantedLists.map(readList));
}

interface BatchBody {
  readonly result?: { readonly result?: Readonly<Record<string, unknown>> };
  readonly total?: number;
}

const commandOf = ({ method, params, filter }: WantedList, start: number): string =>
  `${method}?${toQueryString({ ...params, filter, start } as Params)}`;

/** Fifty at once, then two a second. */
function createBucket(timeScale: number): () => Promise<void> {
  let freeAtMs = performance.now() - (49 / (2 * timeScale)) * 1000;
  return async () => {
    const nowMs = performance.now();
    freeAtMs = Math.max(freeAtMs, nowMs - (49 / (2 * timeScale)) * 1000) + 1000 / (2 * timeScale);
    if (freeAtMs > nowMs) await wait(freeAtMs - nowMs);
  };
}
