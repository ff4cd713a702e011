import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios, { type AxiosInstance } from 'axios';
import type { EgressPolicy } from './egress-policy.ts';

export type BitrixHttp = AxiosInstance;

export interface TextAnswer {
  readonly status: number;
  readonly text: string;
}

const longestMs = 65_000;
const largestAnswer = 10 * 1024 * 1024;
const kept = { keepAlive: true, scheduling: 'lifo', timeout: 5000 } as const;

/**
 * The one way out to Bitrix24: no redirects (they would carry tokens to another host), no proxy from the environment,
 * 10 MB, and 65 s because the portal itself gives up after 60.
 * The agents are its own: those of the process take proxies and an unproven certificate from the environment.
 * `fetch` replaces the network in tests.
 */
export function createBitrixHttp(options: { readonly egress: EgressPolicy; readonly fetch?: typeof globalThis.fetch }): BitrixHttp {
  const http = axios.create({
    adapter: options.fetch ? 'fetch' : 'http',
    ...(options.fetch ? { env: { fetch: options.fetch } } : {}),
    httpAgent: new HttpAgent(kept),
    httpsAgent: new HttpsAgent({ ...kept, rejectUnauthorized: true }),
    lookup: options.egress.lookup as never,
    maxRedirects: 0,
    proxy: false,
    maxContentLength: largestAnswer,
    maxBodyLength: 1024 * 1024,
    responseType: 'text',
    transformResponse: (data: unknown) => data,
    validateStatus: () => true,
  });
  http.interceptors.request.use((request) => {
    options.egress.vetLiteral(new URL(request.url ?? '').hostname);
    return request;
  });
  return http;
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
