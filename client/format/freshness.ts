const agingAfterMs = 10 * 60_000;
const staleAfterMs = 15 * 60_000;
const oldAfterMs = 60 * 60_000;

/** Numbers are fresh for ten minutes, then their time is said; late from a quarter of an hour on, then old; unknown age is old. */
export function toFreshness(at: string | null, now: string): 'fresh' | 'aging' | 'stale' | 'old' {
  if (at === null) return 'old';
  const age = Date.parse(now) - Date.parse(at);
  if (age <= agingAfterMs) return 'fresh';
  if (age <= staleAfterMs) return 'aging';
  return age <= oldAfterMs ? 'stale' : 'old';
}
