import { setImmediate } from 'node:timers/promises';

/**
 * A time of its own in which exactly one thing happens after another: whoever waits is woken alone,
 * and the next one only when nothing moves any more. So the same seed always gives the same course of things.
 */
export interface World {
  readonly clock: () => Date;
  nowMs(): number;
  sleep(ms: number): Promise<void>;
  /** Sleep that somebody may end. */
  nap(ms: number): { readonly over: Promise<void>; wake(): void };
  /** Work outside of this time, such as a transaction: time stands still until it is done. */
  track<T>(work: Promise<T>): Promise<T>;
  /** Lets time pass until the work is done. */
  run<T>(work: Promise<T>): Promise<T>;
}

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/** Turns of the event loop within which everything that can go on has gone on. */
const turnsToSettle = 3;

export function createWorld(startMs: number): World {
  let nowMs = startMs;
  let sleepers: Sleeper[] = [];
  let underway = 0;
  let onQuiet: (() => void) | null = null;

  const park = (ms: number, wake: () => void): Sleeper => {
    const sleeper = { atMs: nowMs + Math.max(0, ms), wake };
    sleepers.push(sleeper);
    return sleeper;
  };
  const settle = async (): Promise<void> => {
    for (let turns = 0; turns < turnsToSettle; turns += 1) {
      await setImmediate();
      if (underway === 0) continue;
      await new Promise<void>((resolve) => (onQuiet = resolve));
      turns = -1;
    }
  };
  const wakeNext = (): void => {
    const [first, ...others] = sleepers;
    if (!first) throw new Error('everybody waits for somebody else');
    const next = others.reduce((earliest, sleeper) => (sleeper.atMs < earliest.atMs ? sleeper : earliest), first);
    sleepers = sleepers.filter((sleeper) => sleeper !== next);
    nowMs = Math.max(nowMs, next.atMs);
    next.wake();
  };

  return {
    clock: () => new Date(nowMs),
    nowMs: () => nowMs,
    sleep: (ms) => new Promise((resolve) => void park(ms, resolve)),
    nap(ms) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const sleeper = park(ms, resolve);
      return {
        over: promise,
        wake: () => {
          if (!sleepers.includes(sleeper)) return;
          sleepers = sleepers.filter((other) => other !== sleeper);
          park(0, resolve);
        },
      };
    },
    async track(work) {
      underway += 1;
      try {
        return await work;
      } finally {
        underway -= 1;
        if (underway === 0) onQuiet?.();
      }
    },
    async run(work) {
      let isOver = false;
      const done = work.finally(() => (isOver = true));
      // Whoever asks for the result learns of a failure.
      done.catch(() => undefined);
      for (;;) {
        await settle();
        if (isOver) return done;
        wakeNext();
      }
    },
  };
}
