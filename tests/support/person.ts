import { z } from 'zod';
import { isUpload, type Endpoint } from '#contract/endpoint.ts';
import type { Boot } from '#contract/session.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Somebody with a session, opened the way the portal opens it. */
export interface Person {
  readonly boot: Boot;
  readonly token: string;
  /** Whatever the service answers. */
  ask<Req extends z.ZodType>(endpoint: Endpoint<Req>, request: z.input<Req>): Promise<Answer>;
  /** The parsed answer; anything but 200 is an error. */
  call<Req extends z.ZodType, Res extends z.ZodType>(endpoint: Endpoint<Req, Res>, request: z.input<Req>): Promise<z.infer<Res>>;
}

export function toPerson(appUrl: string, boot: Boot): Person {
  const token = boot.session?.token;
  if (token === undefined) throw new Error(`the page was refused: ${boot.notice?.reason ?? 'no session'}`);
  const ask: Person['ask'] = (endpoint, request) => askEndpoint(appUrl, bearer(token), endpoint, request);
  return {
    boot,
    token,
    ask,
    call: async (endpoint, request) => {
      const answer = await ask(endpoint, request);
      if (answer.status !== 200)
        throw new Error(`${endpoint.method} ${endpoint.path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
      return endpoint.response.parse(answer.body);
    },
  };
}

/** Sends one request as the client does: fields of the path in the path, the rest as query or body; `file` is a body of its own. */
export async function askEndpoint(
  appUrl: string,
  headers: Readonly<Record<string, string>>,
  endpoint: Pick<Endpoint, 'method' | 'path' | 'body'>,
  request: unknown,
): Promise<Answer> {
  const fields = { ...z.record(z.string(), z.unknown()).parse(request) };
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = String(fields[name]);
    delete fields[name];
    return encodeURIComponent(value);
  });
  const hasBody = endpoint.method === 'POST' || endpoint.method === 'PUT';
  const file = isUpload(endpoint) ? toBytes(fields['file']) : null;
  delete fields['file'];
  const isQuery = !hasBody || file !== null;
  const query = isQuery ? `?${new URLSearchParams(Object.entries(fields).map(([name, value]) => [name, String(value)]))}` : '';
  const type = file === null ? 'application/json' : (endpoint.body?.mediaType ?? '');
  const response = await fetch(`${appUrl}${path}${query}`, {
    method: endpoint.method,
    headers: { ...headers, ...(hasBody ? { 'content-type': type } : {}) },
    ...(hasBody ? { body: file ?? JSON.stringify(fields) } : {}),
  });
  return { status: response.status, headers: response.headers, body: await readBody(response) };
}

const toBytes = (file: unknown): Uint8Array<ArrayBuffer> => new Uint8Array(file instanceof Uint8Array ? file : []);

async function readBody(response: Response): Promise<unknown> {
  const isFile = !(response.headers.get('content-type') ?? 'application/json').startsWith('application/json');
  if (isFile) return Buffer.from(await response.arrayBuffer());
  const text = await response.text();
  return text === '' ? null : JSON.parse(text);
}

export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}
