import { randomBytes } from 'node:crypto';
import { readParameter, type Parameters } from '../nested-parameters.ts';
import { RestError } from '../rest-error.ts';
import { createRowStore } from '../row-store.ts';
import type { OfflineEvent } from '../state-mutation.ts';
import { writeRow, type Field } from './field-table.ts';
import { parseFilter } from './filter.ts';
import { listRows, parseOrder, parseStart, sortRows } from './list-rows.ts';
import type { RestCall, RestMethods, RestReply } from './rest-method.ts';

const shared = { scopes: [], needsApplication: true, needsAdmin: true } as const;

export const offlineEventMethods: RestMethods = {
  'event.offline.get': { ...shared, answer: get },
  'event.offline.list': { ...shared, answer: list },
  'event.offline.clear': { ...shared, answer: clear },
  'event.offline.error': { ...shared, answer: markErrors },
};

const fields: readonly Field<OfflineEvent>[] = [
  { classic: 'ID', item: 'id', kind: 'integer', type: 'integer', read: (row) => row.id },
  { classic: 'TIMESTAMP_X', item: 'timestampX', kind: 'instant', type: 'datetime', read: (row) => row.at },
  { classic: 'EVENT_NAME', item: 'eventName', kind: 'status', type: 'string', read: (row) => row.event },
  {
    classic: 'EVENT_DATA',
    item: 'eventData',
    kind: 'list',
    type: 'object',
    read: (row) => (Object.keys(row.data).length === 0 ? false : row.data),
  },
  {
    classic: 'EVENT_ADDITIONAL',
    item: 'eventAdditional',
    kind: 'list',
    type: 'object',
    read: (row) => ({ user_id: String(row.causedById) }),
  },
  { classic: 'MESSAGE_ID', item: 'messageId', kind: 'status', type: 'string', read: (row) => row.messageId },
];

const listFields: readonly Field<OfflineEvent>[] = [
  ...fields,
  { classic: 'PROCESS_ID', item: 'processId', kind: 'status', type: 'string', read: (row) => row.processId },
  { classic: 'ERROR', item: 'error', kind: 'integer', type: 'integer', read: (row) => (row.isError ? 1 : 0) },
];

/** Takes rows out of the queue or, with `clear=0`, reserves them for a process; parallel readers never get the same row. */
function get({ portal, parameters }: RestCall): RestReply {
  const keeps = ['0', 'false'].includes(readText(parameters, 'clear'));
  const given = readText(parameters, 'process_id');
  const isError = readText(parameters, 'error') === '1';
  const waiting = ofSource(portal.state.offlineEvents.rows, parameters).filter((row) => row.processId === given && row.isError === isError);
  const order = parseOrder(readParameter(parameters, 'order') ?? { TIMESTAMP_X: 'ASC' }, fields, 'classic', 'drop');
  const filter = parseFilter(readParameter(parameters, 'filter'), { fields, style: 'classic', unknownKeys: 'drop', zone: portal.zone });
  const matched = sortRows(waiting.filter(filter.accepts), order);
  const taken = matched.slice(0, Math.max(1, Math.floor(Number(readText(parameters, 'limit')) || 50)));
  const processId = given === '' ? randomBytes(16).toString('hex') : given;
  if (!keeps) removeRows(portal, taken);
  else if (given === '' && taken.length > 0)
    portal.state.record({ kind: 'offline-saved', rows: taken.map((row) => ({ ...row, processId })) });
  const events = taken.map((row) => writeRow(fields, row, 'classic', portal.zone));
  return { result: { process_id: keeps && taken.length > 0 ? processId : null, events } };
}

function list({ portal, parameters }: RestCall): RestReply {
  const given = { fields: listFields, style: 'classic', unknownKeys: 'drop', zone: portal.zone } as const;
  const page = listRows({
    store: createRowStore(ofSource(portal.state.offlineEvents.rows, parameters)),
    filter: parseFilter(readParameter(parameters, 'filter'), given),
    isVisible: () => true,
    order: parseOrder(readParameter(parameters, 'order'), listFields, 'classic', 'drop'),
    start: parseStart(readParameter(parameters, 'start')),
  });
  const result = page.rows.map((row) => writeRow(listFields, row, 'classic', portal.zone));
  return { result, total: page.total, ...(page.next === undefined ? {} : { next: page.next }) };
}

/** `message_id` counts only where no `id` is given; without both the whole package goes. */
function clear({ portal, parameters }: RestCall): RestReply {
  const ids = readList(parameters, 'id');
  const messages = readList(parameters, 'message_id');
  const isWanted = (row: OfflineEvent): boolean =>
    ids.length > 0 ? ids.includes(String(row.id)) : messages.length === 0 || messages.includes(row.messageId);
  removeRows(portal, ofProcess(portal.state.offlineEvents.rows, parameters).filter(isWanted));
  return { result: true };
}

function markErrors({ portal, parameters }: RestCall): RestReply {
  const messages = readList(parameters, 'message_id');
  if (messages.length === 0) throw new RestError('ERROR_ARGUMENT', "Argument 'MESSAGE_ID' is null or empty", 400, 'MESSAGE_ID');
  const found = ofProcess(portal.state.offlineEvents.rows, parameters).filter((row) => messages.includes(row.messageId));
  if (found.length > 0) portal.state.record({ kind: 'offline-saved', rows: found.map((row) => ({ ...row, isError: true })) });
  return { result: true };
}

function removeRows(portal: RestCall['portal'], rows: readonly OfflineEvent[]): void {
  if (rows.length > 0) portal.state.record({ kind: 'offline-removed', ids: rows.map((row) => row.id) });
}

/** The queue is divided by sources; without a source only what has none is seen. */
function ofSource(rows: readonly OfflineEvent[], parameters: Parameters): OfflineEvent[] {
  const connector = readText(parameters, 'auth_connector');
  return rows.filter((row) => row.connector === connector);
}

function ofProcess(rows: readonly OfflineEvent[], parameters: Parameters): OfflineEvent[] {
  const processId = readText(parameters, 'process_id');
  if (processId === '') throw new RestError('ERROR_ARGUMENT', "Argument 'PROCESS_ID' is null or empty", 400, 'PROCESS_ID');
  return rows.filter((row) => row.processId === processId);
}

function readList(parameters: Parameters, name: string): string[] {
  const value = readParameter(parameters, name);
  if (value === undefined || value === '') return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

function readText(parameters: Parameters, name: string): string {
  const value = readParameter(parameters, name);
  return value === undefined || value === null ? '' : String(value).trim();
}
