import type { z } from 'zod';
import type { EgressPolicy } from './egress-policy.ts';
import { BatchAnswer } from './portal-answer.ts';
import { PortalError } from './portal-error.ts';
import { toQueryString, type Params } from './query-string.ts';
import { sendRequest, toPortalError, type SendingOptions } from './send-request.ts';

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

/** What an exchange of tokens brings: the portal names its present address with them. */
export interface FreshAccess {
  readonly accessToken: string;
  readonly clientEndpoint: string;
}

export interface PortalClientOptions extends Omit<SendingOptions, 'refreshAccessToken'> {
  readonly clientEndpoint: string;
  readonly egress: EgressPolicy;
  /** Gets a token that is not the stale one; without it an expired token and a renamed portal are the caller's to handle. */
  readonly refreshAccess?: ((stale: string) => Promise<FreshAccess>) | undefined;
}

export function createPortalClient(connection: PortalClientOptions): PortalClient {
  const { refreshAccess } = connection;
  let endpoint = checkEndpoint(connection.egress, connection.clientEndpoint);
  const currentEndpoint = (): string => endpoint;
  const refreshAccessToken = async (stale: string, renew: NonNullable<typeof refreshAccess>): Promise<string> => {
    const fresh = await renew(stale);
    endpoint = checkEndpoint(connection.egress, fresh.clientEndpoint);
    return fresh.accessToken;
  };
  const options: SendingOptions = {
    ...connection,
    refreshAccessToken: refreshAccess && ((stale) => refreshAccessToken(stale, refreshAccess)),
  };
  const thenTell = async <Result>(work: Promise<Result>): Promise<Result> => work.finally(options.exchangeTimes);
  const client: PortalClient = {
    call: async (method, params, schema) => {
      const answer = await sendRequest(options, { currentEndpoint, method, params, methods: [method] });
      return { result: parseResult(schema, answer.result, method), total: answer.total ?? null, next: answer.next ?? null };
    },
    batch: async (commands, batchOptions = {}) => {
      if (commands.length === 0) return [];
      if (commands.length > 50) throw new RangeError('a batch carries 50 commands');
      const cmd = Object.fromEntries(commands.map(({ method, params = {} }, index) => [`c${index}`, `${method}?${toQueryString(params)}`]));
      const methods = commands.map(({ method }) => method);
      const answer = await sendRequest(options, {
        currentEndpoint,
        method: 'batch',
        params: { halt: batchOptions.stopAtError ? 1 : 0, cmd },
        methods,
      });
      return toOutcomes(options, commands, parseResult(BatchAnswer, answer.result, 'batch'));
    },
  };
  // What the answers have said of methods is told behind them.
  return {
    call: (method, params, schema) => thenTell(client.call(method, params, schema)),
    batch: (commands, batchOptions) => thenTell(client.batch(commands, batchOptions)),
  };
}

function checkEndpoint(egress: EgressPolicy, clientEndpoint: string): string {
  const verdict = egress.check(clientEndpoint);
  if (verdict.kind === 'refused') throw new PortalError('refused', { code: 'egress-refused', method: 'connect', text: verdict.reason });
  return verdict.endpoint.href.replace(/\/*$/, '/');
}

function toOutcomes(options: SendingOptions, commands: readonly Command[], answer: BatchAnswer): CommandOutcome[] {
  // A list of commands is answered by a list; keys are then bare numbers.
  const pick = <Value>(map: Record<string, Value>, index: number): Value | undefined => map[`c${index}`] ?? map[String(index)];
  return commands.map(({ method }, index) => {
    const failure = pick(answer.result_error, index);
    if (failure) return { kind: 'failed', error: toPortalError(options.operating, method, { ...failure, status: 400 }) };
    options.operating.note(method, pick(answer.result_time, index));
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
