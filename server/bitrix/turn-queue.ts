/** Work that no person waits for: rows that are read, and messages that are sent. */
export type Source = 'reading' | 'sending';

export interface TurnQueueOptions {
  /** Takes one request off what may be sent now. */
  readonly spend: () => boolean;
  /** Asks for more; the answer is how long to wait when there is nothing. */
  readonly fill: () => Promise<number>;
  readonly systemClock: () => Date;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

interface Line {
  /** What a turn counts: a source whose turns count six times as much has one for six of the other. */
  readonly cost: number;
  readonly waiting: { go(): void; fail(cause: unknown): void }[];
  taken: number;
  servedMs: number;
}

/** A load sends one request after the other and screens wait for its end; messages come by the dozen. */
const costs: Readonly<Record<Source, number>> = { reading: 1, sending: 6 };
/** Most requests of a load are answered by then, and it is back for the next one. */
const expectedMs = 1000;

/** First come, first served within a source, and turns between sources, so that none of them waits for all of another. */
export function createTurnQueue(options: TurnQueueOptions): (source: Source, signal?: AbortSignal) => Promise<void> {
  const lines = { reading: createLine('reading'), sending: createLine('sending') };
  // Whoever comes back from a rest begins here: resting earns no turns.
  let standing = 0;
  let isServing = false;
  let wake = (): void => undefined;

  const nap = async (ms: number): Promise<void> => {
    const cut = new AbortController();
    await Promise.race([options.sleep(ms, cut.signal).catch(() => undefined), new Promise<void>((resolve) => (wake = resolve))]);
    cut.abort();
  };
  const serve = (line: Line): void => {
    standing = line.taken;
    line.taken += line.cost;
    line.servedMs = options.systemClock().getTime();
    line.waiting.shift()?.go();
  };
  const serveNext = async (line: Line): Promise<void> => {
    const absentMs = expectationMs(Object.values(lines), line, options.systemClock().getTime());
    if (absentMs > 0) return nap(absentMs);
    if (options.spend()) return serve(line);
    // Somebody whose turn it is may have come meanwhile, so who is served is asked again.
    const waitMs = await options.fill();
    if (waitMs > 0) await nap(waitMs);
  };
  const serveAll = async (): Promise<void> => {
    isServing = true;
    try {
      for (let next = findNext(Object.values(lines)); next; next = findNext(Object.values(lines))) await serveNext(next);
    } catch (failure) {
      for (const line of Object.values(lines)) for (const waiter of line.waiting.splice(0)) waiter.fail(failure);
    }
    isServing = false;
  };
  return (source, signal) => {
    const line = lines[source];
    if (line.waiting.length === 0) line.taken = Math.max(line.taken, standing);
    const turn = wait(line, signal, () => wake());
    if (isServing) wake();
    else void serveAll();
    return turn;
  };
}

function createLine(source: Source): Line {
  return { cost: costs[source], waiting: [], taken: 0, servedMs: -Infinity };
}

/** Stands in a line until it is served, or leaves it at once when nobody wants the turn any more. */
function wait(line: Line, signal: AbortSignal | undefined, onLeave: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const leave = (): void => {
      line.waiting.splice(line.waiting.indexOf(waiter), 1);
      reject(signal?.reason as unknown);
      onLeave();
    };
    const stay = (): void => signal?.removeEventListener('abort', leave);
    const waiter = { go: () => (stay(), resolve()), fail: (cause: unknown) => (stay(), reject(cause)) };
    signal?.addEventListener('abort', leave, { once: true });
    line.waiting.push(waiter);
  });
}

function findNext(lines: readonly Line[]): Line | undefined {
  const waiting = lines.filter((line) => line.waiting.length > 0);
  return waiting.sort((a, b) => a.taken - b.taken)[0];
}

/** A load whose turn it is and that was just served is waited for: requests that others take meanwhile would be missing to it. */
function expectationMs(lines: readonly Line[], next: Line, now: number): number {
  const absent = lines.filter((line) => line.waiting.length === 0 && line.cost < next.cost && line.taken < next.taken);
  return Math.max(0, ...absent.map((line) => line.servedMs + expectedMs - now));
}
