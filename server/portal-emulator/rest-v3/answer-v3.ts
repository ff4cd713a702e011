import { answerLater, crossOrigin, measure } from '../answer-time.ts';
import { costOfCall } from '../call-cost.ts';
import { replyJson } from '../json-reply.ts';
import type { Parameters } from '../nested-parameters.ts';
import type { Portal } from '../portal.ts';
import { systemNowMs } from '../surroundings.ts';
import { identifyCaller, type Caller } from '../rest-caller.ts';
import { RestError } from '../rest-error.ts';
import { answerOnce } from './answer-once.ts';
import { readCommands, runCommands } from './batch.ts';
import { findV3Method } from './methods.ts';
import { readV3Body, type V3Body } from './read-body.ts';
import { V3Error } from './v3-error.ts';
import type { V3Method } from './v3-method.ts';
import { checkParameters } from './check-parameters.ts';

const addressPattern = /^\/+rest\/+api(\/|$)/;

export function isV3(request: Request): boolean {
  return addressPattern.test(new URL(request.url).pathname);
}

/** `/rest/api/<method>` and `/rest/api/<user>/<webhook>/<method>`; what is wrong with the caller is said in the shape of the second generation. */
export async function answerV3(portal: Portal, request: Request): Promise<Response> {
  try {
    const startedMs = systemNowMs(portal);
    const body = await readV3Body(request);
    const path = new URL(request.url).pathname.split('/').filter((part) => part !== '');
    const caller = identifyCaller(portal, path.slice(2), body.credentials);
    const name = (path.at(-1) ?? '').toLowerCase();
    const hit = { portal, caller, body, idempotencyKey: request.headers.get('idempotency-key') };
    const answer = portal.sender.withinHit(() => (name === 'batch' ? answerBatch(hit) : answerMethod(hit, name, body.parameters)));
    const spent = portal.operating.add(caller.key, `api/${name}`, name === 'batch' ? 0 : answer.seconds);
    const time = measure(portal, startedMs, answer.seconds, spent);
    const content = answer.isWholeBody ? answer.result : { result: answer.result, time };
    return await answerLater(portal, answer.seconds, () => replyJson(200, content, { ...crossOrigin, ...answer.headers }));
  } catch (error) {
    if (error instanceof V3Error) return replyJson(error.status, error.toBody(), crossOrigin);
    throw error;
  }
}

interface Hit {
  readonly portal: Portal;
  readonly caller: Caller;
  readonly body: V3Body;
  readonly idempotencyKey: string | null;
}

interface V3Answer {
  readonly result: unknown;
  readonly seconds: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly isWholeBody?: boolean;
}

/** The key counts where something is written; readers and batches answer without it. */
function answerMethod(hit: Hit, name: string, parameters: Parameters): V3Answer {
  const method = getMethod(hit, name);
  const work = (): unknown => run(hit, name, method, parameters);
  if (method.isWriting === true && hit.idempotencyKey !== null) {
    const { key, user } = hit.caller;
    const once = answerOnce(hit.portal, { owner: `${key} ${user.id} ${name}`, key: hit.idempotencyKey, parameters }, work);
    return { result: once.result, headers: once.headers, seconds: once.isReplayed ? 0 : cost(once.result) };
  }
  const result = work();
  return { result, seconds: cost(result), isWholeBody: method.answers === 'document' };
}

/** Commands run one after another and are metered each by itself; the first refusal is the answer to all. */
function answerBatch(hit: Hit): V3Answer {
  let seconds = 0;
  const result = runCommands(readCommands(hit.body), (name, parameters) => {
    if (name === 'batch') throw new RestError('ERROR_BATCH_METHOD_NOT_ALLOWED', 'Method is not allowed for batch usage', 405);
    const answer = run(hit, name, getMethod(hit, name), parameters);
    const taken = cost(answer);
    hit.portal.operating.add(hit.caller.key, `api/${name}`, taken);
    seconds += taken;
    return answer;
  });
  return { result, seconds };
}

function getMethod({ caller }: Hit, name: string): V3Method {
  const method = findV3Method(name);
  if (!method) throw new V3Error('METHODNOTFOUNDEXCEPTION', `Method \`${name}\` not found`, 404);
  if (method.scopes.length > 0 && !method.scopes.some((scope) => caller.scopes.has(scope))) {
    throw new V3Error('INSUFFICIENTSCOPEEXCEPTION', 'Insufficient access rights: required scope is missing', 403);
  }
  return method;
}

function run({ portal, caller }: Hit, name: string, method: V3Method, parameters: Parameters): unknown {
  portal.operating.admit(caller.key, `api/${name}`);
  checkParameters(method, parameters);
  return portal.sender.withinSession(caller.eventTtl, () => method.answer({ portal, user: caller.user, parameters }));
}

function cost(result: unknown): number {
  return costOfCall({}, { result });
}
