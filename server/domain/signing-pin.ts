/** Tries before a PIN is locked for the first time. */
const freeTries = 5;

const firstLockMs = 900_000;
const longestLockMs = 86_400_000;

/** How long a PIN is locked after so many wrong tries in a row: a quarter of an hour, and twice as long after each further one. */
export function lockMs(wrongTries: number): number {
  if (wrongTries < freeTries) return 0;
  return Math.min(longestLockMs, firstLockMs * 2 ** (wrongTries - freeTries));
}

export function triesLeft(wrongTries: number): number {
  return Math.max(0, freeTries - wrongTries);
}

const firstDayMs = 86_400_000;
const afterResetMs = 3 * firstDayMs;

/**
 * From when on, in milliseconds of the epoch, a signature with a PIN is recorded as one: whoever took a session could have set it within the first day,
 * and an administrator who had the earlier one forgotten within three.
 */
export function fullFromMs(pin: { setAt: Date; resetAt: Date | null }): number {
  return pin.setAt.getTime() + (pin.resetAt === null ? firstDayMs : afterResetMs);
}

/** How surely a signature with a PIN is its person's. */
export function levelOfPin(pin: { setAt: Date; resetAt: Date | null }, now: Date): 'L1' | 'L2' {
  return now.getTime() >= fullFromMs(pin) ? 'L2' : 'L1';
}

/** One digit repeated, or digits in a row: what is tried first. */
export function isWeakPin(pin: string): boolean {
  const steps = [...pin].slice(1).map((digit, index) => Number(digit) - Number(pin[index]));
  return steps.every((step) => step === steps[0] && Math.abs(step) <= 1) || /^(\d\d)\1\1$/.test(pin) || /^(\d{3})\1$/.test(pin);
}
