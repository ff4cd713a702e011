/** Leaves a portal that does not answer alone for a while, then tries it with one request. */
export interface CircuitBreaker {
  /** Until when requests are refused; null lets them through. */
  openUntil(): Date | null;
  /** Takes one request in, null when the circuit is open or its one trial is on the way; every passage ends by one of its three ways. */
  enter(): Passage | null;
}

export interface Passage {
  succeed(): void;
  fail(): void;
  /** The request was given up by us: it says nothing about the portal. */
  leave(): void;
}

export interface CircuitBreakerOptions {
  readonly systemClock: () => Date;
  readonly failuresToOpen?: number;
  readonly openMs?: number;
}

export function createCircuitBreaker({ systemClock, failuresToOpen = 5, openMs = 60_000 }: CircuitBreakerOptions): CircuitBreaker {
  let failures = 0;
  let opensAgainAt: number | null = null;
  let isTrialOut = false;
  // Answers to requests of an earlier era say nothing about this one.
  let era = 0;

  const change = (until: number | null): void => {
    failures = 0;
    opensAgainAt = until;
    isTrialOut = false;
    era += 1;
  };
  const isRefusing = (): boolean => opensAgainAt !== null && (isTrialOut || systemClock().getTime() < opensAgainAt);

  const fail = (): void => {
    failures += 1;
    if (opensAgainAt !== null || failures >= failuresToOpen) change(systemClock().getTime() + openMs);
  };
  const succeed = (): void => {
    failures = 0;
    if (opensAgainAt !== null) change(null);
  };

  return {
    openUntil: () => (isRefusing() && opensAgainAt !== null ? new Date(Math.max(opensAgainAt, systemClock().getTime())) : null),
    enter: () => {
      if (isRefusing()) return null;
      isTrialOut = opensAgainAt !== null;
      const entered = era;
      const whenCurrent = (act: () => void) => (): void => {
        if (entered === era) act();
      };
      return { succeed: whenCurrent(succeed), fail: whenCurrent(fail), leave: whenCurrent(() => (isTrialOut = false)) };
    },
  };
}
