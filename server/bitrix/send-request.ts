import type { Log } from '#kernel/log.ts';
import { kindOfMethod } from './allowed-methods.ts';
import { parseJson, postText, type BitrixHttp } from './bitrix-http.ts';
import type { CircuitBreaker } from './circuit-breaker.ts';
import type { OperatingBudget } from './operating-budget.ts';
import { Answer, ErrorAnswer } from './portal-answer.ts';
import { PortalError, toPortalErrorKind, type PortalErrorKind } from './portal-error.ts';
import type { Params } from './query-string.ts';
import type { Priority, RequestBudget } from './rate-limit.ts';
import { findOperating, type RestExchange, type RestWatch } from './rest-watch.ts';
import { decideRetry } from './retry.ts';
import type { Source } from './turn-queue.ts';
import { withoutTokens } from './without-tokens.ts';

export interface SendingOptions {
  readonly http: BitrixHttp;
  readonly requests: RequestBudget;
  readonly operating: OperatingBudget;
  /** Tells other processes what is known of the operating time of methods, and learns it from them. */
  readonly exchangeTimes: () => Promise<void>;
  readonly breaker: CircuitBreaker;
  readonly priority: Priority;
  /** Of work in the background; reading when absent. */
  readonly source?: Source | undefined;
  readonly getAccessToken: () => Promise<string>;
  /** Gets a token that is not the stale one; without it an expired token is the caller's to handle. */
  readonly refreshAccessToken?: ((stale: string) => Promise<string>) | undefined;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly random: () => number;
  readonly signal?: AbortSignal | undefined;
  /** What ends an exchange that has begun, where that is not what ends the waiting for a turn: a write is not cut off lightly. */
  readonly cutSignal?: AbortSignal | undefined;
  readonly memberId: string;
  readonly watch?: RestWatch | undefined;
  readonly systemClock: () => Date;
  /** Of one request, from its first byte to the last one of the answer. */
  readonly longestMs?: number | undefined;
  readonly log: Log;
}

export interface Sending {
  /** Where the portal is now: it may be renamed while a client is open. */
  readonly currentEndpoint: () => string;
  readonly method: string;
  readonly params: Params;
  /** What is really executed, as often as it is: the commands of a batch, or the method itself. */
  readonly methods: readonly string[];
}

/** Sends one request as often as it may be sent; what may not be repeated is sent once. */
export async function sendRequest(options: SendingOptions, sending: Sending): Promise<Answer> {
  const isWrite = hasWrite(sending.methods);
  await options.exchangeTimes();
  refuseParked(options.operating, sending.methods);
  refuseOpen(options.breaker, sending.method);
  let token = await options.getAccessToken();
  let isFresh = false;
  for (let attempt = 1; ; attempt += 1) {
    await awaitTurn(options, sending);
    try {
      return await sendThrough(options, sending, token);
    } catch (failure) {
      if (!(failure instanceof PortalError)) throw failure;
      const canRefresh = options.refreshAccessToken !== undefined && !isFresh;
      const decision = decideRetry({ failure, isWrite, attempt, canRefresh, random: options.random() });
      if (decision.kind === 'refresh-token' && options.refreshAccessToken) {
        token = await options.refreshAccessToken(token);
        isFresh = true;
        continue;
      }
      if (decision.kind !== 'again' || options.breaker.openUntil()) throw failure;
      options.log.warn({ method: sending.method, code: failure.code, attempt }, 'the portal is asked again');
      await options.sleep(decision.afterMs, options.signal);
    }
  }
}

function hasWrite(methods: readonly string[]): boolean {
  const kinds = methods.map((method) => ({ method, kind: kindOfMethod(method) }));
  const forbidden = kinds.find(({ kind }) => kind === 'forbidden');
  if (forbidden) throw new PortalError('refused', { code: 'method-not-allowed', method: forbidden.method });
  return kinds.some(({ kind }) => kind === 'write');
}

function refuseParked(operating: OperatingBudget, methods: readonly string[]): void {
  for (const method of methods) {
    const until = operating.parkedUntil(method);
    if (until) throw new PortalError('operation-limit', { code: 'parked', method, retryAt: until });
  }
}

function refuseOpen(breaker: CircuitBreaker, method: string): void {
  const until = breaker.openUntil();
  if (until) throw new PortalError('unavailable', { code: 'circuit-open', method, retryAt: until });
}

/** A person does not wait for a method to get slower: only loads spread their calls. */
async function awaitTurn(options: SendingOptions, { method, methods }: Sending): Promise<void> {
  const begun = performance.now();
  if (options.priority === 'background') {
    const waits = [...new Set(methods)].map((name) => options.operating.takeTurns(name, methods.filter((other) => other === name).length));
    const waitMs = Math.max(...waits);
    if (waitMs > 0) await options.sleep(waitMs, options.signal);
  }
  await options.requests.take(options.priority, { signal: options.signal, source: options.source });
  options.watch?.waited(options.priority, (performance.now() - begun) / 1000);
  await options.exchangeTimes();
  // Others may have learned something in the meantime.
  refuseParked(options.operating, methods);
  refuseOpen(options.breaker, method);
}

async function sendThrough(options: SendingOptions, sending: Sending, token: string): Promise<Answer> {
  const passage = options.breaker.enter();
  if (!passage) throw new PortalError('unavailable', { code: 'circuit-open', method: sending.method });
  try {
    const answer = await sendOnce(options, sending, token);
    passage.succeed();
    return answer;
  } catch (failure) {
    if (isUnanswered(failure)) passage.fail();
    else if (failure instanceof PortalError) passage.succeed();
    else passage.leave();
    throw failure;
  }
}

/** Whoever asked has waited as long as it may; an abort for any other reason says nothing about the portal. */
function isUnanswered(failure: unknown): boolean {
  return failure instanceof PortalError ? failure.kind === 'unavailable' : failure instanceof Error && failure.name === 'TimeoutError';
}

/** What came of it is told to whoever watches, also when nothing came. */
async function sendOnce(options: SendingOptions, sending: Sending, token: string): Promise<Answer> {
  const startedAt = options.systemClock();
  const begun = performance.now();
  const heard: Heard = { status: null, parsed: undefined };
  const tell = (outcome: { outcome: RestOutcome; code: string | null }): void =>
    options.watch?.exchanged({
      ...outcome,
      memberId: options.memberId,
      method: sending.method,
      params: sending.params,
      startedAt,
      seconds: (performance.now() - begun) / 1000,
      status: heard.status,
      operating: findOperating(heard.parsed),
      answer: heard.parsed,
    });
  try {
    const answer = await exchange(options, sending, { token, heard });
    tell({ outcome: 'done', code: null });
    return answer;
  } catch (failure) {
    tell(failure instanceof PortalError ? { outcome: failure.kind, code: failure.code } : { outcome: 'broken-off', code: null });
    throw failure;
  }
}

type RestOutcome = RestExchange['outcome'];

interface Heard {
  status: number | null;
  parsed: unknown;
}

async function exchange(
  options: SendingOptions,
  { currentEndpoint, method, params }: Sending,
  { token, heard }: { token: string; heard: Heard },
): Promise<Answer> {
  const body = JSON.stringify({ ...params, auth: token }, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
  const answer = await postText(options.http, {
    url: `${currentEndpoint()}${method}`,
    body,
    contentType: 'application/json',
    signal: options.cutSignal ?? options.signal,
    longestMs: options.longestMs,
  }).catch((cause: unknown) => {
    if (options.cutSignal === undefined) options.signal?.throwIfAborted();
    throw new PortalError('unavailable', { code: options.cutSignal?.aborted ? 'cut-off' : networkCode(cause), method });
  });
  heard.status = answer.status;
  const parsed = (heard.parsed = parseJson(answer.text));
  const failure = ErrorAnswer.safeParse(parsed);
  if (failure.success) throw toPortalError(options.operating, method, { ...failure.data, status: answer.status });
  // An answer that broke off in the middle; a write stays sent once.
  if (answer.status === 200 && parsed === undefined)
    throw new PortalError('unavailable', { code: 'not-json', method, status: answer.status });
  const good = Answer.safeParse(parsed);
  if (answer.status !== 200 || !good.success)
    throw new PortalError(kindOfGateway(answer.status), { code: `status-${answer.status}`, method, status: answer.status });
  options.operating.note(method, good.data.time);
  return good.data;
}

/** A gateway in between speaks for itself, not for the portal: its refusal says nothing about our rights or limits. */
function kindOfGateway(status: number): PortalErrorKind {
  const said = toPortalErrorKind('', status);
  if (status === 200 || said === 'refused') return 'malformed';
  return said === 'rate-limited' || said === 'operation-limit' ? 'unavailable' : said;
}

/** Only the code: an axios error carries the request, and the request carries the token. */
function networkCode(cause: unknown): string {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code.toLowerCase() : 'network';
}

export function toPortalError(
  operating: OperatingBudget,
  method: string,
  failure: { error: string; error_description?: string | null | undefined; status: number },
): PortalError {
  const kind = toPortalErrorKind(failure.error, failure.status);
  const about = {
    code: withoutTokens(failure.error) || 'unnamed',
    method,
    status: failure.status,
    text: withoutTokens(failure.error_description ?? ''),
  };
  return new PortalError(kind, kind === 'operation-limit' ? { ...about, retryAt: operating.block(method) } : about);
}
