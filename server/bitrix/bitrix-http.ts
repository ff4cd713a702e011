import axios, { type AxiosInstance } from 'axios';
import type { EgressPolicy } from './egress-policy.ts';

export type BitrixHttp = AxiosInstance;

export interface TextAnswer {
  readonly status: number;
  readonly text: string;
}

const longestMs = 65_000;

/**
 * The one way out to Bitrix24: no redirects (they would carry tokens to another host), no proxy from the environment,
 * 10 MB, and 65 s because the portal itself gives up after 60.
 * `fetch` replaces the network in tests.
 */
export function createBitrixHttp(options: { readonly egress: EgressPolicy; readonly fetch?: typeof globalThis.fetch }): BitrixHttp {
  return axios.create({
    adapter: options.fetch ? 'fetch' : 'http',
    ...(options.fetch ? { env: { fetch: options.fetch } } : {}),
    lookup: options.egress.lookup as never,
    maxRedirects: 0,
    proxy: false,
    maxContentLength: 10 * 1024 * 1024,
    maxBodyLength: 1024 * 1024,
    responseType: 'text',
    transformResponse: (data: unknown) => data,
    validateStatus: () => true,
  });
}

export async function postText(
  http: BitrixHttp,
  request: { url: string; body: string; contentType: string; signal?: AbortSignal | undefined; longestMs?: number | undefined },
): Promise<TextAnswer> {
  // Of the whole exchange: the client's own timeout begins anew with every byte that drips in.
  const deadline = AbortSignal.timeout(request.longestMs ?? longestMs);
  const answer = await http
    .post<unknown>(request.url, request.body, {
      headers: { 'content-type': request.contentType, accept: 'application/json' },
      signal: request.signal ? AbortSignal.any([request.signal, deadline]) : deadline,
    })
    .catch((cause: unknown) => {
      throw deadline.aborted ? Object.assign(new Error('the answer takes too long'), { code: 'ETIMEDOUT' }) : cause;
    });
  return { status: answer.status, text: typeof answer.data === 'string' ? answer.data : '' };
}

/** Gateways answer with HTML on bad days: anything that is not JSON is undefined. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
