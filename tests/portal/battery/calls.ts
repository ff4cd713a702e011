import { z } from 'zod';
import { answer, documented, listAnswer, refusal, rowsOf } from './documented.ts';
import type { BatteryPortal, Params } from './battery-portal.ts';
import type { MethodChecks } from './method-check.ts';
import { strangerRefused } from './system-refusals.ts';
import { orNull, wire } from './wire-kinds.ts';

const { text, idText, amountText, flag, instant, integer, number } = wire;

const row = documented({
  ID: idText,
  PORTAL_USER_ID: idText,
  PORTAL_NUMBER: text,
  PHONE_NUMBER: text,
  CALL_ID: text,
  EXTERNAL_CALL_ID: orNull(text),
  CALL_CATEGORY: text,
  CALL_LOG: orNull(text),
  CALL_DURATION: idText,
  CALL_START_DATE: instant,
  CALL_RECORD_URL: orNull(text),
  CALL_VOTE: orNull(idText),
  COST: amountText,
  COST_CURRENCY: text,
  CALL_FAILED_CODE: text,
  CALL_FAILED_REASON: text,
  CRM_ENTITY_TYPE: orNull(text),
  CRM_ENTITY_ID: orNull(idText),
  CRM_ACTIVITY_ID: orNull(idText),
  REST_APP_ID: orNull(idText),
  REST_APP_NAME: orNull(text),
  TRANSCRIPT_ID: orNull(idText),
  TRANSCRIPT_PENDING: flag,
  SESSION_ID: orNull(idText),
  REDIAL_ATTEMPT: orNull(idText),
  COMMENT: orNull(text),
  RECORD_DURATION: orNull(idText),
  RECORD_FILE_ID: orNull(integer),
  CALL_TYPE: idText,
});

const registered = documented({
  CALL_ID: text,
  CRM_CREATED_LEAD: orNull(integer),
  CRM_CREATED_ENTITIES: z.array(documented({ ENTITY_TYPE: text, ENTITY_ID: integer })),
  CRM_ENTITY_TYPE: orNull(text),
  CRM_ENTITY_ID: orNull(integer),
});

const finished = documented({
  CALL_ID: text,
  EXTERNAL_CALL_ID: orNull(text),
  PORTAL_USER_ID: integer,
  PHONE_NUMBER: text,
  PORTAL_NUMBER: text,
  INCOMING: idText,
  CALL_DURATION: integer,
  CALL_START_DATE: z.strictObject({}),
  CALL_STATUS: integer,
  CALL_VOTE: integer,
  COST: number,
  COST_CURRENCY: text,
  CALL_FAILED_CODE: text,
  CALL_FAILED_REASON: text,
  REST_APP_ID: idText,
  REST_APP_NAME: text,
  CRM_ACTIVITY_ID: orNull(integer),
  COMMENT: orNull(text),
  CRM_ENTITY_TYPE: orNull(text),
  CRM_ENTITY_ID: orNull(integer),
  ID: integer,
});

const outgoing = { USER_ID: 1, PHONE_NUMBER: '+79000000001', TYPE: 1, CRM_ENTITY_TYPE: 'COMPANY', CRM_ENTITY_ID: 3 };

async function runningCall(portal: BatteryPortal): Promise<Params> {
  const { body } = await portal.callAsApplication('telephony.externalCall.register', outgoing);
  return { CALL_ID: (body['result'] as { CALL_ID: string }).CALL_ID, USER_ID: 1, DURATION: 95, VOTE: 5 };
}

export const callChecks: MethodChecks = {
  'voximplant.statistic.get': {
    success: { given: { SORT: 'ID', ORDER: 'ASC' }, answers: listAnswer(rowsOf(row)) },
    error: strangerRefused,
    wrongType: { given: { FILTER: 'recent', SORT: ['ID'] }, answers: listAnswer(rowsOf(row)) },
  },
  'telephony.externalCall.register': {
    as: 'application',
    writes: true,
    success: { given: outgoing, answers: answer(registered) },
    error: { given: { ...outgoing, TYPE: 7 }, ...refusal('ERROR_CORE', 400, 'Unknown TYPE') },
    wrongType: {
      given: { ...outgoing, CALL_START_DATE: 'вчера' },
      ...refusal('ERROR_CORE', 400, 'CALL_START_DATE should be in the ISO-8601 format'),
    },
  },
  'telephony.externalCall.finish': {
    as: 'application',
    writes: true,
    success: { given: runningCall, answers: answer(finished) },
    error: {
      given: { CALL_ID: 'externalCall.none.1', USER_ID: 1 },
      ...refusal('ERROR_CORE', 400, 'Call is not found (call should be registered prior to finishing)'),
    },
    wrongType: { given: { CALL_ID: ['first'], USER_ID: 1 }, ...refusal('INVALID_ARGUMENT', 400, 'CALL_ID must be a string') },
  },
};
