import { callIdOf } from '../call-id.ts';
import { readParameter } from '../nested-parameters.ts';
import type { PortalCall } from '../portal-data.ts';
import { writeRow, type Field } from './field-table.ts';
import { parseFilter } from './filter.ts';
import { listRows, parseOrder, parseStart } from './list-rows.ts';
import { finish, register } from './external-calls.ts';
import type { RestCall, RestMethods, RestReply } from './rest-method.ts';

export const telephonyMethods: RestMethods = {
  'voximplant.statistic.get': { scopes: ['telephony'], answer: list },
  'telephony.externalcall.register': { scopes: ['telephony'], needsApplication: true, answer: register },
  'telephony.externalcall.finish': { scopes: ['telephony'], needsApplication: true, answer: finish },
};

const fields: readonly Field<PortalCall>[] = [
  { classic: 'ID', item: 'id', kind: 'integer', type: 'integer', read: (call) => call.id },
  { classic: 'PORTAL_USER_ID', item: 'portalUserId', kind: 'integer', type: 'user', read: (call) => call.userId },
  { classic: 'PORTAL_NUMBER', item: 'portalNumber', kind: 'text', type: 'string', read: (call) => call.external?.portalNumber ?? 'reg1' },
  { classic: 'PHONE_NUMBER', item: 'phoneNumber', kind: 'text', type: 'string', read: (call) => call.phone },
  { classic: 'CALL_ID', item: 'callId', kind: 'text', type: 'string', read: (call) => callIdOf(call) },
  {
    classic: 'EXTERNAL_CALL_ID',
    item: 'externalCallId',
    kind: 'text',
    type: 'string',
    read: (call) => call.external?.externalCallId ?? null,
  },
  { classic: 'CALL_CATEGORY', item: 'callCategory', kind: 'status', type: 'string', read: () => 'external' },
  { classic: 'CALL_TYPE', item: 'callType', kind: 'integer', type: 'integer', read: (call) => call.type },
  { classic: 'CALL_DURATION', item: 'callDuration', kind: 'integer', type: 'integer', read: (call) => call.seconds },
  { classic: 'CALL_START_DATE', item: 'callStartDate', kind: 'instant', type: 'datetime', read: (call) => call.startedAt },
  { classic: 'CALL_FAILED_CODE', item: 'callFailedCode', kind: 'status', type: 'string', read: (call) => call.code },
  {
    classic: 'CALL_FAILED_REASON',
    item: 'callFailedReason',
    kind: 'text',
    type: 'string',
    read: (call) => call.external?.failedReason || failedReason(call.code),
  },
  { classic: 'CALL_VOTE', item: 'callVote', kind: 'integer', type: 'integer', read: (call) => call.external?.vote ?? null },
  {
    classic: 'COST',
    item: 'cost',
    kind: 'money',
    type: 'double',
    read: (call) => (call.external?.cost ?? 0).toFixed(4),
  },
  {
    classic: 'COST_CURRENCY',
    item: 'costCurrency',
    kind: 'status',
    type: 'string',
    read: (call) => call.external?.costCurrency ?? 'RUR',
  },
  { classic: 'CRM_ENTITY_TYPE', item: 'crmEntityType', kind: 'status', type: 'string', read: (call) => call.crmEntity?.type ?? null },
  { classic: 'CRM_ENTITY_ID', item: 'crmEntityId', kind: 'integer', type: 'integer', read: (call) => call.crmEntity?.id ?? null },
  { classic: 'CRM_ACTIVITY_ID', item: 'crmActivityId', kind: 'integer', type: 'integer', read: (call) => call.activityId },
  { classic: 'REST_APP_ID', item: 'restAppId', kind: 'integer', type: 'integer', read: () => null },
  { classic: 'REST_APP_NAME', item: 'restAppName', kind: 'text', type: 'string', read: () => '' },
  { classic: 'TRANSCRIPT_PENDING', item: 'transcriptPending', kind: 'flag', type: 'char', read: () => false },
  { classic: 'RECORD_FILE_ID', item: 'recordFileId', kind: 'integer', type: 'integer', read: () => null },
];

/** Conditions with other signs are dropped as unknown fields are. */
const operators = new Set(['', '!', '>=', '>', '<=', '<', '><', '!><', '?', '=', '!=', '%', '!%']);

/** Order is given by SORT and ORDER; unknown filter keys are dropped without a word. */
function list({ portal, user, parameters }: RestCall): RestReply {
  const sort = readParameter(parameters, 'SORT');
  const order = typeof sort === 'string' ? { [sort]: readParameter(parameters, 'ORDER') ?? 'ASC' } : undefined;
  const page = listRows({
    store: portal.state.calls,
    filter: parseFilter(readParameter(parameters, 'FILTER'), {
      fields,
      style: 'classic',
      unknownKeys: 'drop',
      zone: portal.zone,
      operators,
    }),
    isVisible: (call) => portal.visibility.isVisible(user, call.userId),
    order: parseOrder(order, fields, 'classic', 'drop'),
    start: parseStart(readParameter(parameters, 'start')),
  });
  const result = page.rows.map((call) => writeRow(fields, call, 'classic', portal.zone));
  return { result, total: page.total, ...(page.next === undefined ? {} : { next: page.next }) };
}

function failedReason(code: string): string {
  const reasons: Readonly<Record<string, string>> = { '200': 'Success call', '304': 'Skipped call', '486': 'Busy', '603': 'Declined' };
  return reasons[code] ?? '';
}
