import type { FaultSource } from './faults.ts';
import type { Surroundings } from './surroundings.ts';

/** Carries events to their handlers in the background; what is not taken is lost. */
export interface EventDelivery {
  post(handler: string, form: URLSearchParams): void;
  /** Waits until everything posted so far was delivered or given up. */
  settle(): Promise<void>;
}

const heldForMs = 1000;

export function createEventDelivery(faults: FaultSource, { sleep, carryEvent }: Surroundings): EventDelivery {
  const underway = new Set<Promise<void>>();
  const held: (() => void)[] = [];

  const start = (handler: string, form: URLSearchParams): Promise<void> => {
    // One attempt, no retries: Bitrix24 documents that an event which was not taken is not sent again.
    const delivery = carryEvent(handler, form)
      .catch(() => undefined)
      .finally(() => underway.delete(delivery));
    underway.add(delivery);
    return delivery;
  };
  const release = (): void => {
    for (const go of held.splice(0)) go();
  };

  return {
    post(handler, form) {
      const fate = faults.fateOfEvent();
      if (fate === 'lost') return;
      if (fate === 'late') {
        held.push(() => void start(handler, form));
        void sleep(heldForMs).then(release);
        return;
      }
      const newer = start(handler, form);
      if (fate === 'repeated') void start(handler, form);
      // What was held back comes after what happened later.
      if (held.length > 0) void newer.then(release);
    },
    async settle() {
      while (underway.size > 0 || held.length > 0) {
        if (underway.size === 0) release();
        await Promise.all(underway);
      }
    },
  };
}
