import { isPaymentExpired, statusOf, userOptionsOf, versionOf, type Installation } from '../installation.ts';
import { isRecord, readParameter } from '../nested-parameters.ts';
import type { Portal } from '../portal.ts';
import { RestError } from '../rest-error.ts';
import { callingApplication, type RestCall, type RestMethods } from './rest-method.ts';

export const applicationMethods: RestMethods = {
  'app.info': {
    scopes: [],
    needsApplication: true,
    answer: (call) => ({ result: describeApplication(call.portal, callingApplication(call)) }),
  },
  scope: { scopes: [], answer: ({ scopes }) => ({ result: [...scopes] }) },
  'server.time': {
    scopes: [],
    answer: ({ portal }) => ({ result: portal.zone.writeInstant(portal.options.businessClock().getTime()) }),
  },
  'feature.get': { scopes: [], answer: (call) => ({ result: { value: readFeature(call) } }) },
  'app.option.get': {
    scopes: [],
    needsApplication: true,
    answer: (call) => ({ result: pickOption(callingApplication(call).appOptions, readParameter(call.parameters, 'option')) }),
  },
  'app.option.set': {
    scopes: [],
    needsApplication: true,
    needsAdmin: true,
    answer(call) {
      const { clientId } = callingApplication(call).application;
      call.portal.state.record({ kind: 'app-options-set', clientId, options: readOptions(call.parameters) });
      return { result: true };
    },
  },
  'user.option.get': {
    scopes: [],
    needsApplication: true,
    answer: (call) => ({
      result: pickOption(userOptionsOf(callingApplication(call), call.user.id), readParameter(call.parameters, 'option')),
    }),
  },
  'user.option.set': {
    scopes: [],
    needsApplication: true,
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

function readFeature({ parameters }: RestCall): 'Y' | 'N' {
  const code = readParameter(parameters, 'CODE');
  if (typeof code !== 'string' || code === '') throw new RestError('CODE_EMPTY', "CODE can't be empty");
  return ['rest_offline_extended', 'rest_auth_connector'].includes(code) ? 'Y' : 'N';
}

function readOptions(parameters: RestCall['parameters']): Record<string, unknown> {
  const options = readParameter(parameters, 'options');
  if (!isRecord(options)) throw new RestError('ERROR_ARGUMENT', "Argument 'options' is null or empty", 400, 'options');
  return options;
}

/** PHP writes an empty map as a list. */
function pickOption(options: Readonly<Record<string, unknown>>, name: unknown): unknown {
  if (typeof name === 'string' && name !== '') return options[name] ?? '';
  return Object.keys(options).length === 0 ? [] : options;
}
