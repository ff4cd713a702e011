import { isRecord, readParameter } from '../nested-parameters.ts';
import type { Portal } from '../portal.ts';
import { RestError } from '../rest-error.ts';
import type { RestCall, RestMethods } from './rest-method.ts';

export const applicationMethods: RestMethods = {
  'app.info': { scopes: [], needsApplication: true, answer: ({ portal }) => ({ result: describeApplication(portal) }) },
  scope: { scopes: [], answer: ({ scopes }) => ({ result: [...scopes] }) },
  'server.time': {
    scopes: [],
    answer: ({ portal }) => ({ result: portal.zone.writeInstant(portal.options.businessClock().getTime()) }),
  },
  'feature.get': { scopes: [], answer: (call) => ({ result: { value: readFeature(call) } }) },
  'app.option.get': {
    scopes: [],
    needsApplication: true,
    answer: ({ portal, parameters }) => ({ result: pickOption(portal.state.appOptions, readParameter(parameters, 'option')) }),
  },
  'app.option.set': {
    scopes: [],
    needsApplication: true,
    needsAdmin: true,
    answer({ portal, parameters }) {
      portal.state.record({ kind: 'app-options-set', options: readOptions(parameters) });
      return { result: true };
    },
  },
  'user.option.get': {
    scopes: [],
    needsApplication: true,
    answer: ({ portal, user, parameters }) => ({
      result: pickOption(portal.state.userOptions(user.id), readParameter(parameters, 'option')),
    }),
  },
  'user.option.set': {
    scopes: [],
    needsApplication: true,
    answer({ portal, user, parameters }) {
      portal.state.record({ kind: 'user-options-set', userId: user.id, options: readOptions(parameters) });
      return { result: true };
    },
  },
};

export function describeApplication(portal: Portal): Record<string, unknown> {
  const { application, data, limits } = portal.options;
  const family = limits === 'enterprise' ? 'ent' : 'basic';
  return {
    ID: 1,
    CODE: application.code,
    VERSION: application.version,
    STATUS: 'L',
    INSTALLED: portal.state.isInstalled,
    PAYMENT_EXPIRED: 'N',
    DAYS: null,
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
