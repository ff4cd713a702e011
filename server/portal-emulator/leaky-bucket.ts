/** Bitrix24's request bucket: each request adds one, the level drains steadily, above the burst requests are refused. */
export interface LeakyBucket {
  /** False when the request overflows the bucket of its source. */
  admit(source: string): boolean;
}

const buckets = {
  cloud: { burst: 50, perSecond: 2 },
  enterprise: { burst: 250, perSecond: 5 },
} as const;

export function createLeakyBucket(limits: 'cloud' | 'enterprise' | 'off', timeScale: number, nowMs: () => number): LeakyBucket {
  if (limits === 'off') return { admit: () => true };
  const { burst, perSecond } = buckets[limits];
  const levels = new Map<string, { level: number; atMs: number }>();
  return {
    admit(source) {
      const atMs = nowMs();
      const before = levels.get(source);
      const drained = before ? Math.max(0, before.level - (Math.max(0, atMs - before.atMs) / 1000) * perSecond * timeScale) : 0;
      const isAdmitted = drained + 1 <= burst;
      levels.set(source, { level: isAdmitted ? drained + 1 : drained, atMs });
      return isAdmitted;
    },
  };
}
