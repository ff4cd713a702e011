import { z } from 'zod';
import { registration } from '../portal-under-test.ts';
import { answer, refusal, rowsOf } from './documented.ts';
import { waitingProcess } from './battery-activity-data.ts';
import { isLive, type BatteryPortal, type Params } from './battery-portal.ts';
import type { MethodChecks } from './method-check.ts';
import { wire } from './wire-kinds.ts';

const code = { CODE: 'tell_plan' };
const robot = {
  ...code,
  HANDLER: `${new URL(registration.handlerUrl).origin}/portal/robot`,
  NAME: { ru: 'Сообщить план', en: 'Tell the plan' },
  USE_SUBSCRIPTION: 'Y',
  PROPERTIES: { month: { Name: 'Месяц', Type: 'date', Required: 'Y' } },
  RETURN_PROPERTIES: { plan: { Name: 'План', Type: 'double' } },
  DOCUMENT_TYPE: ['crm', 'CCrmDocumentDeal', 'DEAL'],
  FILTER: { INCLUDE: [['crm', 'CCrmDocumentDeal']] },
};
const done = answer(z.literal(true));
const invalid = (words: string) => refusal('ERROR_ACTIVITY_VALIDATION_FAILURE', 400, words);

async function added(portal: BatteryPortal): Promise<Params> {
  await portal.callAsApplication('bizproc.robot.add', robot);
  return code;
}

const drop = (portal: BatteryPortal): Promise<unknown> => portal.callAsApplication('bizproc.robot.delete', code);

export const robotChecks: MethodChecks = {
  'bizproc.robot.add': {
    as: 'application',
    writes: true,
    success: { given: robot, answers: done, cleanUp: drop },
    error: { given: { NAME: 'Без кода' }, ...invalid('Empty activity code!') },
    wrongType: { given: { ...robot, PROPERTIES: 'month' }, ...invalid('Wrong properties array!') },
  },
  'bizproc.robot.update': {
    as: 'application',
    writes: true,
    success: { given: async (portal) => ({ ...(await added(portal)), FIELDS: { NAME: 'Назвать план' } }), answers: done, cleanUp: drop },
    error: { given: { CODE: 'no_such', FIELDS: { NAME: 'Нет' } }, ...refusal('ERROR_ACTIVITY_NOT_FOUND') },
    wrongType: {
      given: async (portal) => ({ ...(await added(portal)), FIELDS: { DOCUMENT_TYPE: 'DEAL' } }),
      ...invalid('Wrong activity DOCUMENT_TYPE!'),
      cleanUp: drop,
    },
  },
  'bizproc.robot.list': {
    as: 'application',
    success: { given: added, answers: answer(rowsOf(wire.text)), cleanUp: drop },
    error: { as: 'webhook', ...refusal('ACCESS_DENIED', 403, 'Access denied! Application context required') },
    wrongType: {
      given: async (portal) => ({ ...(await added(portal)), start: 'first' }),
      answers: answer(rowsOf(wire.text)),
      cleanUp: drop,
    },
  },
  'bizproc.robot.delete': {
    as: 'application',
    writes: true,
    success: { given: added, answers: done },
    error: { given: { CODE: 'no_such' }, ...refusal('ERROR_ACTIVITY_NOT_FOUND', 400, 'Activity or Robot not found!') },
    wrongType: { given: { CODE: ['tell_plan'] }, ...invalid('Wrong activity code!') },
  },
  'bizproc.event.send': {
    as: 'application',
    writes: true,
    success: {
      // Only a process that runs gives out a token.
      given: () => ({ EVENT_TOKEN: isLive ? undefined : waitingProcess, RETURN_VALUES: { margin: 12.5 }, LOG_MESSAGE: 'Посчитано' }),
      answers: done,
    },
    error: { given: { EVENT_TOKEN: 'no.such.token' }, ...refusal('ACCESS_DENIED', 403, 'Access denied!') },
    wrongType: { given: { EVENT_TOKEN: [waitingProcess] }, ...refusal('ACCESS_DENIED', 403, 'Access denied!') },
  },
};
