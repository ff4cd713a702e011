import { ApiError, type FailureCode } from '#api/api-error.ts';
import type { FileFault } from '#contract/errors.ts';

/** What a screen tells about a call that failed. */
export interface Failure {
  code: FailureCode;
  requestId: string | null;
  /** It may go away by itself, so that trying again makes sense. */
  isPassing: boolean;
  /** What is wrong with a file that was refused. */
  fault?: FileFault;
}

const passing: ReadonlySet<FailureCode> = new Set(['no-connection', 'unavailable', 'portal-unavailable', 'too-many-requests']);

export function toFailure(error: unknown): Failure {
  if (!(error instanceof ApiError)) return { code: 'internal', requestId: null, isPassing: false };
  const { code, requestId, fault } = error;
  return { code, requestId, isPassing: passing.has(code), ...(fault === null ? {} : { fault }) };
}
