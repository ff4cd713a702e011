import { createLocalLeases, type Allowance, type RequestLease, type RequestLeases } from './request-leases.ts';
import { createTurnQueue, type Source } from './turn-queue.ts';

export type Priority = 'interactive' | 'background';

/** How many requests one portal still takes; everything in this process that talks to the portal shares it. */
export interface RequestBudget {
  /** Waits for the right to send one request; interactive ones may overdraw a little and do not queue behind what nobody waits for. */
  take(priority: Priority, options?: { signal?: AbortSignal | undefined; source?: Source | undefined }): Promise<void>;
}

export interface RateLimits {
  forPortal(memberId: string): RequestBudget;
}

export interface RateLimitOptions extends Allowance {
  /** How far interactive requests of this process may overdraw. */
  readonly overdraft: number;
  /** Shared with other processes; absent when this one is alone. */
  readonly shared?: SharedLeases | undefined;
  readonly systemClock: () => Date;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export interface SharedLeases {
  readonly leases: RequestLeases;
  /** Requests of one lease, so that not each of them costs a transaction. */
  readonly slice: number;
  /** What is left of a slice is lost after this time; the keeper of the budget counts on it. */
  readonly sliceLifeMs: number;
  /** A load that has run dry asks again after this time and finds several requests. */
  readonly gatherMs: number;
}

/** Of the portal's 50, so that people and other applications on this address keep room. */
export const cloudLimits = { perSecond: 2, burst: 20, overdraft: 20 } as const;

export function createRateLimits(options: RateLimitOptions): RateLimits {
  const local = createLocalLeases(options, options.systemClock);
  const budgets = new Map<string, RequestBudget>();
  return {
    forPortal: (memberId) => {
      const known = budgets.get(memberId);
      if (known) return known;
      const budget = createBudget(options, createPurse(options, memberId, local));
      budgets.set(memberId, budget);
      return budget;
    },
  };
}

/** Requests that this process may send, and those that it has sent on credit. */
interface Purse {
  spend(): boolean;
  overdraw(): boolean;
  /** Asks for more; the answer is how long to wait when there is nothing. */
  fill(priority: Priority): Promise<number>;
}

function createPurse(options: RateLimitOptions, memberId: string, local: ReturnType<typeof createLocalLeases>): Purse {
  const { shared, overdraft, systemClock } = options;
  let left = 0;
  let leftUntilMs = Infinity;
  let owed = 0;
  let asking: Promise<number> | null = null;
  // Whoever waits knows what the last one was told, so that they do not all ask.
  let told = { atMs: 0, waitMs: 0, isDry: false };

  const ask = async (priority: Priority): Promise<RequestLease & { isDry: boolean }> => {
    // What is left of a slice is lost, so a person's request takes no more than it needs.
    const wanted = (priority === 'background' && shared ? shared.slice : 1) + owed;
    const found = await shared?.leases.lease(memberId, wanted);
    return found ? { ...found, isDry: found.granted < wanted } : { ...local.lease(memberId, 1), isDry: false };
  };
  const fill = async (priority: Priority): Promise<number> => {
    // The life of a slice begins before it is asked for: the answer may take its time.
    const askedMs = systemClock().getTime();
    const { granted, waitMs, isDry } = await ask(priority);
    const repaid = Math.min(owed, granted);
    owed -= repaid;
    left = granted - repaid;
    leftUntilMs = shared ? askedMs + shared.sliceLifeMs : Infinity;
    told = { atMs: systemClock().getTime(), waitMs: granted > 0 ? 0 : waitMs, isDry };
    return left > 0 ? 0 : pauseOf(priority);
  };
  const pauseOf = (priority: Priority): number => {
    // Less than was asked for means that there is no more: a load lets some gather before it asks again.
    const gatherMs = told.isDry && priority === 'background' ? (shared?.gatherMs ?? 0) : 0;
    const pauseMs = Math.max(told.waitMs, gatherMs);
    return pauseMs === 0 ? 0 : Math.max(0, told.atMs + pauseMs - systemClock().getTime());
  };
  return {
    spend: () => {
      if (left < 1 || systemClock().getTime() > leftUntilMs) return false;
      left -= 1;
      return true;
    },
    overdraw: () => {
      if (owed >= overdraft) return false;
      owed += 1;
      return true;
    },
    fill: async (priority) => {
      const pauseMs = pauseOf(priority);
      if (pauseMs > 0) return pauseMs;
      asking ??= fill(priority).finally(() => (asking = null));
      return asking;
    },
  };
}

function createBudget({ sleep, systemClock }: RateLimitOptions, purse: Purse): RequestBudget {
  const awaitTurn = createTurnQueue({ spend: purse.spend, fill: () => purse.fill('background'), systemClock, sleep });
  const takeForPerson = async (signal?: AbortSignal): Promise<void> => {
    for (;;) {
      signal?.throwIfAborted();
      if (purse.spend()) return;
      const waitMs = await purse.fill('interactive');
      if (purse.spend() || purse.overdraw()) return;
      if (waitMs > 0) await sleep(waitMs, signal);
    }
  };
  return {
    take: (priority, { signal, source = 'reading' } = {}) =>
      priority === 'interactive' ? takeForPerson(signal) : awaitTurn(source, signal),
  };
}
