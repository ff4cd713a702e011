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

/** Norm up to the close of the last working day: calls per working day times the days passed. */
export function normToDate(perWorkday: bigint | null, passed: number): number | null {
  return perWorkday === null ? null : Number(perWorkday) * passed;
}
