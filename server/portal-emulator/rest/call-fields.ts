import { callIdOf } from '../call-id.ts';
import type { Portal } from '../portal.ts';
import type { PortalCall } from '../portal-data.ts';
import type { Field, FieldKind } from './field-table.ts';

const field = (classic: string, kind: FieldKind, type: string, read: Field<PortalCall>['read']): Field<PortalCall> => ({
  classic,
  item: classic.toLowerCase(),
  kind,
  type,
  read,
});

const leading: readonly Field<PortalCall>[] = [
  field('ID', 'integer', 'integer', (call) => call.id),
  field('PORTAL_USER_ID', 'integer', 'user', (call) => call.userId),
  field('PORTAL_NUMBER', 'text', 'string', (call) => call.external?.portalNumber ?? 'reg1'),
  field('PHONE_NUMBER', 'text', 'string', (call) => call.phone),
  field('CALL_ID', 'text', 'string', (call) => callIdOf(call)),
  field('EXTERNAL_CALL_ID', 'text', 'string', (call) => call.external?.externalCallId ?? null),
  field('CALL_CATEGORY', 'status', 'string', () => 'external'),
  field('CALL_LOG', 'text', 'string', () => null),
  field('CALL_DURATION', 'integer', 'integer', (call) => call.seconds),
  field('CALL_START_DATE', 'instant', 'datetime', (call) => call.startedAt),
  // Nothing is recorded: empty for calls of the portal's own telephony, null for those of an external PBX.
  field('CALL_RECORD_URL', 'text', 'string', (call) => (call.external ? null : '')),
  field('CALL_VOTE', 'integer', 'integer', (call) => call.external?.vote ?? null),
  field('COST', 'money', 'double', (call) => (call.external?.cost ?? 0).toFixed(4)),
  field('COST_CURRENCY', 'status', 'string', (call) => call.external?.costCurrency ?? 'RUR'),
  field('CALL_FAILED_CODE', 'status', 'string', (call) => call.code),
  field('CALL_FAILED_REASON', 'text', 'string', (call) => call.external?.failedReason ?? failedReason(call.code)),
  field('CRM_ENTITY_TYPE', 'status', 'string', (call) => call.crmEntity?.type ?? null),
  field('CRM_ENTITY_ID', 'integer', 'integer', (call) => call.crmEntity?.id ?? null),
  field('CRM_ACTIVITY_ID', 'integer', 'integer', (call) => call.activityId),
];

const trailing: readonly Field<PortalCall>[] = [
  field('TRANSCRIPT_ID', 'integer', 'integer', () => null),
  field('TRANSCRIPT_PENDING', 'flag', 'char', () => false),
  field('SESSION_ID', 'integer', 'integer', () => null),
  field('REDIAL_ATTEMPT', 'integer', 'integer', () => null),
  field('COMMENT', 'text', 'string', () => null),
  field('RECORD_DURATION', 'integer', 'integer', () => null),
  field('RECORD_FILE_ID', 'integer', 'integer', () => null),
  field('CALL_TYPE', 'integer', 'integer', (call) => call.type),
];

/** Rows of the call statistics; calls of an external PBX name the application that registered them. */
export function callFields({ options }: Portal): readonly Field<PortalCall>[] {
  const title = options.application.title[options.data.language];
  return [
    ...leading,
    field('REST_APP_ID', 'integer', 'integer', (call) => (call.external ? 1 : null)),
    field('REST_APP_NAME', 'text', 'string', (call) => (call.external ? title : null)),
    ...trailing,
  ];
}

function failedReason(code: string): string {
  const reasons: Readonly<Record<string, string>> = {
    '200': 'Success call',
    '304': 'Skipped call',
    '486': 'Busy',
    '603': 'Declined',
    '603-S': 'Decline self',
  };
  return reasons[code] ?? '';
}
