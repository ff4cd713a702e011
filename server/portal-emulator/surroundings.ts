/** What the process around a portal gives it: the system clock, waiting, and the way to handlers of events. */
export interface Surroundings {
  readonly systemClock: () => Date;
  readonly sleep: (ms: number) => Promise<void>;
  /** One attempt; whatever it throws, the event is lost. */
  readonly carryEvent: (handler: string, form: URLSearchParams) => Promise<void>;
}

const timeoutMs = 5000;

export const ownSurroundings: Surroundings = {
  systemClock: () => new Date(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  async carryEvent(handler, form) {
    const response = await fetch(handler, { method: 'POST', body: form, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
    await response.body?.cancel();
  },
};

/** The system clock: token life, limits and what `time` tells run on it. */
export function systemNowMs({ surroundings }: { readonly surroundings: Surroundings }): number {
  return surroundings.systemClock().getTime();
}
