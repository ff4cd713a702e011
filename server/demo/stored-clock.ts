import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

/** The demo's calendar time: starts where the scenario says, runs while the process runs, goes on after a restart. */
export interface StoredClock {
  now(): Date;
  set(instant: Date): void;
  /** Writes the present time down. */
  save(): void;
}

const Stored = z.object({ businessAt: z.iso.datetime() });

/** `tick` is a monotonic count of milliseconds. */
export function openStoredClock(file: string, start: Date, tick: () => number): StoredClock {
  let base = readStored(file) ?? start;
  let since = tick();
  const now = (): Date => new Date(base.getTime() + tick() - since);
  const save = (): void => {
    writeFileSync(`${file}.new`, JSON.stringify({ businessAt: now().toISOString() }));
    renameSync(`${file}.new`, file);
  };
  return {
    now,
    set: (instant) => {
      base = instant;
      since = tick();
      save();
    },
    save,
  };
}

function readStored(file: string): Date | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return new Date(Stored.parse(JSON.parse(readFileSync(file, 'utf8'))).businessAt);
  } catch {
    return undefined;
  }
}
