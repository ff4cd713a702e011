import { isRecord, parseNested, readParameter, type Parameters } from '../nested-parameters.ts';
import { RestError } from '../rest-error.ts';
import { resolveReferences } from './batch-reference.ts';
import type { RestReply } from './rest-method.ts';

const maxCommands = 50;

export interface BatchStep {
  readonly reply: RestReply;
  readonly time: Readonly<Record<string, unknown>>;
}

/** Runs up to fifty commands in order; failures stand beside the results and the batch itself succeeds. */
export function runBatch(parameters: Parameters, runMethod: (method: string, parameters: Parameters) => BatchStep): RestReply {
  const commands = readCommands(readParameter(parameters, 'cmd'));
  const haltsOnError = ['1', 'true', 'Y'].includes(String(readParameter(parameters, 'halt') ?? '0'));
  const results = new Map<string, unknown>();
  const errors = new Map<string, unknown>();
  const totals = new Map<string, unknown>();
  const nexts = new Map<string, unknown>();
  const times = new Map<string, unknown>();
  for (const [index, [key, command]] of commands.entries()) {
    try {
      if (index >= maxCommands) throw new RestError('ERROR_BATCH_LENGTH_EXCEEDED', 'Max batch length exceeded');
      const { method, query } = splitCommand(command);
      const { reply, time } = runMethod(method, resolveReferences(query, results));
      results.set(key, reply.result);
      times.set(key, time);
      if (reply.total !== undefined) totals.set(key, reply.total);
      if (reply.next !== undefined) nexts.set(key, reply.next);
    } catch (error) {
      if (!(error instanceof RestError)) throw error;
      errors.set(key, error.code === 'insufficient_scope' ? { ...error.toBody(), error_description: '' } : error.toBody());
      if (haltsOnError) break;
    }
  }
  return {
    result: {
      result: writeMap(results),
      result_error: writeMap(errors),
      result_total: writeMap(totals),
      result_next: writeMap(nexts),
      result_time: writeMap(times),
    },
  };
}

function readCommands(cmd: unknown): [string, string][] {
  if (!Array.isArray(cmd) && !isRecord(cmd)) return [];
  return Object.entries(cmd).map(([key, command]) => [key, String(command)]);
}

function splitCommand(command: string): { method: string; query: Parameters } {
  const mark = command.indexOf('?');
  const name = mark < 0 ? command : command.slice(0, mark);
  const query = mark < 0 ? {} : parseNested(new URLSearchParams(command.slice(mark + 1)));
  const method = name
    .trim()
    .toLowerCase()
    .replace(/\.json$/, '');
  if (method === 'batch') throw new RestError('ERROR_BATCH_METHOD_NOT_ALLOWED', 'Method is not allowed for batch usage', 405);
  return { method, query };
}

/** PHP writes a map with the keys 0, 1, 2 … as a list, an empty one included. */
function writeMap(map: ReadonlyMap<string, unknown>): unknown {
  const isList = [...map.keys()].every((key, index) => key === String(index));
  return isList ? [...map.values()] : Object.fromEntries(map);
}
