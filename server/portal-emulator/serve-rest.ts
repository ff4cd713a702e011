import { answerLater, crossOrigin, measure, type TimeBlock } from './answer-time.ts';
import { costOfCall } from './call-cost.ts';
import { replyJson } from './json-reply.ts';
import { readParameter, type Parameters } from './nested-parameters.ts';
import type { Portal } from './portal.ts';
import { systemNowMs } from './surroundings.ts';
import { readRequestParameters } from './request-parameters.ts';
import { identifyCaller, type Caller } from './rest-caller.ts';
import { RestError, accessDenied } from './rest-error.ts';
import { runBatch } from './rest/batch.ts';
import { findMethod } from './rest/methods.ts';
import { sourceAddressHeader } from './source-address.ts';
import type { RestReply } from './rest/rest-method.ts';
import { answerV3, isV3 } from './rest-v3/answer-v3.ts';

/** `/rest/<method>`: REST of the second generation, for tokens and incoming webhooks. */
export async function serveRest(portal: Portal, request: Request): Promise<Response> {
  if (request.method === 'OPTIONS') return new Response(null, { status: 200, headers: crossOrigin });
  try {
    if (!portal.bucket.admit(request.headers.get(sourceAddressHeader) ?? 'unknown')) {
      throw new RestError('QUERY_LIMIT_EXCEEDED', 'Too many requests', 503);
    }
    if (isV3(request)) return await answerV3(portal, request);
    const parameters = await readRequestParameters(request);
    const path = new URL(request.url).pathname
      .split('/')
      .filter((part) => part !== '')
      .slice(1);
    const method = (path.at(-1) ?? '').toLowerCase().replace(/\.json$/, '');
    const caller = identifyCaller(portal, path, parameters, findMethod(method)?.answersDismissed);
    const answer = portal.sender.withinHit(() =>
      method === 'batch' ? answerBatch(portal, caller, parameters) : answerOne(portal, caller, method, parameters),
    );
    return await answerLater(portal, answer.seconds, () => replyJson(200, { ...answer.reply, time: answer.time }, crossOrigin));
  } catch (error) {
    if (error instanceof RestError) return replyJson(error.status, error.toBody(), crossOrigin);
    throw error;
  }
}

interface Answer {
  readonly reply: RestReply;
  readonly time: TimeBlock;
  /** What the answer takes by the cost model. */
  readonly seconds: number;
}

function answerOne(portal: Portal, caller: Caller, method: string, parameters: Parameters): Answer {
  portal.operating.admit(caller.key, method);
  const startedMs = systemNowMs(portal);
  const reply = answerMethod(portal, caller, method, parameters);
  const seconds = costOfCall(parameters, reply);
  return { reply, seconds, time: measure(portal, startedMs, seconds, portal.operating.add(caller.key, method, seconds)) };
}

/** Nested calls run one after another and are metered each by itself; the batch around them costs nothing of its own. */
function answerBatch(portal: Portal, caller: Caller, parameters: Parameters): Answer {
  const startedMs = systemNowMs(portal);
  let seconds = 0;
  const reply = runBatch(parameters, (method, stepParameters) => {
    const step = answerOne(portal, caller, method, stepParameters);
    seconds += step.seconds;
    return step;
  });
  return { reply, seconds, time: measure(portal, startedMs, seconds, portal.operating.add(caller.key, 'batch', 0)) };
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
    throw method.refuse?.('webhook') ?? new RestError('WRONG_AUTH_TYPE', description, 403);
  }
  if (method.needsAdmin === true && !caller.user.isAdmin) throw method.refuse?.('not-admin') ?? accessDenied();
  const connector = String(readParameter(parameters, 'auth_connector') ?? '');
  const { user, scopes, installation, eventTtl, kind } = caller;
  const answer = (): RestReply =>
    method.answer({ portal, user, scopes, caller: kind, parameters, ...(installation ? { installation } : {}) });
  return portal.sender.withinSession(eventTtl, () => portal.sender.fromConnector(connector, answer));
}

function describeMethod(caller: Caller, parameters: Parameters): { isExisting: boolean; isAvailable: boolean } {
  const given = readParameter(parameters, 'name');
  const name = typeof given === 'string' ? given : '';
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
