import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from './client-run.ts';
import { offsetBatches } from './offset-client.ts';
import { chainedBatch, fetchList } from './sdk-clients.ts';
import type { Invitation } from './served-portals.ts';
import { twoBadList } from './two-bad-client.ts';

const clients = { fetchList, chainedBatch, twoBadList, offsetBatches } as const satisfies Record<string, Client>;
export type ClientName = keyof typeof clients;

export interface ClientOrder {
  readonly name: ClientName;
  readonly invitation: Invitation;
  /** Answers of the burst, behind which the steady pace begins. */
  readonly burst: number;
  /** Seconds of the wall behind the burst. */
  readonly seconds: number;
}

export interface ClientResult {
  /** Seconds of the wall from the first request to the end of the measurement. */
  readonly seconds: number;
  readonly rows: number;
  /** Rows a second of the wall behind the burst. */
  readonly rate: number;
  readonly isFinished: boolean;
  /** Why the client gave up, when it did. */
  readonly failure: string | null;
}

/** Reading by offset is so dear that the burst alone may outlast everybody's patience. */
const longestSeconds = 45;

process.once('message', (order: ClientOrder) => void measure(order).then((result) => process.send?.(result, () => process.exit(0))));

async function measure({ name, invitation, burst, seconds }: ClientOrder): Promise<ClientResult> {
  const stop = new AbortController();
  const startedMs = performance.now();
  let answers = 0;
  let rows = 0;
  let steady: { atMs: number; rows: number } | null = null;
  let isFinished = false;
  let failure: string | null = null;
  const got = (count: number): void => {
    answers += 1;
    rows += count;
    if (answers >= burst) steady ??= { atMs: performance.now(), rows };
  };
  let refusedAtMs = Infinity;
  const refused = (): void => void (refusedAtMs = Math.min(refusedAtMs, performance.now()));
  const work = clients[name]({ invitation, signal: stop.signal, got, refused })
    .then(() => (isFinished = !stop.signal.aborted))
    .catch((error: unknown) => (failure = stop.signal.aborted ? failure : error instanceof Error ? error.message : String(error)));
  const isOver = (): boolean =>
    isFinished ||
    failure !== null ||
    performance.now() > Math.min(startedMs + longestSeconds * 1000, Math.min(refusedAtMs, steady?.atMs ?? Infinity) + seconds * 1000);
  while (!isOver()) await wait(50);
  const overMs = performance.now();
  stop.abort();
  await Promise.race([work, wait(1000)]);
  const from = steady ?? { atMs: startedMs, rows: 0 };
  const spanMs = Math.max(1, overMs - from.atMs);
  return { seconds: (overMs - startedMs) / 1000, rows, rate: ((rows - from.rows) / spanMs) * 1000, isFinished, failure };
}
