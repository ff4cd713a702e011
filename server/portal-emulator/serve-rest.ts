import { replyJson } from './json-reply.ts';
import { readParameter, type Parameters } from './nested-parameters.ts';
import type { Portal } from './portal.ts';
import { readRequestParameters } from './request-parameters.ts';
import { identifyCaller, type Caller } from './rest-caller.ts';
import { RestError, accessDenied } from './rest-error.ts';
import { runBatch } from './rest/batch.ts';
import { findMethod } from './rest/methods.ts';
import type { RestReply } from './rest/rest-method.ts';

const crossOrigin = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'origin, content-type, accept',
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-max-age': '600',
} as const;

/** `/rest/<method>`: REST of the second generation, for tokens and incoming webhooks. */
export async function serveRest(portal: Portal, request: Request): Promise<Response> {
  if (request.method === 'OPTIONS') return new Response(null, { status: 200, headers: crossOrigin });
  const startedMs = Date.now();
  try {
    if (!portal.bucket.admit(request.headers.get('origin') ?? 'server')) {
      throw new RestError('QUERY_LIMIT_EXCEEDED', 'Too many requests', 503);
    }
    const parameters = await readRequestParameters(request);
    const path = new URL(request.url).pathname
      .split('/')
      .filter((part) => part !== '')
      .slice(1);
    const caller = identifyCaller(portal, path, parameters);
    const method = (path.at(-1) ?? '').toLowerCase().replace(/\.json$/, '');
    const reply = method === 'batch' ? answerBatch(portal, caller, parameters) : answerMethod(portal, caller, method, parameters);
    return replyJson(200, { ...reply, time: measure(portal, method, startedMs) }, crossOrigin);
  } catch (error) {
    if (error instanceof RestError) return replyJson(error.status, error.toBody(), crossOrigin);
    throw error;
  }
}

function answerBatch(portal: Portal, caller: Caller, parameters: Parameters): RestReply {
  return runBatch(parameters, (method, stepParameters) => {
    const startedMs = Date.now();
    const reply = answerMethod(portal, caller, method, stepParameters);
    return { reply, time: measure(portal, method, startedMs) };
  });
}

function answerMethod(portal: Portal, caller: Caller, name: string, parameters: Parameters): RestReply {
  if (name === 'method.get') return { result: describeMethod(caller, parameters) };
  const method = findMethod(name);
  if (!method) throw new RestError('ERROR_METHOD_NOT_FOUND', 'Method not found!', 404);
  if (!isGranted(caller, method.scopes)) {
    throw new RestError('insufficient_scope', 'The request requires higher privileges than provided by the access token', 401);
  }
  if (method.needsApplication === true && caller.kind === 'webhook') {
    const description = 'Current authorization type is denied for this method Application context required';
    throw new RestError('WRONG_AUTH_TYPE', description, 403);
  }
  if (method.needsAdmin === true && !caller.user.isAdmin) throw accessDenied();
  return method.answer({ portal, user: caller.user, scopes: caller.scopes, parameters });
}

function describeMethod(caller: Caller, parameters: Parameters): { isExisting: boolean; isAvailable: boolean } {
  const name = String(readParameter(parameters, 'name') ?? '');
  const method = findMethod(name);
  const isBuiltIn = name === 'batch' || name === 'method.get';
  return {
    isExisting: isBuiltIn || method !== undefined,
    isAvailable: isBuiltIn || (method !== undefined && isGranted(caller, method.scopes)),
  };
}

function isGranted(caller: Caller, scopes: readonly string[]): boolean {
  return scopes.length === 0 || scopes.some((scope) => caller.scopes.has(scope));
}

/** The block runs on the system clock: callers compare it with their own. */
function measure(portal: Portal, method: string, startedMs: number): Record<string, unknown> {
  const finishedMs = Date.now();
  const seconds = (finishedMs - startedMs) / 1000;
  const { operating, operatingResetAt } = portal.operating.add(method, seconds);
  return {
    start: startedMs / 1000,
    finish: finishedMs / 1000,
    duration: seconds,
    processing: seconds,
    date_start: portal.zone.writeInstant(startedMs),
    date_finish: portal.zone.writeInstant(finishedMs),
    operating_reset_at: operatingResetAt,
    operating,
  };
}
