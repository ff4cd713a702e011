import type { Request, Response, NextFunction } from 'express';
import { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import type { Log } from '#kernel/log.ts';
import { FileFault, type ErrorCode, type ErrorReply } from '#contract/errors.ts';
import { errorTexts } from '#texts/errors.ts';
import { noteRefusal, refusalOf } from './request-metrics.ts';

const statuses: Readonly<Record<ErrorCode, number>> = {
  'bad-request': 400,
  'session-expired': 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'plan-closed': 409,
  'ledger-halted': 503,
  'pin-refused': 403,
  'pin-locked': 429,
  'too-large': 413,
  'file-refused': 422,
  'too-many-requests': 429,
  'portal-unknown': 404,
  'portal-unavailable': 502,
  'portal-refused': 403,
  'not-installed': 409,
  unavailable: 503,
  internal: 500,
};

/** The one place where a failure becomes an answer. Details go to the log, never to the browser. */
export function createErrorReply(log: Log, eventPath = '') {
  return (failure: unknown, request: Request, response: Response, next: NextFunction): void => {
    if (response.headersSent) return next(failure);
    const error = toAppError(failure);
    const requestId = requestIdOf(request);
    const refusal = refusalOf(error, request.path === eventPath);
    if (refusal !== undefined) noteRefusal(response, refusal);
    const level = error.code === 'internal' ? 'error' : 'info';
    log[level](
      {
        requestId,
        code: error.code,
        message: error.message,
        details: error.details,
        ...(level === 'error' ? { cause: describe(failure) } : {}),
      },
      'request failed',
    );
    const language = request.get('accept-language')?.startsWith('en') === true ? 'en' : 'ru';
    const { data: fault } = FileFault.safeParse(error.details['fault']);
    const body: ErrorReply = {
      error: { code: error.code, message: errorTexts[error.code][language], requestId, ...(fault === undefined ? {} : { fault }) },
    };
    response.status(statuses[error.code]).set(retryAfter(error.details['retryAfterMs'])).json(body);
  };
}

/** Whoever is refused for now is told when to come back, in whole seconds. */
export function retryAfter(waitMs: unknown): Record<string, string> {
  return typeof waitMs === 'number' ? { 'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))) } : {};
}

const HttpFailure = z.object({ status: z.number(), type: z.string().optional() });

/** Body parsers throw errors with a status of their own. */
export function toAppError(failure: unknown): AppError {
  if (failure instanceof AppError) return failure;
  const http = HttpFailure.safeParse(failure);
  if (http.success && http.data.status === 413) return new AppError('too-large', 'The body is too large', { cause: failure });
  if (http.success && http.data.status === 404) return new AppError('not-found', 'There is no such file', { cause: failure });
  if (http.success && http.data.status >= 400 && http.data.status < 500)
    return new AppError('bad-request', 'The body cannot be read', { cause: failure });
  return new AppError('internal', failure instanceof Error ? failure.message : 'Unknown failure', { cause: failure });
}

function describe(failure: unknown): string {
  const cause = failure instanceof AppError ? (failure.cause ?? failure) : failure;
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}

export function requestIdOf(request: Request): string {
  const { id } = request as Request & { id?: unknown };
  return typeof id === 'string' ? id : 'unknown';
}
