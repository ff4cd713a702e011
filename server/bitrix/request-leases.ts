/** A slice of what a portal takes, or how long to wait for one. */
export interface RequestLease {
  readonly granted: number;
  readonly waitMs: number;
}

/** The portal's budget of requests, wherever it is kept. */
export interface RequestLeases {
  /** Null for a portal that nobody has installed yet: this process budgets for it alone. */
  lease(memberId: string, wanted: number): Promise<RequestLease | null>;
}

export interface Allowance {
  /** Refill; Bitrix24 drains 2 a second on all plans but Enterprise. */
  readonly perSecond: number;
  readonly burst: number;
}

/** Keeps the level of each portal in this process. */
export function createLocalLeases(
  { perSecond, burst }: Allowance,
  systemClock: () => Date,
): { lease(memberId: string, wanted: number): RequestLease } {
  const levels = new Map<string, { level: number; atMs: number }>();
  return {
    lease: (memberId, wanted) => {
      const now = systemClock().getTime();
      const before = levels.get(memberId) ?? { level: burst, atMs: now };
      const level = Math.min(burst, before.level + (Math.max(0, now - before.atMs) / 1000) * perSecond);
      const granted = Math.min(wanted, Math.max(0, Math.floor(level)));
      levels.set(memberId, { level: level - granted, atMs: now });
      return { granted, waitMs: granted > 0 ? 0 : Math.ceil(((1 - level) / perSecond) * 1000) };
    },
  };
}
