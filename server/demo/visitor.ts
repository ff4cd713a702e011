import { z } from 'zod';
import type { Endpoint } from '#contract/endpoint.ts';
import { Boot } from '#contract/session.ts';

/** What a portal submits into a frame. */
export interface Frame {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** A person who opens our pages from the portal and uses them: the same requests as a browser, no shortcut. */
export interface Visitor {
  readonly boot: Boot;
  call<Req extends z.ZodType, Res extends z.ZodType>(endpoint: Endpoint<Req, Res>, request: z.input<Req>): Promise<z.infer<Res>>;
}

export async function openPage(frame: Frame): Promise<Boot> {
  const response = await fetch(frame.url, { method: 'POST', body: new URLSearchParams({ ...frame.fields }), redirect: 'error' });
  const page = await response.text();
  const json = /<script type="application\/json" id="boot">(.*?)<\/script>/s.exec(page)?.[1];
  if (json === undefined) throw new Error(`The page at ${new URL(frame.url).pathname} answered ${response.status} without its data`);
  return Boot.parse(JSON.parse(json));
}

export async function visit(appUrl: string, frame: Frame): Promise<Visitor> {
  const boot = await openPage(frame);
  const token = boot.session?.token;
  if (token === undefined) throw new Error(`The page was refused: ${boot.notice?.reason ?? 'no session'}`);
  return { boot, call: (endpoint, request) => callEndpoint(appUrl, token, endpoint, request) };
}

async function callEndpoint<Req extends z.ZodType, Res extends z.ZodType>(
  appUrl: string,
  token: string,
  endpoint: Endpoint<Req, Res>,
  request: z.input<Req>,
): Promise<z.infer<Res>> {
  const fields = z.record(z.string(), z.unknown()).parse(request);
  const inPath = new Set<string>();
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => {
    inPath.add(name);
    return encodeURIComponent(String(fields[name]));
  });
  const hasBody = endpoint.method !== 'GET' && endpoint.method !== 'DELETE';
  const rest = Object.entries(fields).filter(([name, value]) => !inPath.has(name) && value !== undefined);
  const query =
    hasBody || rest.length === 0
      ? ''
      : `?${new URLSearchParams(rest.map(([name, value]): [string, string] => [name, String(value)])).toString()}`;
  const response = await fetch(`${appUrl}${path}${query}`, {
    method: endpoint.method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(hasBody ? { body: JSON.stringify(fields) } : {}),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`${endpoint.method} ${path} answered ${response.status}: ${JSON.stringify(answer)}`);
  return endpoint.response.parse(answer);
}
