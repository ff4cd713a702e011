import { ErrorReply, type ErrorCode, type FileFault } from '#contract/errors.ts';

/** A call that failed, in the words of the contract; `no-connection` never reached the server. */
export type FailureCode = ErrorCode | 'no-connection';

export class ApiError extends Error {
  readonly code: FailureCode;
  readonly requestId: string | null;
  /** What is wrong with a file that was refused. */
  readonly fault: FileFault | null;

  constructor(
    code: FailureCode,
    message: string,
    requestId: string | null,
    options: ErrorOptions & { fault?: FileFault | undefined } = {},
  ) {
    super(message, options);
    this.name = 'ApiError';
    this.code = code;
    this.requestId = requestId;
    this.fault = options.fault ?? null;
  }
}

/** Turns whatever a server or a proxy answered into one of the known failures. */
export function toApiError(status: number, body: unknown): ApiError {
  const reply = ErrorReply.safeParse(body);
  if (reply.success) {
    const { code, message, requestId, fault } = reply.data.error;
    return new ApiError(code, message, requestId, { fault });
  }
  return new ApiError(codeOf(status), `HTTP ${status}`, null);
}

function codeOf(status: number): ErrorCode {
  if (status === 401) return 'session-expired';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not-found';
  if (status === 429) return 'too-many-requests';
  return status >= 500 ? 'unavailable' : 'bad-request';
}
