import { isPaymentExpired, statusOf, userOptionsOf, versionOf, type Installation } from '../installation.ts';
import { isRecord, readParameter } from '../nested-parameters.ts';
import type { Portal } from '../portal.ts';
import { RestError } from '../rest-error.ts';
import { readFlag } from './read-flag.ts';
import { callingApplication, type RestCall, type RestMethods } from './rest-method.ts';
import { everyScope } from './scope-catalogue.ts';

export const applicationMethods: RestMethods = {
  'app.info': {
    scopes: [],
    needsApplication: true,
    refuse: () => new RestError('ACCESS_DENIED', 'Access denied! Application context required'),
    answer: (call) => ({ result: describeApplication(call.portal, callingApplication(call)) }),
  },
  scope: { scopes: [], answer: ({ scopes, parameters }) => ({ result: readFlag(parameters, 'full') ? everyScope : [...scopes] }) },
  'server.time': {
    scopes: [],
    answer: ({ portal }) => ({ result: portal.zone.writeInstant(portal.options.businessClock().getTime()) }),
  },
  'feature.get': { scopes: [], answer: (call) => ({ result: { value: readFeature(call) } }) },
  'app.option.get': {
    scopes: [],
    needsApplication: true,
    refuse: refuseOptions,
    answer: (call) => ({ result: pickOption(callingApplication(call).appOptions, readParameter(call.parameters, 'option')) }),
  },
  'app.option.set': {
    scopes: [],
    needsApplication: true,
    needsAdmin: true,
    refuse: refuseOptions,
    answer(call) {
      const { clientId } = callingApplication(call).application;
      call.portal.state.record({ kind: 'app-options-set', clientId, options: readOptions(call.parameters) });
      return { result: true };
    },
  },
  'user.option.get': {
    scopes: [],
    needsApplication: true,
    refuse: refuseOptions,
    answer: (call) => ({
      result: pickOption(userOptionsOf(callingApplication(call), call.user.id), readParameter(call.parameters, 'option')),
    }),
  },
  'user.option.set': {
    scopes: [],
    needsApplication: true,
    refuse: refuseOptions,
    answer(call) {
      const { clientId } = callingApplication(call).application;
      call.portal.state.record({ kind: 'user-options-set', clientId, userId: call.user.id, options: readOptions(call.parameters) });
      return { result: true };
    },
  },
};

export function describeApplication(portal: Portal, installation: Installation): Record<string, unknown> {
  const { data, limits } = portal.options;
  const family = limits === 'enterprise' ? 'ent' : 'basic';
  return {
    ID: [...portal.state.installations.values()].indexOf(installation) + 1,
    CODE: installation.application.code,
    VERSION: versionOf(installation),
    STATUS: statusOf(installation),
    INSTALLED: installation.stage === 'installed',
    PAYMENT_EXPIRED: isPaymentExpired(installation) ? 'Y' : 'N',
    DAYS: installation.paymentDays,
    LANGUAGE_ID: data.language,
    LICENSE: `${data.language}_${family}`,
    LICENSE_TYPE: family,
    LICENSE_FAMILY: family,
  };
}

function refuseOptions(who: 'webhook' | 'not-admin'): RestError {
  return new RestError('AccessException', who === 'webhook' ? 'Application context required' : 'Administrator authorization required');
}

function readFeature({ parameters }: RestCall): 'Y' | 'N' {
  const code = readParameter(parameters, 'CODE');
  if (typeof code !== 'string' || code === '') throw new RestError('CODE_EMPTY', "CODE can't be empty");
  return ['rest_offline_extended', 'rest_auth_connector'].includes(code) ? 'Y' : 'N';
}

function readOptions(parameters: RestCall['parameters']): Record<string, unknown> {
  const options = readParameter(parameters, 'options');
  if (!isRecord(options) || Object.keys(options).length === 0) throw new RestError('ArgumentNullException', 'options is empty');
  return options;
}

/** A key nobody has saved is null; PHP writes an empty map as a list. */
function pickOption(options: Readonly<Record<string, unknown>>, name: unknown): unknown {
  if (name !== undefined && name !== '') return Object.hasOwn(options, String(name)) ? options[String(name)] : null;
  return Object.keys(options).length === 0 ? [] : options;
}
