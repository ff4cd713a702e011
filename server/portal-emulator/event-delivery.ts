import type { FaultSource } from './faults.ts';

/** Carries events to their handlers in the background; what is not taken is lost. */
export interface EventDelivery {
  post(handler: string, form: URLSearchParams): void;
  /** Waits until everything posted so far was delivered or given up. */
  settle(): Promise<void>;
}

const timeoutMs = 5000;
const heldForMs = 1000;

export function createEventDelivery(faults: FaultSource): EventDelivery {
  const underway = new Set<Promise<void>>();
  const held: (() => void)[] = [];

  const start = (handler: string, form: URLSearchParams): Promise<void> => {
    const delivery = deliver(handler, form).finally(() => underway.delete(delivery));
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
        setTimeout(release, heldForMs).unref();
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

/** One attempt, no retries: Bitrix24 documents that an event which was not taken is not sent again. */
async function deliver(handler: string, form: URLSearchParams): Promise<void> {
  try {
    const response = await fetch(handler, { method: 'POST', body: form, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
    await response.body?.cancel();
  } catch {
    return;
  }
}
