import { z } from 'zod';
import { answer, documented, refusal } from './documented.ts';
import type { BatteryPortal, Params } from './battery-portal.ts';
import type { Expected, MethodChecks } from './method-check.ts';
import { strangerRefused } from './system-refusals.ts';
import { orNull, wire } from './wire-kinds.ts';

const { text, idText, flag, instant, integer } = wire;
const boolean = z.boolean();
const everything = z.array(z.string().regex(/^[a-z_.0-9]+$/)).min(1);
const value = documented({ value: flag });
const availability = documented({ isExisting: boolean, isAvailable: boolean });

const application = documented({
  ID: integer,
  CODE: text,
  VERSION: integer,
  STATUS: z.enum(['F', 'D', 'T', 'P', 'L', 'S']),
  INSTALLED: boolean,
  PAYMENT_EXPIRED: flag,
  DAYS: orNull(integer),
  LANGUAGE_ID: z.string().regex(/^[a-z]{2}$/),
  LICENSE: z.string().regex(/^[a-z]{2}_[a-z0-9]+$/),
  LICENSE_TYPE: text,
  LICENSE_FAMILY: text,
});

const profile = documented({
  ID: idText,
  ADMIN: boolean,
  NAME: text,
  LAST_NAME: text,
  PERSONAL_GENDER: z.enum(['', 'M', 'F']),
  TIME_ZONE: text,
  PERSONAL_PHOTO: text.optional(),
});

const outsideApplication: Expected = { as: 'webhook', ...refusal('AccessException', 400, 'Application context required') };
const noOptions = refusal('ArgumentNullException', 400, 'options is empty');

/** Keeps a setting, so that there is one to read. */
function kept(method: string, given: Params): (portal: BatteryPortal) => Promise<Params> {
  return async (portal) => {
    await portal.callAsApplication(method, { options: { data: 'value', data2: 'value2' } });
    return given;
  };
}

/** Methods without parameters take no notice of any. */
const needless = { nothing: ['of', 'the', 'kind'] };

export const applicationChecks: MethodChecks = {
  'method.get': {
    success: { given: { name: 'user.get' }, answers: answer(documented({ isExisting: z.literal(true), isAvailable: z.literal(true) })) },
    error: strangerRefused,
    wrongType: { given: { name: ['user.get'] }, answers: answer(availability.extend({ isExisting: z.literal(false) })) },
  },
  'app.info': {
    as: 'application',
    success: { answers: answer(application) },
    error: { as: 'webhook', ...refusal('ACCESS_DENIED', 400, 'Access denied! Application context required') },
    wrongType: { given: needless, answers: answer(application) },
  },
  scope: {
    success: { answers: answer(everything) },
    error: strangerRefused,
    wrongType: { given: { full: 'no flag' }, answers: answer(everything) },
  },
  'server.time': {
    success: { answers: answer(instant) },
    error: strangerRefused,
    wrongType: { given: needless, answers: answer(instant) },
  },
  'feature.get': {
    success: { given: { CODE: 'rest_offline_extended' }, answers: answer(value) },
    error: refusal('CODE_EMPTY', 400, "CODE can't be empty"),
    wrongType: { given: { CODE: ['rest_offline_extended'] }, ...refusal('CODE_EMPTY', 400) },
  },
  'app.option.get': {
    as: 'application',
    success: {
      given: kept('app.option.set', {}),
      answers: answer(z.looseObject({ data: z.literal('value'), data2: z.literal('value2') })),
    },
    error: outsideApplication,
    wrongType: { given: kept('app.option.set', { option: 7 }), answers: answer(z.null()) },
  },
  'app.option.set': {
    as: 'application',
    success: { given: { options: { data: 'value' } }, answers: answer(z.literal(true)) },
    error: { given: { options: {} }, ...noOptions },
    wrongType: { given: { options: 'data' }, ...noOptions },
  },
  'user.option.get': {
    as: 'application',
    success: { given: kept('user.option.set', { option: 'data' }), answers: answer(z.literal('value')) },
    error: outsideApplication,
    wrongType: { given: kept('user.option.set', { option: 7 }), answers: answer(z.null()) },
  },
  'user.option.set': {
    as: 'application',
    success: { given: { options: { data: 'value' } }, answers: answer(z.literal(true)) },
    error: { given: { options: {} }, ...noOptions },
    wrongType: { given: { options: 'data' }, ...noOptions },
  },
  profile: {
    success: { answers: answer(profile) },
    error: strangerRefused,
    wrongType: { given: needless, answers: answer(profile) },
  },
  'user.admin': {
    success: { answers: answer(z.literal(true)) },
    error: strangerRefused,
    wrongType: { given: needless, answers: answer(boolean) },
  },
  'user.access': {
    success: { given: { ACCESS: ['U1', 'G2', 'AU'] }, answers: answer(z.literal(true)) },
    error: strangerRefused,
    wrongType: { given: { ACCESS: 7 }, answers: answer(boolean) },
  },
};
