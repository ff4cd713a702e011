import { randomBytes } from 'node:crypto';
import { readParameter, type Parameters } from '../nested-parameters.ts';
import { portalNow } from '../portal.ts';
import { RestError } from '../rest-error.ts';
import { createRowStore } from '../row-store.ts';
import type { OfflineEvent } from '../state-mutation.ts';
import { writeRow, type Field } from './field-table.ts';
import { parseFilter } from './filter.ts';
import { listRows, parseOrder, parseStart, sortRows } from './list-rows.ts';
import { callingApplication, type RestCall, type RestMethods, type RestReply } from './rest-method.ts';

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
    read: (row) => (row.causedById === 0 ? false : { user_id: String(row.causedById) }),
  },
  { classic: 'MESSAGE_ID', item: 'messageId', kind: 'status', type: 'string', read: (row) => row.messageId },
];

const listFields: readonly Field<OfflineEvent>[] = [
  ...fields,
  { classic: 'PROCESS_ID', item: 'processId', kind: 'status', type: 'string', read: (row) => row.processId },
  { classic: 'ERROR', item: 'error', kind: 'integer', type: 'integer', read: (row) => (row.isError ? 1 : 0) },
];

/** Takes rows out of the queue or, with `clear=0`, reserves them for a process; parallel readers never get the same row. */
function get(call: RestCall): RestReply {
  const { portal, parameters } = call;
  const { clientId } = callingApplication(call).application;
  const keeps = ['0', 'false'].includes(readText(parameters, 'clear'));
  const given = readText(parameters, 'process_id');
  const isError = readText(parameters, 'error') === '1';
  const waiting = ofSource(readQueue(call), parameters).filter((row) => row.processId === given && row.isError === isError);
  const order = parseOrder(readParameter(parameters, 'order') ?? { TIMESTAMP_X: 'ASC' }, fields, 'classic', 'drop');
  const filter = parseFilter(readParameter(parameters, 'filter'), { fields, style: 'classic', unknownKeys: 'drop', zone: portal.zone });
  const matched = sortRows(waiting.filter(filter.accepts), order);
  const taken = matched.slice(0, Math.max(1, Math.floor(Number(readText(parameters, 'limit')) || 50)));
  const processId = given === '' ? randomBytes(16).toString('hex') : given;
  if (!keeps) removeRows(call, taken);
  else if (given === '' && taken.length > 0)
    portal.state.record({
      kind: 'offline-saved',
      clientId,
      rows: taken.map((row) => ({ ...row, processId, reservedAt: portalNow(portal) })),
    });
  const events = taken.map((row) => writeRow(fields, row, 'classic', portal.zone));
  return { result: { process_id: keeps && taken.length > 0 ? processId : null, events } };
}

function list(call: RestCall): RestReply {
  const { portal, parameters } = call;
  const given = { fields: listFields, style: 'classic', unknownKeys: 'drop', zone: portal.zone } as const;
  const page = listRows({
    store: createRowStore(ofSource(readQueue(call), parameters)),
    filter: parseFilter(readParameter(parameters, 'filter'), given),
    isVisible: () => true,
    order: parseOrder(readParameter(parameters, 'order'), listFields, 'classic', 'drop'),
    start: parseStart(readParameter(parameters, 'start')),
  });
  const result = page.rows.map((row) => writeRow(listFields, row, 'classic', portal.zone));
  return { result, total: page.total, ...(page.next === undefined ? {} : { next: page.next }) };
}

/** `message_id` counts only where no `id` is given; without both the whole package goes. */
function clear(call: RestCall): RestReply {
  const { parameters } = call;
  const ids = readList(parameters, 'id');
  const messages = readList(parameters, 'message_id');
  const isWanted = (row: OfflineEvent): boolean =>
    ids.length > 0 ? ids.includes(String(row.id)) : messages.length === 0 || messages.includes(row.messageId);
  removeRows(call, ofProcess(readQueue(call), parameters).filter(isWanted));
  return { result: true };
}

function markErrors(call: RestCall): RestReply {
  const { portal, parameters } = call;
  const messages = readList(parameters, 'message_id');
  if (messages.length === 0) throw new RestError('ERROR_ARGUMENT', "Argument 'MESSAGE_ID' is null or empty", 400, 'MESSAGE_ID');
  const found = ofProcess(readQueue(call), parameters).filter((row) => messages.includes(row.messageId));
  const { clientId } = callingApplication(call).application;
  if (found.length > 0) portal.state.record({ kind: 'offline-saved', clientId, rows: found.map((row) => ({ ...row, isError: true })) });
  return { result: true };
}

function removeRows(call: RestCall, rows: readonly OfflineEvent[]): void {
  const { clientId } = callingApplication(call).application;
  if (rows.length > 0) call.portal.state.record({ kind: 'offline-removed', clientId, ids: rows.map((row) => row.id) });
}

const reservedForMs = 30 * 24 * 3600 * 1000;

/** The application's own queue; what a process has kept for more than thirty days is gone. */
function readQueue(call: RestCall): readonly OfflineEvent[] {
  const { offlineEvents } = callingApplication(call);
  const keptSince = Date.parse(portalNow(call.portal)) - reservedForMs;
  const isForgotten = (row: OfflineEvent): boolean => row.processId !== '' && Date.parse(row.reservedAt ?? row.at) < keptSince;
  removeRows(call, offlineEvents.rows.filter(isForgotten));
  return offlineEvents.rows;
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
