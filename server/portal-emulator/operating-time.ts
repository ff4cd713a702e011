/** Execution seconds per method over ten one-minute buckets, as the `time` block reports them. */
export interface OperatingTime {
  add(method: string, seconds: number): { operating: number; operatingResetAt: number };
}

const bucketSeconds = 60;
const windowBuckets = 10;

export function createOperatingTime(nowMs: () => number): OperatingTime {
  const methods = new Map<string, Map<number, number>>();
  return {
    add(method, seconds) {
      const bucket = Math.floor(nowMs() / 1000 / bucketSeconds);
      const buckets = methods.get(method) ?? new Map<number, number>();
      methods.set(method, buckets);
      buckets.set(bucket, (buckets.get(bucket) ?? 0) + seconds);
      for (const old of buckets.keys()) if (old <= bucket - windowBuckets) buckets.delete(old);
      const oldest = Math.min(...buckets.keys());
      const operating = [...buckets.values()].reduce((sum, value) => sum + value, 0);
      return { operating, operatingResetAt: (oldest + windowBuckets) * bucketSeconds };
    },
  };
}
