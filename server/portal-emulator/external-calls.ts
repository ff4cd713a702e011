import { randomBytes } from 'node:crypto';
import { addActivity } from './activity-changes.ts';
import { addLead } from './lead-changes.ts';
import type { PortalActivityBinding, PortalCall, PortalUser } from './portal-data.ts';
import { portalNow, type Portal } from './portal.ts';
import type { RunningCall } from './state-mutation.ts';

const sameCallMs = 30 * 60 * 1000;

export type CallAnnouncement = Omit<RunningCall, 'callId' | 'registeredAt'>;

/** A call announced again within half an hour is the same call. */
export function registerCall(portal: Portal, user: PortalUser, announced: CallAnnouncement, createsLead: boolean): RegisteredCall {
  const registeredAt = portalNow(portal);
  const known = [...portal.state.runningCalls.values()].find((running) => isSame(running, announced, Date.parse(registeredAt)));
  if (known) return { call: known, createdLeadId: null };
  const met = announced.crmEntity ?? findClient(portal, announced.phone);
  const createdLeadId =
    met === null && createsLead ? addLead(portal, user, { title: announced.phone, responsibleId: announced.userId }) : null;
  const crmEntity = createdLeadId === null ? met : { type: 'LEAD' as const, id: createdLeadId };
  const callId = `externalCall.${randomBytes(16).toString('hex')}.${Math.floor(Date.parse(registeredAt) / 1000)}`;
  const call: RunningCall = { ...announced, crmEntity, callId, registeredAt };
  portal.state.record({ kind: 'call-registered', call });
  announceStart(portal, user, call);
  return { call, createdLeadId };
}

/** A call of an application begins and is taken in the same moment, as the samples of both events have it. */
function announceStart({ sender }: Portal, user: PortalUser, call: RunningCall): void {
  const { callId, type, phone, lineNumber, userId } = call;
  const isOutgoing = type === 1 || type === 4 || type === 5;
  const callerId = isOutgoing && lineNumber !== '' ? lineNumber : phone;
  sender.send('ONVOXIMPLANTCALLINIT', { CALL_ID: callId, CALL_TYPE: type, CALLER_ID: callerId, REST_APP_ID: 1 }, user.id);
  sender.send('ONVOXIMPLANTCALLSTART', { CALL_ID: callId, USER_ID: userId }, user.id);
}

export interface RegisteredCall {
  readonly call: RunningCall;
  readonly createdLeadId: number | null;
}

export interface CallOutcome {
  readonly userId: number;
  readonly seconds: number;
  readonly code: string;
  readonly failedReason: string;
  readonly cost: number;
  readonly costCurrency: string;
  readonly vote: number;
}

/** Ends the call: a row of the statistics, an activity when the client is known, and the event. */
export function finishCall(portal: Portal, user: PortalUser, running: RunningCall, outcome: CallOutcome): PortalCall {
  const { userId, seconds, code, failedReason, cost, costCurrency, vote } = outcome;
  const call = {
    id: portal.state.calls.nextId(),
    userId,
    type: running.type,
    seconds,
    code,
    startedAt: running.startedAt,
    phone: running.phone,
    crmEntity: running.crmEntity,
    activityId: addCallActivity(portal, user, running, outcome),
    external: {
      callId: running.callId,
      externalCallId: running.externalCallId,
      portalNumber: running.lineNumber === '' ? 'REST_APP:' : running.lineNumber,
      cost,
      costCurrency,
      failedReason,
      vote,
    },
  };
  portal.state.record({ kind: 'call-finished', call });
  portal.sender.send('ONVOXIMPLANTCALLEND', describeEnd(portal, call), user.id);
  return call;
}

function isSame(running: RunningCall, announced: CallAnnouncement, nowMs: number): boolean {
  return (
    nowMs - Date.parse(running.registeredAt) <= sameCallMs &&
    running.phone === announced.phone &&
    running.type === announced.type &&
    running.userId === announced.userId &&
    (announced.lineNumber === '' || running.lineNumber === announced.lineNumber) &&
    (announced.externalCallId === null || running.externalCallId === announced.externalCallId)
  );
}

/** The portal keeps no phone book: a number belongs to whom its last call belonged. */
function findClient(portal: Portal, phone: string): PortalCall['crmEntity'] {
  return portal.state.calls.rows.findLast((call) => call.phone === phone && call.crmEntity !== null)?.crmEntity ?? null;
}

/** Outgoing calls are done even when nobody answered, incoming ones when somebody did. */
function addCallActivity(portal: Portal, user: PortalUser, call: RunningCall, outcome: CallOutcome): number | null {
  const [owner, ...bindings] = call.crmEntity === null ? [] : ownersOfCall(portal, call.crmEntity);
  if (!owner) return null;
  const isOutgoing = call.type === 1 || call.type === 4;
  const startMs = Date.parse(call.startedAt);
  return addActivity(portal, user, {
    ...owner,
    ...(bindings.length > 0 ? { bindings } : {}),
    typeId: 2,
    providerId: 'VOXIMPLANT_CALL',
    responsibleId: outcome.userId,
    direction: isOutgoing ? 2 : 1,
    isCompleted: isOutgoing || outcome.code === '200',
    subject: `${isOutgoing ? 'Исходящий' : 'Входящий'} звонок ${call.phone}`,
    startAt: call.startedAt,
    endAt: writeSeconds(startMs + outcome.seconds * 1000),
    deadline: null,
    details: {
      resultStream: readStream(call.type, outcome.code),
      ...(outcome.vote > 3 ? { resultMark: marks.positive } : {}),
      communications: [{ type: 'PHONE', value: call.phone, ...clientOf(call.crmEntity) }],
    },
    ...(!isOutgoing && outcome.code === '304' ? { isMissed: true } : {}),
  });
}

const marks = { positive: 3 } as const;
const streams = { incoming: 1, outgoing: 2, reversing: 3, missing: 4 } as const;

/** RESULT_STREAM: what was not answered is missing, whoever called. */
function readStream(type: PortalCall['type'], code: string): number {
  if (code !== '200') return streams.missing;
  if (type === 4) return streams.reversing;
  return type === 1 || type === 5 ? streams.outgoing : streams.incoming;
}

function clientOf(entity: PortalCall['crmEntity']): { entityId: number; entityTypeId: number } {
  const types = { LEAD: 1, CONTACT: 3, COMPANY: 4 } as const;
  return entity === null ? { entityId: 0, entityTypeId: 0 } : { entityId: entity.id, entityTypeId: types[entity.type] };
}

/** A company's newest deal in work comes first, then the company itself; leads stand alone. */
function ownersOfCall(portal: Portal, entity: NonNullable<PortalCall['crmEntity']>): PortalActivityBinding[] {
  if (entity.type === 'LEAD') return [{ ownerTypeId: 1, ownerId: entity.id }];
  if (entity.type === 'CONTACT') return [{ ownerTypeId: 3, ownerId: entity.id }];
  const deal = portal.state.deals.rows.findLast(
    (row) => row.companyId === entity.id && portal.stages.deal(row.categoryId, row.stageId)?.semantics === 'P',
  );
  return [...(deal ? [{ ownerTypeId: 2 as const, ownerId: deal.id }] : []), { ownerTypeId: 4, ownerId: entity.id }];
}

function describeEnd(portal: Portal, call: PortalCall & Required<Pick<PortalCall, 'external'>>): Record<string, unknown> {
  return {
    CALL_ID: call.external.callId,
    CALL_TYPE: call.type,
    PHONE_NUMBER: call.phone,
    PORTAL_NUMBER: call.external.portalNumber,
    PORTAL_USER_ID: call.userId,
    CALL_DURATION: call.seconds,
    CALL_START_DATE: portal.zone.writeInstant(call.startedAt),
    COST: call.external.cost,
    COST_CURRENCY: call.external.costCurrency,
    CALL_FAILED_CODE: call.code,
    CALL_FAILED_REASON: call.external.failedReason,
    CRM_ACTIVITY_ID: call.activityId ?? '',
  };
}

function writeSeconds(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
}
