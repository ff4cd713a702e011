export interface Call {
  /** 1 out, 2 in, 3 in with redirection, 4 callback, 5 information. */
  readonly kind: number;
  readonly seconds: number;
  readonly code: string;
}

/** Calls count when answered (code 200), made or received by a person, and strictly longer than the limit. */
export function isCountedCall(call: Call, longerThanSeconds: number): boolean {
  return countedKinds.includes(call.kind) && call.code === answered && call.seconds > longerThanSeconds;
}

/** Outgoing, incoming, incoming with redirection. */
export const countedKinds: readonly number[] = [1, 2, 3];
export const answered = '200';

/** «дольше 30 секунд» is strictly greater. */
export const defaultCallSeconds = 30;

/** What tells calls of activity apart: how long they must be by direction, and when the working day begins and ends. */
export interface CallRule {
  /** Outgoing calls count when answered and strictly longer. */
  readonly secondsOut: number;
  readonly secondsIn: number;
  /** Minutes after midnight of the portal's zone; calls outside are out of hours. */
  readonly workFrom: number;
  readonly workTo: number;
}

export const defaultCallRule: CallRule = { secondsOut: defaultCallSeconds, secondsIn: defaultCallSeconds, workFrom: 540, workTo: 1080 };

/** Reads a stored rule; what it does not say is as usual. */
export function readCallRule(stored: unknown): CallRule {
  if (typeof stored !== 'object' || stored === null) return defaultCallRule;
  const given = stored as Record<string, unknown>;
  const whole = (name: keyof CallRule, most: number): number => {
    const value = given[name];
    return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most ? value : defaultCallRule[name];
  };
  const rule = {
    secondsOut: whole('secondsOut', 3600),
    secondsIn: whole('secondsIn', 3600),
    workFrom: whole('workFrom', 1439),
    workTo: whole('workTo', 1440),
  };
  return rule.workFrom < rule.workTo ? rule : { ...rule, workFrom: defaultCallRule.workFrom, workTo: defaultCallRule.workTo };
}

/** Norm up to the close of the last working day: calls per working day times the days passed. */
export function normToDate(perWorkday: bigint | null, passed: number): number | null {
  return perWorkday === null ? null : Number(perWorkday) * passed;
}
