import { isRecord, type Parameters } from '../nested-parameters.ts';
import { V3Error } from './v3-error.ts';

export interface V3Body {
  /** Where the token may stand: the body, and for requests without one the query. */
  readonly credentials: Parameters;
  readonly parameters: Parameters;
  /** The body when it is a list, as a batch sends it. */
  readonly list: readonly unknown[] | null;
}

/** JSON only; the query string gives no parameters, only the token of a GET request. */
export async function readV3Body(request: Request): Promise<V3Body> {
  const query = Object.fromEntries(new URL(request.url).searchParams);
  if (request.method === 'GET' || request.method === 'HEAD') return { credentials: query, parameters: {}, list: null };
  const text = await request.text();
  const value: unknown = text.trim() === '' ? {} : parseJson(text);
  if (Array.isArray(value)) return { credentials: query, parameters: {}, list: value };
  if (!isRecord(value)) throw invalidJson();
  const { auth: _auth, access_token: _token, ...parameters } = value;
  return { credentials: { ...query, ...value }, parameters, list: null };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidJson();
  }
}

function invalidJson(): V3Error {
  return new V3Error('INVALIDJSONEXCEPTION', 'Request body is not valid JSON');
}
