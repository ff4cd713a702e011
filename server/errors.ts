import type { ErrorCode } from '#contract/errors.ts';

/** A failure with a stable code; the message is for the person who reads it, `details` for the log. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; details?: Record<string, unknown> } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.details = options.details ?? {};
  }
}

/** For states the code rules out: says which belief was wrong. */
export function must<T>(value: T | null | undefined, belief: string): T {
  if (value === null || value === undefined) throw new AppError('internal', `Expected ${belief}`);
  return value;
}
