export type Priority = 'interactive' | 'background';

/** What one portal still lets us do; everything in this process that talks to the portal shares it. */
export interface PortalBudget {
  /** Waits for the right to send one request; interactive ones may overdraw a little and do not queue behind a first load. */
  take(priority: Priority, signal?: AbortSignal): Promise<void>;
  /** Keeps a method away from the portal until its operating time is free again. */
  park(method: string, until: Date): void;
  parkedUntil(method: string): Date | null;
  /** Remembers when the oldest minute of a method's operating time drops, because error answers do not say it. */
  noteReset(method: string, at: Date): void;
  resetOf(method: string): Date | null;
}

export interface RateLimits {
  forPortal(memberId: string): PortalBudget;
}

export interface RateLimitOptions {
  /** Refill; Bitrix24 drains 2 a second on all plans but Enterprise. */
  readonly perSecond: number;
  /** Of the portal's 50, so that people and other applications on this address keep room. */
  readonly burst: number;
  /** How far interactive requests may overdraw. */
  readonly overdraft: number;
  readonly systemClock: () => Date;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export const cloudLimits = { perSecond: 2, burst: 20, overdraft: 20 } as const;

export function createRateLimits(options: RateLimitOptions): RateLimits {
  const budgets = new Map<string, PortalBudget>();
  return {
    forPortal: (memberId) => {
      const known = budgets.get(memberId);
      if (known) return known;
      const budget = createBudget(options);
      budgets.set(memberId, budget);
      return budget;
    },
  };
}

function createBudget(options: RateLimitOptions): PortalBudget {
  const { perSecond, burst, overdraft, systemClock, sleep } = options;
  const parked = new Map<string, Date>();
  const resets = new Map<string, Date>();
  let level = burst;
  let filledAt = systemClock().getTime();
  const refill = (): void => {
    const now = systemClock().getTime();
    level = Math.min(burst, level + (Math.max(0, now - filledAt) / 1000) * perSecond);
    filledAt = now;
  };
  return {
    take: async (priority, signal) => {
      const floor = priority === 'interactive' ? 1 - overdraft : 1;
      for (;;) {
        signal?.throwIfAborted();
        refill();
        if (level >= floor) break;
        await sleep(Math.ceil(((floor - level) / perSecond) * 1000), signal);
      }
      level -= 1;
    },
    park: (method, until) => void parked.set(method, until),
    parkedUntil: (method) => {
      const until = parked.get(method);
      if (!until || until.getTime() <= systemClock().getTime()) return null;
      return until;
    },
    noteReset: (method, at) => void resets.set(method, at),
    resetOf: (method) => resets.get(method) ?? null,
  };
}
