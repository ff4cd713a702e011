import { writeSync } from 'node:fs';
import type { Log } from '#kernel/log.ts';

/** Whoever started this process kills it after ten seconds. */
const longestStopMs = 9500;

/** A process whose state nobody knows any more writes nothing more: the next one begins where the store stands. */
export function endOnFaults(log: Log): void {
  for (const kind of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(kind, (failure: unknown) => {
      try {
        log.fatal({ kind, err: failure instanceof Error ? failure : new Error(String(failure)) }, 'the process ends');
      } finally {
        process.exit(1);
      }
    });
}

/** The first signal stops in order, the second one at once. */
export function endOnSignals(stop: () => Promise<void>): void {
  let isStopping = false;
  const end = (): void => {
    if (isStopping) process.exit(1);
    isStopping = true;
    setTimeout(() => {
      writeSync(2, 'The stop took too long and was cut off.\n');
      process.exit(1);
    }, longestStopMs).unref();
    stop().then(
      () => process.exit(0),
      (failure: unknown) => {
        writeSync(2, `The stop failed: ${failure instanceof Error ? failure.message : String(failure)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
}
