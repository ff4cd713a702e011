import { isRecord, readParameter, type Parameters } from './nested-parameters.ts';
import { parseStart } from './rest/list-rows.ts';
import type { RestReply } from './rest/rest-method.ts';

const callSeconds = 0.03;
const rowSeconds = 0.0003;
const countSeconds = 0.02;
const skippedRowSeconds = 0.000_002;

/** Seconds a call takes on the model portal: the call, its rows, the counting of all that match and the rows an offset skips. */
export function costOfCall(parameters: Parameters, reply: RestReply): number {
  const start = parseStart(readParameter(parameters, 'start'));
  const isCounted = reply.total !== undefined && start >= 0;
  const skipped = reply.total === undefined ? 0 : Math.min(Math.max(0, start), reply.total);
  return callSeconds + countRows(reply.result) * rowSeconds + (isCounted ? countSeconds : 0) + skipped * skippedRowSeconds;
}

function countRows(result: unknown): number {
  if (Array.isArray(result)) return result.length;
  const list = isRecord(result) ? Object.values(result).find((value) => Array.isArray(value)) : undefined;
  return Array.isArray(list) ? list.length : 0;
}
