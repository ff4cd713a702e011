import { z } from 'zod';
import { answer, documented, refusal, rowsOf } from './documented.ts';
import type { BatteryPortal, Params } from './battery-portal.ts';
import type { MethodChecks } from './method-check.ts';
import { wire } from './wire-kinds.ts';

const trigger = { CODE: 'plan.signed', NAME: 'План подписан' };
const done = answer(z.literal(true));

async function added(portal: BatteryPortal): Promise<Params> {
  await portal.callAsApplication('crm.automation.trigger.add', trigger);
  return { CODE: trigger.CODE };
}

const drop = (portal: BatteryPortal): Promise<unknown> => portal.callAsApplication('crm.automation.trigger.delete', { CODE: trigger.CODE });
const withoutApplication = refusal('ACCESS_DENIED', 403, 'Access denied! Application context required');

export const triggerChecks: MethodChecks = {
  'crm.automation.trigger.add': {
    as: 'application',
    writes: true,
    success: { given: trigger, answers: done, cleanUp: drop },
    error: { as: 'webhook', given: trigger, ...withoutApplication },
    wrongType: { given: { ...trigger, CODE: ['plan'] }, ...refusal('', 400, 'Wrong trigger code!') },
  },
  'crm.automation.trigger.list': {
    as: 'application',
    success: { given: added, answers: answer(rowsOf(documented({ NAME: wire.text, CODE: wire.text }))), cleanUp: drop },
    error: { as: 'webhook', ...withoutApplication },
    wrongType: {
      given: async (portal) => ({ ...(await added(portal)), start: 'first' }),
      answers: answer(z.array(z.unknown())),
      cleanUp: drop,
    },
  },
  'crm.automation.trigger.delete': {
    as: 'application',
    writes: true,
    success: { given: added, answers: done },
    error: { given: { CODE: 'no.such' }, ...refusal('', 400, 'Trigger not found') },
    wrongType: { given: { CODE: ['plan'] }, ...refusal('', 400, 'Wrong trigger code!') },
  },
  'crm.automation.trigger.execute': {
    as: 'application',
    writes: true,
    success: { given: async (portal) => ({ ...(await added(portal)), OWNER_TYPE_ID: 2, OWNER_ID: 1 }), answers: done, cleanUp: drop },
    error: {
      given: { CODE: 'no.such', OWNER_TYPE_ID: 2, OWNER_ID: 1 },
      ...refusal('', 400, 'Trigger with code no.such is not registered.'),
    },
    wrongType: {
      given: async (portal) => ({ ...(await added(portal)), OWNER_TYPE_ID: 'deal', OWNER_ID: 1 }),
      ...refusal('', 400, 'Incorrect parameter OWNER_TYPE_ID.'),
      cleanUp: drop,
    },
  },
};
