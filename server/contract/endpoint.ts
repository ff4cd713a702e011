import type { z } from 'zod';

/**
 * One endpoint as data. `request` describes everything the caller sends: fields named in the path,
 * and the rest as query (GET) or JSON body (other methods).
 */
export interface Endpoint<Request extends z.ZodType = z.ZodType, Response extends z.ZodType = z.ZodType> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: `/api/${string}`;
  readonly summary: string;
  /** While the server has too much to do, deferrable answers are refused with 503 so that vital ones come in time. */
  readonly urgency: 'vital' | 'deferrable';
  readonly request: Request;
  readonly response: Response;
}

export function defineEndpoint<Request extends z.ZodType, Response extends z.ZodType>(
  endpoint: Endpoint<Request, Response>,
): Endpoint<Request, Response> {
  return endpoint;
}
