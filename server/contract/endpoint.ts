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
  /** Of a body that is a file, or longer than requests are; a file is the whole body, and all other fields stand in the query. */
  readonly body?: { readonly mediaType: string; readonly limitBytes: number };
  /** Of an answer that is a file. */
  readonly answerType?: string;
  readonly request: Request;
  readonly response: Response;
}

/** The body is not JSON: it is handed on as it came. */
export function isUpload({ body }: Pick<Endpoint, 'body'>): boolean {
  return body !== undefined && body.mediaType !== 'application/json';
}

export function defineEndpoint<Request extends z.ZodType, Response extends z.ZodType>(
  endpoint: Endpoint<Request, Response>,
): Endpoint<Request, Response> {
  return endpoint;
}
