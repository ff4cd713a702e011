import type { AxiosRequestConfig, AxiosResponse } from 'axios';
import type { z } from 'zod';
import { isUpload, type Endpoint } from '#contract/endpoint.ts';
import { ApiError, toApiError } from './api-error.ts';

/** What a call needs to know about the page it runs in; the session store hands it over once. */
export interface Connection {
  token: () => string | null;
  /** Gets a new token when the old one has expired; false when that is not possible. */
  renew: () => Promise<boolean>;
  /** Build that answered, so that the page can offer to reload. */
  onBuild: (build: string) => void;
}

export interface CallOptions {
  signal?: AbortSignal;
  timeoutMs?: number;
  /** The whole body, where an endpoint takes a file. */
  file?: Uint8Array<ArrayBuffer>;
}

let connection: Connection | null = null;

export function connectCalls(next: Connection | null): void {
  connection = next;
}

/** Calls one endpoint of the contract; the answer is parsed, every failure is an `ApiError`. */
export async function callEndpoint<Request extends z.ZodType, Response extends z.ZodType>(
  endpoint: Endpoint<Request, Response>,
  request: z.input<Request>,
  options: CallOptions = {},
): Promise<z.output<Response>> {
  try {
    return await callOnce(endpoint, request, options);
  } catch (error) {
    const isExpired = error instanceof ApiError && error.code === 'session-expired';
    if (!isExpired || connection === null || !(await connection.renew())) throw error;
    return callOnce(endpoint, request, options);
  }
}

/** One endpoint as a function of its request, for those that do not ask which endpoint it is. */
export function toCall<Request extends z.ZodType, Response extends z.ZodType>(
  endpoint: Endpoint<Request, Response>,
): (request: z.input<Request>) => Promise<z.output<Response>> {
  return async (request) => callEndpoint(endpoint, request);
}

/** One attempt, without renewing the session. */
export async function callOnce<Request extends z.ZodType, Response extends z.ZodType>(
  endpoint: Endpoint<Request, Response>,
  request: z.input<Request>,
  options: CallOptions = {},
): Promise<z.output<Response>> {
  const answer = await send(toAxios(endpoint, request, options));
  const build: unknown = answer.headers['x-kurs-build'];
  if (typeof build === 'string') connection?.onBuild(build);
  if (answer.status < 200 || answer.status >= 300) throw toApiError(answer.status, toJson(answer.data));
  const parsed = endpoint.response.safeParse(endpoint.answerType === undefined ? answer.data : toBytes(answer.data));
  if (!parsed.success) throw new ApiError('internal', 'The answer does not match the contract', null, { cause: parsed.error });
  return parsed.data;
}

/** The first data of a card comes with its page, so what sends requests is fetched by the first request. */
async function send(config: AxiosRequestConfig): Promise<AxiosResponse<unknown>> {
  const { sendRequest } = await import('./send-request.ts').catch((cause: unknown) => {
    throw new ApiError('no-connection', 'What sends requests could not be fetched', null, { cause });
  });
  return sendRequest(config);
}

function toAxios(endpoint: Endpoint, request: unknown, options: CallOptions): AxiosRequestConfig {
  const { path, rest } = fillPath(endpoint.path, request);
  const token = connection?.token() ?? null;
  const isFile = isUpload(endpoint);
  const isQuery = isFile || endpoint.method === 'GET' || endpoint.method === 'DELETE';
  return {
    method: endpoint.method,
    url: path,
    ...(isQuery ? { params: rest } : { data: rest }),
    ...(isFile ? { data: options.file } : {}),
    ...(endpoint.answerType === undefined ? {} : { responseType: 'arraybuffer' as const }),
    headers: {
      Accept: endpoint.answerType ?? 'application/json',
      ...(isFile ? { 'Content-Type': endpoint.body?.mediaType ?? '' } : {}),
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
    },
    timeout: options.timeoutMs ?? 30_000,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    validateStatus: () => true,
  };
}

function fillPath(path: string, request: unknown): { path: string; rest: Record<string, unknown> } {
  const rest: Record<string, unknown> = typeof request === 'object' && request !== null ? { ...request } : {};
  const filled = path.replace(/:([A-Za-z]+)/g, (_, name: string) => {
    const value = rest[name];
    delete rest[name];
    return encodeURIComponent(String(value));
  });
  return { path: filled, rest };
}

const toBytes = (data: unknown): unknown => (data instanceof ArrayBuffer ? new Uint8Array(data) : data);

/** Where a file was asked for, a failure comes as bytes too. */
function toJson(data: unknown): unknown {
  if (!(data instanceof ArrayBuffer)) return data;
  try {
    return JSON.parse(new TextDecoder().decode(data));
  } catch {
    return null;
  }
}
