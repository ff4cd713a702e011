import { isRecord, type Parameters } from '../nested-parameters.ts';
import { RestError } from '../rest-error.ts';
import type { V3Body } from './read-body.ts';
import { invalidRequest, missingField, V3Error } from './v3-error.ts';

export interface V3Command {
  readonly method: string;
  readonly query: unknown;
  readonly as: string | null;
}

const maxCommands = 50;

/** A list at the root, or an object with the keys 0, 1, 2 … beside the token. */
export function readCommands({ list, parameters }: V3Body): readonly V3Command[] {
  const given = list ?? Object.entries(parameters).flatMap(([key, value]) => (/^\d+$/.test(key) ? [value] : []));
  if (given.length === 0) throw invalidSelect(parameters);
  if (given.length > maxCommands) throw new RestError('ERROR_BATCH_LENGTH_EXCEEDED', 'Max batch length exceeded');
  return given.map((command, index) => {
    if (!isRecord(command) || typeof command['method'] !== 'string') throw invalidRequest(missingField(`${index}.method`));
    return {
      method: command['method'].trim().toLowerCase(),
      query: command['query'] ?? {},
      as: typeof command['as'] === 'string' ? command['as'] : null,
    };
  });
}

/** The answers in order; a refusal of any command refuses the batch, and what earlier commands wrote stays. */
export function runCommands(commands: readonly V3Command[], runMethod: (method: string, query: Parameters) => unknown): readonly unknown[] {
  const context = new Map<string, unknown>();
  return commands.map(({ method, query, as }) => {
    const resolved = resolve(query, context);
    const result = runMethod(method, isRecord(resolved) ? resolved : {});
    if (as !== null) context.set(as, result);
    return result;
  });
}

/** `{ $ref: 'alias.item.id' }` is one value, `{ $refArray: 'alias.id' }` that field of all items of a list. */
function resolve(value: unknown, context: ReadonlyMap<string, unknown>): unknown {
  if (Array.isArray(value)) return value.map((part) => resolve(part, context));
  if (!isRecord(value)) return value;
  if (typeof value['$ref'] === 'string') return follow(value['$ref'], context);
  if (typeof value['$refArray'] === 'string') return collect(value['$refArray'], context);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, resolve(part, context)]));
}

function follow(path: string, context: ReadonlyMap<string, unknown>): unknown {
  const [alias = '', ...keys] = path.split('.');
  let found = context.get(alias);
  for (const key of keys) {
    const container: unknown = found;
    found = typeof container === 'object' && container !== null && Object.hasOwn(container, key) ? Reflect.get(container, key) : undefined;
  }
  if (found === undefined) throw invalidSelect(path);
  return found;
}

function collect(path: string, context: ReadonlyMap<string, unknown>): readonly unknown[] {
  const [alias = '', ...keys] = path.split('.');
  const answer = context.get(alias);
  const items = isRecord(answer) ? answer['items'] : undefined;
  if (keys.length === 0 || !Array.isArray(items)) throw invalidSelect(path);
  return items.map((item) => follow(['item', ...keys].join('.'), new Map([['item', item]])));
}

function invalidSelect(expression: unknown): V3Error {
  const words = typeof expression === 'string' ? expression : JSON.stringify(expression);
  return new V3Error('INVALIDSELECTEXCEPTION', `Unable to recognize select expression \`${words}\``);
}
