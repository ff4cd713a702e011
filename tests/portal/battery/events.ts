import { z } from 'zod';
import { answer, documented, listAnswer, refusal, rowsOf } from './documented.ts';
import type { BatteryPortal, Params } from './battery-portal.ts';
import type { MethodChecks } from './method-check.ts';
import { webhookRefused } from './system-refusals.ts';
import { wire } from './wire-kinds.ts';

const { text, idText, instant, integer } = wire;

/** Bound and never sent, so that nobody is called. */
const online = { event: 'ONAPPMETHODCONFIRM', handler: 'https://app.example.com/handler/' };
const offline = { event: 'ONCRMDEALUPDATE', event_type: 'offline' };
const codes = z.array(z.string().regex(/^ON[A-Z_0-9]+$/)).min(1);
const done = answer(z.literal(true));
const onlineRow = documented({ event: text, handler: text, auth_type: idText, offline: z.literal(0) });

const queued = {
  ID: idText,
  TIMESTAMP_X: instant,
  EVENT_NAME: text,
  EVENT_DATA: z.union([z.literal(false), z.looseObject({})]),
  EVENT_ADDITIONAL: z.union([z.literal(false), documented({ user_id: idText })]),
  MESSAGE_ID: text,
};
const taken = documented({ process_id: z.nullable(text), events: rowsOf(documented(queued)) });

const unbind = (portal: BatteryPortal): Promise<unknown> => portal.callAsApplication('event.unbind', online);
const unbindOffline = (portal: BatteryPortal): Promise<unknown> => portal.callAsApplication('event.unbind', offline);

async function bind(portal: BatteryPortal): Promise<Params> {
  await portal.callAsApplication('event.bind', online);
  return online;
}

/** Puts one changed deal into the queue. */
async function queueOne(portal: BatteryPortal): Promise<Params> {
  await portal.callAsApplication('event.bind', offline);
  const { body } = await portal.call('crm.deal.list', { order: { ID: 'ASC' }, select: ['ID', 'TITLE'] });
  const deal = (body['result'] as { ID: string; TITLE: string }[])[0];
  await portal.call('crm.deal.update', { id: deal?.ID, fields: { TITLE: deal?.TITLE } });
  return {};
}

/** Reserves a changed deal for a process. */
async function reserveOne(portal: BatteryPortal): Promise<{ process_id: string; message_id: string[] }> {
  await queueOne(portal);
  const { body } = await portal.callAsApplication('event.offline.get', { clear: 0 });
  const { process_id: processId, events } = body['result'] as { process_id: string; events: { MESSAGE_ID: string }[] };
  return { process_id: processId, message_id: events.map((event) => event.MESSAGE_ID) };
}

export const eventChecks: MethodChecks = {
  events: {
    as: 'application',
    success: { answers: answer(codes) },
    error: webhookRefused,
    wrongType: { given: { SCOPE: 7 }, answers: answer(z.array(z.never())) },
  },
  'event.bind': {
    as: 'application',
    success: { given: online, answers: done, cleanUp: unbind },
    error: { given: { ...online, event: 'ONNOTHING' }, ...refusal('ERROR_EVENT_NOT_FOUND', 400, 'Event not found') },
    wrongType: { given: { ...online, event: 7 }, ...refusal('ERROR_ARGUMENT', 400) },
  },
  'event.unbind': {
    as: 'application',
    success: { given: bind, answers: answer(documented({ count: z.literal(1) })) },
    error: webhookRefused,
    wrongType: { given: { ...online, auth_type: 'seven' }, answers: answer(documented({ count: z.literal(0) })) },
  },
  'event.get': {
    as: 'application',
    success: { given: bind, answers: answer(rowsOf(onlineRow)), cleanUp: unbind },
    error: webhookRefused,
    wrongType: { given: { event: 7 }, answers: answer(z.array(onlineRow)) },
  },
  'event.test': {
    as: 'application',
    success: { given: { any: 'data' }, answers: answer(z.literal(1)) },
    error: webhookRefused,
    wrongType: { given: { any: { thing: ['goes'] } }, answers: answer(z.literal(1)) },
  },
};

export const offlineEventChecks: MethodChecks = {
  'event.offline.get': {
    as: 'application',
    writes: true,
    success: { given: queueOne, answers: answer(taken), cleanUp: unbindOffline },
    error: webhookRefused,
    wrongType: { given: { limit: 'seven' }, answers: answer(documented({ process_id: z.null(), events: z.array(z.never()) })) },
  },
  'event.offline.list': {
    as: 'application',
    writes: true,
    success: {
      given: async (portal) => ({ ...(await queueOne(portal)), order: { ID: 'DESC' } }),
      answers: listAnswer(rowsOf(documented({ ...queued, PROCESS_ID: text, ERROR: z.enum(['0', '1']) }))),
      cleanUp: unbindOffline,
    },
    error: webhookRefused,
    wrongType: { given: { filter: { ID: 'seven' } }, answers: documented({ result: z.array(z.never()), total: integer }) },
  },
  'event.offline.clear': {
    as: 'application',
    writes: true,
    success: { given: reserveOne, answers: done, cleanUp: unbindOffline },
    error: webhookRefused,
    wrongType: { given: { process_id: ['seven'] }, answers: done },
  },
  'event.offline.error': {
    as: 'application',
    writes: true,
    success: { given: reserveOne, answers: done, cleanUp: unbindOffline },
    error: webhookRefused,
    wrongType: { given: { process_id: ['seven'], message_id: 'eight' }, answers: done },
  },
};
