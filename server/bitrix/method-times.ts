import type { Log } from '#kernel/log.ts';
import type { MethodTime, OperatingBudget } from './operating-budget.ts';

/** What all processes know of the methods of a portal, wherever it is kept. */
export interface MethodTimes {
  /** Keeps what this process has learned and answers what all of them have; nothing of a portal that nobody has installed yet. */
  exchange(memberId: string, learned: readonly MethodTime[]): Promise<readonly MethodTime[]>;
}

export interface ExchangeOptions {
  readonly times: MethodTimes;
  readonly memberId: string;
  readonly operating: OperatingBudget;
  readonly systemClock: () => Date;
  readonly log: Log;
}

const everyMs = 5000;

/** Tells others what this process has learned and learns from them: with its first request, then every five seconds, and at once when a method is parked. */
export function createExchange({ times, memberId, operating, systemClock, log }: ExchangeOptions): () => Promise<void> {
  const untold = new Map<string, MethodTime>();
  let lastMs = -Infinity;
  let running: Promise<void> | null = null;
  const isDue = (): boolean => operating.hasUrgentNews() || systemClock().getTime() - lastMs >= everyMs;

  const exchange = async (): Promise<void> => {
    lastMs = systemClock().getTime();
    for (const time of operating.takeNews()) untold.set(time.method, time);
    const told = [...untold.values()];
    try {
      operating.learn(await times.exchange(memberId, told));
    } catch (failure) {
      // The portal is asked by what this process knows, and the next exchange tells the rest.
      log.warn({ cause: String(failure) }, 'what is known of the methods of a portal could not be exchanged');
      return;
    }
    for (const time of told) if (untold.get(time.method) === time) untold.delete(time.method);
  };
  return async () => {
    while (running ?? isDue()) {
      running ??= exchange().finally(() => (running = null));
      await running;
    }
  };
}
