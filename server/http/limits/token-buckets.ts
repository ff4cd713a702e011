/** Tokens come back evenly; `burst` of them may be spent at once. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

export interface TokenBuckets {
  /** Takes one token; 0 when there was one, and otherwise the milliseconds until there is. */
  take(key: string): number;
  /** Buckets in memory. */
  readonly size: number;
}

/** Whoever was not seen for longest is forgotten first, and begins again with a full bucket. */
const mostKept = 10_000;

export function createTokenBuckets({ perSecond, burst }: Rate, systemClock: () => Date): TokenBuckets {
  const buckets = new Map<string, { tokens: number; atMs: number }>();
  return {
    take: (key) => {
      const nowMs = systemClock().getTime();
      const known = buckets.get(key);
      buckets.delete(key);
      const passedMs = known === undefined ? 0 : Math.max(0, nowMs - known.atMs);
      const tokens = known === undefined ? burst : Math.min(burst, known.tokens + (passedMs * perSecond) / 1000);
      const isThere = tokens >= 1;
      buckets.set(key, { tokens: isThere ? tokens - 1 : tokens, atMs: nowMs });
      if (buckets.size > mostKept) forgetOldest(buckets);
      return isThere ? 0 : Math.ceil(((1 - tokens) * 1000) / perSecond);
    },
    get size() {
      return buckets.size;
    },
  };
}

/** A tenth at once, because a map is slow to find its first entry behind deleted ones. */
function forgetOldest(buckets: Map<string, unknown>): void {
  for (const key of [...buckets.keys()].slice(0, mostKept / 10)) buckets.delete(key);
}
