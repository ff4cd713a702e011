import { ApiError, type FailureCode } from '#api/api-error.ts';

/** What a screen tells about a call that failed. */
export interface Failure {
  code: FailureCode;
  requestId: string | null;
  /** It may go away by itself, so that trying again makes sense. */
  isPassing: boolean;
}

const passing: ReadonlySet<FailureCode> = new Set(['no-connection', 'unavailable', 'portal-unavailable', 'too-many-requests']);

export function toFailure(error: unknown): Failure {
  if (!(error instanceof ApiError)) return { code: 'internal', requestId: null, isPassing: false };
  return { code: error.code, requestId: error.requestId, isPassing: passing.has(error.code) };
}
