/** The time a method has run, as the `time` block of an answer or of a batch command tells it. */
export interface OperatingReport {
  /** Seconds within the last ten minutes. */
  readonly operating?: number | undefined;
  /** Unix seconds: when the oldest of those minutes drops. */
  readonly operating_reset_at?: number | undefined;
}

/** What a portal still lets each method work: it blocks a method of an application above 480 seconds in ten minutes. */
export interface OperatingBudget {
  note(method: string, report: OperatingReport | null | undefined): void;
  /** The portal has blocked the method; returns until when it is left alone. */
  block(method: string): Date;
  parkedUntil(method: string): Date | null;
  /** Takes the next turns of a method that runs short of time; the answer is how long to wait for the first of them. */
  takeTurns(method: string, calls: number): number;
}

export interface OperatingLimits {
  readonly limitSeconds: number;
  /** Shares of the limit: where calls are spread, and where the method rests. */
  readonly slowFrom: number;
  readonly parkFrom: number;
}

export const cloudOperating: OperatingLimits = { limitSeconds: 480, slowFrom: 0.6, parkFrom: 0.85 };

interface MethodTime {
  operating: number;
  isKnown: boolean;
  /** Of the dearest recent calls; a guess until two answers tell it. */
  callSeconds: number;
  resetMs: number;
  parkedMs: number;
  nextTurnMs: number;
}

export function createOperatingBudget(limits: OperatingLimits, systemClock: () => Date): OperatingBudget {
  const methods = new Map<string, MethodTime>();
  const nowMs = (): number => systemClock().getTime();
  const timeOf = (method: string): MethodTime => {
    const known = methods.get(method);
    if (known) return known;
    const fresh = { operating: 0, isKnown: false, callSeconds: 1, resetMs: 0, parkedMs: 0, nextTurnMs: 0 };
    methods.set(method, fresh);
    return fresh;
  };
  const parkFromSeconds = limits.limitSeconds * limits.parkFrom;

  return {
    note: (method, report) => {
      if (report?.operating_reset_at === undefined) return;
      const time = timeOf(method);
      time.resetMs = report.operating_reset_at * 1000;
      if (report.operating === undefined) return;
      const grown = report.operating - time.operating;
      if (time.isKnown && grown > 0) time.callSeconds = Math.max(grown, time.callSeconds * 0.7, 0.001);
      time.isKnown = true;
      time.operating = report.operating;
      if (time.operating >= parkFromSeconds) time.parkedMs = Math.max(time.parkedMs, time.resetMs);
    },
    block: (method) => {
      const time = timeOf(method);
      time.parkedMs = time.resetMs > nowMs() ? time.resetMs : nowMs() + 60_000;
      return new Date(time.parkedMs);
    },
    parkedUntil: (method) => {
      const parkedMs = methods.get(method)?.parkedMs ?? 0;
      return parkedMs > nowMs() ? new Date(parkedMs) : null;
    },
    takeTurns: (method, calls) => {
      const time = methods.get(method);
      const now = nowMs();
      if (!time || time.operating < limits.limitSeconds * limits.slowFrom || time.resetMs <= now) return 0;
      const affordable = Math.max(1, Math.floor((parkFromSeconds - time.operating) / time.callSeconds));
      const turn = Math.max(now, time.nextTurnMs);
      time.nextTurnMs = turn + ((time.resetMs - now) / affordable) * calls;
      // Behind the reset the portal may count less, and its next answer tells how much.
      return Math.min(turn, time.resetMs) - now;
    },
  };
}
