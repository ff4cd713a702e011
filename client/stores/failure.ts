import { ApiError, type FailureCode } from '#api/api-error.ts';

/** What a screen tells about a call that failed. */
export interface Failure {
  code: FailureCode;
  requestId: string | null;
}

export function toFailure(error: unknown): Failure {
  return error instanceof ApiError ? { code: error.code, requestId: error.requestId } : { code: 'internal', requestId: null };
}
