import { z } from 'zod';
import { answer, refusal } from './documented.ts';
import type { BatteryPortal, Params } from './battery-portal.ts';
import type { MethodCheck, MethodChecks } from './method-check.ts';
import { wire } from './wire-kinds.ts';

const notice = async (portal: BatteryPortal): Promise<Params> => {
  const { body } = await portal.call('profile');
  return { USER_ID: (body['result'] as { ID: string }).ID, MESSAGE: 'План снижен', MESSAGE_OUT: 'План снижен', TAG: 'plan' };
};

const check: MethodCheck = {
  writes: true,
  success: { given: notice, answers: answer(wire.integer.or(z.literal(false))) },
  error: { given: { USER_ID: 0, MESSAGE: 'План снижен' }, ...refusal('USER_ID_EMPTY', 400, "User ID can't be empty") },
  wrongType: {
    given: async (portal) => ({ ...(await notice(portal)), ATTACH: 'not an attachment' }),
    ...refusal('ATTACH_ERROR', 400, 'Incorrect attach params'),
  },
};

export const notificationChecks: MethodChecks = {
  'im.notify.personal.add': check,
  'im.notify.system.add': check,
};
