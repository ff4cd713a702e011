/** Calls against the norm: at the norm nothing is coloured. */
export function callsTone(fact: number, norm: number | null): 'warn' | 'bad' | null {
  if (norm === null || norm === 0 || fact >= norm) return null;
  return fact >= norm * 0.8 ? 'warn' : 'bad';
}

/** Sign of an exact decimal, for colouring a deviation. */
export function signTone(amount: string): 'good' | 'bad' | null {
  if (!/[1-9]/.test(amount)) return null;
  return amount.startsWith('-') ? 'bad' : 'good';
}
