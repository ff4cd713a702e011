/** The time a method has run, as the `time` block of an answer or of a batch command tells it. */
export interface OperatingReport {
  /** Seconds within the last ten minutes. */
  readonly operating?: number | undefined;
  /** Unix seconds: when the oldest of those minutes drops. */
  readonly operating_reset_at?: number | undefined;
}

/** What is known of one method and can be told to other processes. */
export interface MethodTime {
  readonly method: string;
  /** Within the ten minutes before it was noted. */
  readonly operatingSeconds: number;
  readonly resetAt: Date;
  readonly parkedUntil: Date | null;
  readonly notedAt: Date;
}

/** What a portal still lets each method work: it blocks a method of an application above 480 seconds in ten minutes. */
export interface OperatingBudget {
  note(method: string, report: OperatingReport | null | undefined): void;
  /** The portal has blocked the method; returns until when it is left alone. */
  block(method: string): Date;
  parkedUntil(method: string): Date | null;
  /** Takes the next turns of a method that runs short of time; the answer is how long to wait for the first of them. */
  takeTurns(method: string, calls: number): number;
  /** A method was parked since the news were taken: others that do not know it would call it. */
  hasUrgentNews(): boolean;
  /** What the portal has said since the last time. */
  takeNews(): MethodTime[];
  /** What it has said to other processes. */
  learn(times: readonly MethodTime[]): void;
}

export interface OperatingLimits {
  readonly limitSeconds: number;
  /** Shares of the limit: where calls are spread, and where the method rests. */
  readonly slowFrom: number;
  readonly parkFrom: number;
}

export const cloudOperating: OperatingLimits = { limitSeconds: 480, slowFrom: 0.6, parkFrom: 0.85 };

interface Knowledge {
  operating: number;
  /** The next answer tells what a call costs. */
  isKnown: boolean;
  /** Of the dearest recent calls; a guess until two answers tell it. */
  callSeconds: number;
  resetMs: number;
  parkedMs: number;
  nextTurnMs: number;
  notedMs: number;
}

export function createOperatingBudget(limits: OperatingLimits, systemClock: () => Date): OperatingBudget {
  const methods = new Map<string, Knowledge>();
  const nowMs = (): number => systemClock().getTime();
  const news = new Set<string>();
  let isUrgent = false;
  const timeOf = (method: string): Knowledge => {
    const known = methods.get(method);
    if (known) return known;
    const fresh = { operating: 0, isKnown: false, callSeconds: 1, resetMs: 0, parkedMs: 0, nextTurnMs: 0, notedMs: 0 };
    methods.set(method, fresh);
    return fresh;
  };
  const noteOwn = (method: string, time: Knowledge): void => {
    time.notedMs = nowMs();
    news.add(method);
  };
  const park = (time: Knowledge, untilMs: number): void => {
    if (untilMs <= time.parkedMs) return;
    time.parkedMs = untilMs;
    isUrgent = true;
  };

  return {
    note: (method, report) => {
      if (report?.operating_reset_at === undefined) return;
      const time = timeOf(method);
      noteReport(time, report);
      noteOwn(method, time);
      if (time.operating >= limits.limitSeconds * limits.parkFrom) park(time, time.resetMs);
    },
    block: (method) => {
      const time = timeOf(method);
      noteOwn(method, time);
      if (time.resetMs <= nowMs()) time.resetMs = nowMs() + 60_000;
      time.operating = Math.max(time.operating, limits.limitSeconds);
      park(time, time.resetMs);
      return new Date(time.parkedMs);
    },
    parkedUntil: (method) => {
      const parkedMs = methods.get(method)?.parkedMs ?? 0;
      return parkedMs > nowMs() ? new Date(parkedMs) : null;
    },
    takeTurns: (method, calls) => {
      const time = methods.get(method);
      return time ? waitForTurn(time, calls, limits, nowMs()) : 0;
    },
    hasUrgentNews: () => isUrgent,
    takeNews: () => {
      const told = [...news].map((method) => toMethodTime(method, timeOf(method)));
      news.clear();
      isUrgent = false;
      return told;
    },
    learn: (times) => times.forEach((told) => learnTime(timeOf(told.method), told)),
  };
}

function noteReport(time: Knowledge, report: OperatingReport): void {
  if (report.operating_reset_at !== undefined) time.resetMs = report.operating_reset_at * 1000;
  if (report.operating === undefined) return;
  const grown = report.operating - time.operating;
  if (time.isKnown && grown > 0) time.callSeconds = Math.max(grown, time.callSeconds * 0.7, 0.001);
  time.isKnown = true;
  time.operating = report.operating;
}

function waitForTurn(time: Knowledge, calls: number, limits: OperatingLimits, now: number): number {
  if (time.operating < limits.limitSeconds * limits.slowFrom || time.resetMs <= now) return 0;
  const affordable = Math.max(1, Math.floor((limits.limitSeconds * limits.parkFrom - time.operating) / time.callSeconds));
  const turn = Math.max(now, time.nextTurnMs);
  time.nextTurnMs = turn + ((time.resetMs - now) / affordable) * calls;
  // Behind the reset the portal may count less, and its next answer tells how much.
  return Math.min(turn, time.resetMs) - now;
}

/** What others heard later than this process counts; a method stays parked for as long as anybody was told. */
function learnTime(time: Knowledge, told: MethodTime): void {
  time.parkedMs = Math.max(time.parkedMs, told.parkedUntil?.getTime() ?? 0);
  if (told.notedAt.getTime() <= time.notedMs) return;
  time.operating = told.operatingSeconds;
  time.isKnown = false;
  time.resetMs = told.resetAt.getTime();
  time.notedMs = told.notedAt.getTime();
}

function toMethodTime(method: string, time: Knowledge): MethodTime {
  return {
    method,
    operatingSeconds: time.operating,
    resetAt: new Date(time.resetMs),
    parkedUntil: time.parkedMs > 0 ? new Date(time.parkedMs) : null,
    notedAt: new Date(time.notedMs),
  };
}
