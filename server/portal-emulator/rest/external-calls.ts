import { finishCall, registerCall } from '../external-calls.ts';
import { readParameter, type Parameters } from '../nested-parameters.ts';
import { portalNow, type Portal } from '../portal.ts';
import type { PortalCall } from '../portal-data.ts';
import { RestError } from '../rest-error.ts';
import type { RestCall, RestReply } from './rest-method.ts';

/** `telephony.externalCall.register` */
export function register({ portal, user, parameters }: RestCall): RestReply {
  const announced = {
    userId: readUser(portal, parameters),
    type: readType(parameters),
    phone: readPhone(parameters),
    startedAt: readStart(portal, parameters),
    lineNumber: readText(parameters, 'LINE_NUMBER'),
    externalCallId: readText(parameters, 'EXTERNAL_CALL_ID') || null,
    crmEntity: readClient(parameters),
  };
  const createsLead = readText(parameters, 'CRM_CREATE') === '1';
  const { call, createdLeadId } = registerCall(portal, user, announced, createsLead);
  return {
    result: {
      CALL_ID: call.callId,
      CRM_CREATED_LEAD: createdLeadId,
      CRM_CREATED_ENTITIES: createdLeadId === null ? [] : [{ ENTITY_TYPE: 'LEAD', ENTITY_ID: createdLeadId }],
      CRM_ENTITY_TYPE: call.crmEntity?.type ?? null,
      CRM_ENTITY_ID: call.crmEntity?.id ?? null,
    },
  };
}

/** `telephony.externalCall.finish` */
export function finish({ portal, user, parameters }: RestCall): RestReply {
  const callId = readParameter(parameters, 'CALL_ID');
  if (typeof callId !== 'string' || callId === '') throw new RestError('INVALID_ARGUMENT', 'CALL_ID must be a string');
  const userId = readUser(portal, parameters);
  const running = portal.state.runningCalls.get(callId);
  if (!running) throw refuse('Call is not found (call should be registered prior to finishing)');
  const seconds = Math.max(0, Math.floor(Number(readText(parameters, 'DURATION')) || 0));
  const call = finishCall(portal, user, running, {
    userId,
    seconds,
    code: readText(parameters, 'STATUS_CODE') || (seconds > 0 ? '200' : '304'),
    failedReason: readText(parameters, 'FAILED_REASON'),
    cost: Number(readText(parameters, 'COST')) || 0,
    costCurrency: readText(parameters, 'COST_CURRENCY'),
    vote: Number(readText(parameters, 'VOTE')) || 0,
  });
  return { result: describeFinished(portal, call) };
}

/** The start is an empty object in the documented answer. */
function describeFinished(portal: Portal, call: PortalCall): Record<string, unknown> {
  const { application, data } = portal.options;
  return {
    CALL_ID: call.external?.callId,
    EXTERNAL_CALL_ID: call.external?.externalCallId ?? null,
    PORTAL_USER_ID: call.userId,
    PHONE_NUMBER: call.phone,
    PORTAL_NUMBER: call.external?.portalNumber,
    INCOMING: String(call.type),
    CALL_DURATION: call.seconds,
    CALL_START_DATE: {},
    CALL_STATUS: call.code === '200' ? 1 : 0,
    CALL_VOTE: call.external?.vote,
    COST: call.external?.cost,
    COST_CURRENCY: call.external?.costCurrency,
    CALL_FAILED_CODE: call.code,
    CALL_FAILED_REASON: call.external?.failedReason,
    REST_APP_ID: '1',
    REST_APP_NAME: application.title[data.language],
    CRM_ACTIVITY_ID: call.activityId,
    COMMENT: null,
    CRM_ENTITY_TYPE: call.crmEntity?.type ?? null,
    CRM_ENTITY_ID: call.crmEntity?.id ?? null,
    ID: call.id,
  };
}

function readUser(portal: Portal, parameters: Parameters): number {
  const given = readText(parameters, 'USER_ID');
  const extension = readText(parameters, 'USER_PHONE_INNER');
  if (given === '' && extension === '') throw refuse('USER_ID or USER_PHONE_INNER should be set');
  const found = [...portal.state.users.values()].find((known) => given === '' && known.phoneInner === extension);
  const user = found ?? portal.state.users.get(Number(given));
  if (user?.isActive !== true) throw refuse('User is not found or is not active');
  return user.id;
}

function readType(parameters: Parameters): PortalCall['type'] {
  const given = Number(readText(parameters, 'TYPE'));
  const type = ([1, 2, 3, 4, 5] as const).find((known) => known === given);
  if (type === undefined) throw refuse('Unknown TYPE');
  return type;
}

function readPhone(parameters: Parameters): string {
  const phone = readText(parameters, 'PHONE_NUMBER').replace(/[\s()-]/g, '');
  if (!/^\+?\d{2,20}$/.test(phone)) throw refuse('Unsupported phone number format');
  return phone;
}

function readStart(portal: Portal, parameters: Parameters): string {
  const given = readText(parameters, 'CALL_START_DATE');
  if (given === '') return portalNow(portal);
  const epochMs = portal.zone.readInstant(given);
  if (Number.isNaN(epochMs)) throw refuse('CALL_START_DATE should be in the ISO-8601 format');
  return `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
}

function readClient(parameters: Parameters): PortalCall['crmEntity'] {
  const type = (['CONTACT', 'COMPANY', 'LEAD'] as const).find((known) => known === readText(parameters, 'CRM_ENTITY_TYPE'));
  const id = Number(readText(parameters, 'CRM_ENTITY_ID'));
  return type !== undefined && Number.isInteger(id) && id > 0 ? { type, id } : null;
}

function readText(parameters: Parameters, name: string): string {
  const value = readParameter(parameters, name);
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

function refuse(description: string): RestError {
  return new RestError('ERROR_CORE', description);
}
