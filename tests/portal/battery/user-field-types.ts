import { z } from 'zod';
import { registration } from '../portal-under-test.ts';
import { answer, documented, listAnswer, refusal, rowsOf } from './documented.ts';
import type { BatteryPortal, Params } from './battery-portal.ts';
import type { MethodChecks } from './method-check.ts';
import { webhookRefused } from './system-refusals.ts';
import { wire } from './wire-kinds.ts';

const code = { USER_TYPE_ID: 'planbar' };
const type = { ...code, HANDLER: `${new URL(registration.handlerUrl).origin}/portal/field`, TITLE: 'План', OPTIONS: { height: 60 } };
const done = answer(z.literal(true));

async function added(portal: BatteryPortal): Promise<Params> {
  await portal.callAsApplication('userfieldtype.add', type);
  return code;
}

const drop = (portal: BatteryPortal): Promise<unknown> => portal.callAsApplication('userfieldtype.delete', code);
const row = documented({ USER_TYPE_ID: wire.text, HANDLER: wire.text, TITLE: wire.text, DESCRIPTION: wire.text });
const unnamed = refusal('ERROR_ARGUMENT', 400, "Argument 'USER_TYPE_ID' is null or empty");
const absent = refusal('ERROR_NOT_FOUND', 400, 'User Field Type not found');

export const userFieldTypeChecks: MethodChecks = {
  'userfieldtype.add': {
    as: 'application',
    writes: true,
    success: { given: type, answers: done, cleanUp: drop },
    error: {
      given: async (portal) => ({ ...(await added(portal)), HANDLER: type.HANDLER }),
      ...refusal('ERROR_CORE', 400, 'Unable to set placement handler: Handler already binded'),
      cleanUp: drop,
    },
    wrongType: { given: { ...type, USER_TYPE_ID: ['planbar'] }, ...unnamed },
  },
  'userfieldtype.list': {
    as: 'application',
    success: { given: added, answers: listAnswer(rowsOf(row)), cleanUp: drop },
    error: webhookRefused,
    wrongType: { given: async (portal) => ({ ...(await added(portal)), start: 'first' }), answers: listAnswer(rowsOf(row)), cleanUp: drop },
  },
  'userfieldtype.update': {
    as: 'application',
    writes: true,
    success: { given: async (portal) => ({ ...(await added(portal)), TITLE: 'План месяца' }), answers: done, cleanUp: drop },
    error: { given: { ...type, USER_TYPE_ID: 'nosuch' }, ...absent },
    wrongType: { given: { ...type, USER_TYPE_ID: ['planbar'] }, ...unnamed },
  },
  'userfieldtype.delete': {
    as: 'application',
    writes: true,
    success: { given: added, answers: done },
    error: { given: { USER_TYPE_ID: 'nosuch' }, ...absent },
    wrongType: { given: { USER_TYPE_ID: ['planbar'] }, ...unnamed },
  },
};
