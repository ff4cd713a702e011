const staleAfterMs = 10 * 60_000;
const oldAfterMs = 60 * 60_000;

/** Numbers are fresh for ten minutes, stale up to an hour, then old; unknown age is old. */
export function toFreshness(at: string | null, now: string): 'fresh' | 'stale' | 'old' {
  if (at === null) return 'old';
  const age = Date.parse(now) - Date.parse(at);
  if (age <= staleAfterMs) return 'fresh';
  return age <= oldAfterMs ? 'stale' : 'old';
}
