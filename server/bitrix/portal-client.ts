import type { z } from 'zod';
import type { Log } from '#kernel/log.ts';
import { kindOfMethod } from './allowed-methods.ts';
import { parseJson, postText, type BitrixHttp } from './bitrix-http.ts';
import type { EgressPolicy } from './egress-policy.ts';
import { Answer, BatchAnswer, ErrorAnswer } from './portal-answer.ts';
import { PortalError, toPortalErrorKind } from './portal-error.ts';
import { toQueryString, type Params } from './query-string.ts';
import type { PortalBudget, Priority } from './rate-limit.ts';

export interface Called<Result> {
  readonly result: Result;
  readonly total: number | null;
  readonly next: number | null;
}

export interface Command {
  readonly method: string;
  readonly params?: Params;
}

export type CommandOutcome =
  | { readonly kind: 'done'; readonly result: unknown; readonly total: number | null }
  | { readonly kind: 'failed'; readonly error: PortalError }
  /** Behind a failed command of a chain. */
  | { readonly kind: 'skipped' };

export interface PortalClient {
  call<Schema extends z.ZodType>(method: string, params: Params, schema: Schema): Promise<Called<z.infer<Schema>>>;
  /** Up to 50 commands in one request, answered in their order; command N is `$result[cN]` for those behind it. */
  batch(commands: readonly Command[], options?: { stopAtError?: boolean }): Promise<CommandOutcome[]>;
}

export interface PortalClientOptions {
  readonly clientEndpoint: string;
  readonly egress: EgressPolicy;
  readonly http: BitrixHttp;
  readonly budget: PortalBudget;
  readonly priority: Priority;
  readonly getAccessToken: () => Promise<string>;
  /** Gets a token that is not the stale one; without it an expired token is the caller's to handle. */
  readonly refreshAccessToken?: ((stale: string) => Promise<string>) | undefined;
  readonly systemClock: () => Date;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly random: () => number;
  readonly signal?: AbortSignal | undefined;
  readonly log: Log;
}

const attempts = 6;
const longestPauseMs = 60_000;

export function createPortalClient(options: PortalClientOptions): PortalClient {
  const verdict = options.egress.check(options.clientEndpoint);
  if (verdict.kind === 'refused') throw new PortalError('refused', { code: 'egress-refused', method: 'connect', text: verdict.reason });
  const endpoint = verdict.endpoint.href.replace(/\/*$/, '/');
  return {
    call: async (method, params, schema) => {
      const answer = await sendSafely(options, { endpoint, method, params, methods: [method] });
      return { result: parseResult(schema, answer.result, method), total: answer.total ?? null, next: answer.next ?? null };
    },
    batch: async (commands, batchOptions = {}) => {
      if (commands.length === 0) return [];
      if (commands.length > 50) throw new RangeError('a batch carries 50 commands');
      const cmd = Object.fromEntries(commands.map(({ method, params = {} }, index) => [`c${index}`, `${method}?${toQueryString(params)}`]));
      const methods = [...new Set(commands.map(({ method }) => method))];
      const answer = await sendSafely(options, {
        endpoint,
        method: 'batch',
        params: { halt: batchOptions.stopAtError ? 1 : 0, cmd },
        methods,
      });
      return toOutcomes(options, commands, parseResult(BatchAnswer, answer.result, 'batch'));
    },
  };
}

interface Sending {
  readonly endpoint: string;
  readonly method: string;
  readonly params: Params;
  /** What is really executed: the commands of a batch, or the method itself. */
  readonly methods: readonly string[];
}

/** Repeats reading with growing pauses; a write is sent once, because an answer that got lost does not mean that nothing happened. */
async function sendSafely(options: PortalClientOptions, sending: Sending): Promise<Answer> {
  const kinds = sending.methods.map((method) => ({ method, kind: kindOfMethod(method) }));
  const forbidden = kinds.find(({ kind }) => kind === 'forbidden');
  if (forbidden) throw new PortalError('refused', { code: 'method-not-allowed', method: forbidden.method });
  const isWrite = kinds.some(({ kind }) => kind === 'write');
  let token = await options.getAccessToken();
  let isFresh = false;
  for (let attempt = 1; ; attempt += 1) {
    refuseParked(options.budget, sending.methods);
    await options.budget.take(options.priority, options.signal);
    try {
      return await sendOnce(options, sending, token);
    } catch (failure) {
      if (!(failure instanceof PortalError)) throw failure;
      if (failure.kind === 'expired-token' && options.refreshAccessToken && !isFresh) {
        token = await options.refreshAccessToken(token);
        isFresh = true;
        continue;
      }
      if (isWrite || attempt >= attempts || !isPassing(failure)) throw failure;
      options.log.warn({ method: sending.method, code: failure.code, attempt }, 'the portal is asked again');
      await options.sleep(options.random() * Math.min(longestPauseMs, 1000 * 2 ** (attempt - 1)), options.signal);
    }
  }
}

const isPassing = (failure: PortalError): boolean => failure.kind === 'unavailable' || failure.kind === 'rate-limited';

function refuseParked(budget: PortalBudget, methods: readonly string[]): void {
  for (const method of methods) {
    const until = budget.parkedUntil(method);
    if (until) throw new PortalError('operation-limit', { code: 'parked', method, retryAt: until });
  }
}

async function sendOnce(options: PortalClientOptions, { endpoint, method, params }: Sending, token: string): Promise<Answer> {
  const body = JSON.stringify({ ...params, auth: token }, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
  const answer = await postText(options.http, {
    url: `${endpoint}${method}`,
    body,
    contentType: 'application/json',
    signal: options.signal,
  }).catch((cause: unknown) => {
    options.signal?.throwIfAborted();
    throw new PortalError('unavailable', { code: networkCode(cause), method });
  });
  const parsed = parseJson(answer.text);
  const failure = ErrorAnswer.safeParse(parsed);
  if (failure.success) throw toError(options, method, { ...failure.data, status: answer.status });
  const good = Answer.safeParse(parsed);
  if (answer.status !== 200 || !good.success) {
    // A gateway in between speaks for itself, not for the portal: its refusal says nothing about our rights.
    const said = toPortalErrorKind('', answer.status);
    const kind = answer.status === 200 || said === 'refused' ? 'malformed' : said;
    throw new PortalError(kind, { code: `status-${answer.status}`, method, status: answer.status });
  }
  noteReset(options.budget, method, good.data.time);
  return good.data;
}

/** Only the code: an axios error carries the request, and the request carries the token. */
function networkCode(cause: unknown): string {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code.toLowerCase() : 'network';
}

function toError(
  options: PortalClientOptions,
  method: string,
  failure: { error: string; error_description?: string | null | undefined; status: number },
): PortalError {
  const kind = toPortalErrorKind(failure.error, failure.status);
  const about = { code: failure.error || 'unnamed', method, status: failure.status, text: (failure.error_description ?? '').slice(0, 200) };
  if (kind !== 'operation-limit') return new PortalError(kind, about);
  const now = options.systemClock().getTime();
  const reset = options.budget.resetOf(method)?.getTime() ?? 0;
  const retryAt = new Date(reset > now ? reset : now + 60_000);
  options.budget.park(method, retryAt);
  return new PortalError(kind, { ...about, retryAt });
}

function noteReset(budget: PortalBudget, method: string, time: { operating_reset_at?: number | undefined } | null | undefined): void {
  if (time?.operating_reset_at !== undefined) budget.noteReset(method, new Date(time.operating_reset_at * 1000));
}

function toOutcomes(options: PortalClientOptions, commands: readonly Command[], answer: BatchAnswer): CommandOutcome[] {
  // A list of commands is answered by a list; keys are then bare numbers.
  const pick = <Value>(map: Record<string, Value>, index: number): Value | undefined => map[`c${index}`] ?? map[String(index)];
  return commands.map(({ method }, index) => {
    const failure = pick(answer.result_error, index);
    if (failure) return { kind: 'failed', error: toError(options, method, { ...failure, status: 400 }) };
    noteReset(options.budget, method, pick(answer.result_time, index));
    const result = pick(answer.result, index);
    if (result === undefined) return { kind: 'skipped' };
    return { kind: 'done', result, total: pick(answer.result_total, index) ?? null };
  });
}

export function parseResult<Schema extends z.ZodType>(schema: Schema, result: unknown, method: string): z.infer<Schema> {
  const parsed = schema.safeParse(result);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.slice(0, 3).map((issue) => `${issue.path.join('.')}: ${issue.code}`);
  throw new PortalError('malformed', { code: 'unexpected-answer', method, text: where.join('; ') });
}
