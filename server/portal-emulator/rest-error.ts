/** A refusal in Bitrix24's own words: `{ error, error_description }` with the status the platform uses. */
export class RestError extends Error {
  override readonly name = 'RestError';
  readonly code: string;
  readonly status: number;
  readonly argument: string | null;

  constructor(code: string, description: string, status = 400, argument: string | null = null) {
    super(description);
    this.code = code;
    this.status = status;
    this.argument = argument;
  }

  toBody(): Record<string, string> {
    const body = { error: this.code, error_description: this.message };
    return this.argument === null ? body : { ...body, argument: this.argument };
  }
}

export function accessDenied(description = 'Access denied!'): RestError {
  return new RestError('ACCESS_DENIED', description, 403);
}

/** Classic CRM methods answer their refusals with an empty code. */
export function classicError(description: string): RestError {
  return new RestError('', description, 400);
}
