import { isRecord, readParameter, type Parameters } from '../nested-parameters.ts';
import { RestError } from '../rest-error.ts';
import type { PlacementBinding } from '../state-mutation.ts';
import { readHandlerAddress } from './handler-address.ts';
import { everyPlacement, placementScope, placementsFor, placementsOf } from './placement-catalogue.ts';
import { readPlacementOptions } from './placement-options.ts';
import { readFlag } from './read-flag.ts';
import { callingApplication, type RestCall, type RestMethods, type RestReply } from './rest-method.ts';

/** The only two places that take one handler of an application. */
const boundOnce = new Set(['REST_APP_URI', 'PAGE_BACKGROUND_WORKER']);

const shared = { scopes: ['placement'], needsApplication: true } as const;

export const placementMethods: RestMethods = {
  'placement.bind': { ...shared, needsAdmin: true, answer: bind },
  'placement.unbind': { ...shared, needsAdmin: true, answer: unbind },
  'placement.get': { ...shared, needsAdmin: true, answer: get },
  'placement.list': { ...shared, answer: list },
};

/** SCOPE is one permission's, FULL everything; both together are SCOPE. */
function list({ parameters, scopes }: RestCall): RestReply {
  const scope = readParameter(parameters, 'SCOPE');
  if (scope !== undefined && scope !== '') return { result: placementsOf(String(scope)) };
  return { result: readFlag(parameters, 'FULL') ? everyPlacement() : placementsFor(scopes) };
}

/** The page gives most refusals the status 200 and the platform 400: here it is 400. */
function bind(call: RestCall): RestReply {
  const { portal, parameters, scopes } = call;
  const { application, placements } = callingApplication(call);
  const placement = readPlacement(parameters);
  const scope = placementScope(placement);
  if (scope === undefined || !scopes.has(scope)) throw new RestError('ERROR_PLACEMENT_NOT_FOUND', 'Placement not found');
  const given = readParameter(parameters, 'HANDLER');
  if (given === undefined || given === '') throw new RestError('ERROR_ARGUMENT', "Argument 'HANDLER' is null or empty", 400, 'HANDLER');
  const handler = readHandlerAddress(given, portal.options.allowLocalHandlers);
  const userId = readUser(parameters) ?? 0;
  if (userId !== 0 && placement !== 'PAGE_BACKGROUND_WORKER') {
    throw new RestError('ERROR_PLACEMENT_USER_MODE', 'User mode is not available');
  }
  const options = readPlacementOptions(placement, readParameter(parameters, 'OPTIONS'));
  const bound = placements.filter((other) => other.placement === placement && (other.userId ?? 0) === userId);
  if (bound.length > 0 && boundOnce.has(placement)) {
    throw new RestError('ERROR_PLACEMENT_MAX_COUNT', 'Placement max count exceeded');
  }
  if (bound.some((other) => other.handler === handler)) {
    throw new RestError('ERROR_CORE', 'Unable to set placement handler: Handler already binded');
  }
  const text = (name: string): string => String(readParameter(parameters, name) ?? '');
  const langAll = readLanguages(readParameter(parameters, 'LANG_ALL'));
  const title = text('TITLE') || application.title[portal.state.data.language];
  const words = { title, description: text('DESCRIPTION'), groupName: text('GROUP_NAME'), langAll };
  const binding: PlacementBinding = { placement, handler, ...words, options, ...(userId === 0 ? {} : { userId }) };
  portal.state.record({ kind: 'placement-bound', clientId: application.clientId, binding });
  return { result: true };
}

/** The platform counts each handler when it finds it and again when it deletes it. */
function unbind(call: RestCall): RestReply {
  const { portal, parameters } = call;
  const { application, placements } = callingApplication(call);
  const placement = readPlacement(parameters);
  const handler = readParameter(parameters, 'HANDLER');
  const userId = readUser(parameters);
  const found = placements.filter(
    (bound) =>
      bound.placement === placement &&
      (handler === undefined || handler === '' || bound.handler === handler) &&
      (userId === null || (bound.userId ?? 0) === userId),
  );
  const { clientId } = application;
  for (const bound of found) {
    const whose = bound.userId === undefined ? {} : { userId: bound.userId };
    portal.state.record({ kind: 'placement-unbound', clientId, placement, handler: bound.handler, ...whose });
  }
  return { result: { count: found.length * 2 } };
}

function get(call: RestCall): RestReply {
  return { result: callingApplication(call).placements.map(writeBinding) };
}

/** PHP writes empty maps as lists. */
function writeBinding(binding: PlacementBinding): Record<string, unknown> {
  const { placement, handler, title, description, langAll, options = {}, userId = 0 } = binding;
  const orList = (map: Readonly<Record<string, unknown>>): unknown => (Object.keys(map).length === 0 ? [] : map);
  return { placement, userId, handler, options: orList(options), title, description, langAll: orList(langAll) };
}

function readPlacement(parameters: Parameters): string {
  const placement = readParameter(parameters, 'PLACEMENT');
  if (placement === undefined || placement === null || placement === '') {
    throw new RestError('ERROR_ARGUMENT', "Argument 'PLACEMENT' is null or empty", 400, 'PLACEMENT');
  }
  if (typeof placement === 'string') return placement.toUpperCase();
  throw new RestError('ERROR_ARGUMENT', "The value of an argument 'PLACEMENT' must be of type string", 400, 'PLACEMENT');
}

function readUser(parameters: Parameters): number | null {
  const given = readParameter(parameters, 'USER_ID');
  if (given === undefined || given === '') return null;
  return Number.isInteger(Number(given)) ? Number(given) : 0;
}

function readLanguages(raw: unknown): Record<string, Record<string, string>> {
  if (!isRecord(raw)) return {};
  const languages = Object.entries(raw).flatMap(([language, texts]) => {
    if (!isRecord(texts)) return [];
    const entries = Object.entries(texts).map(([name, text]) => [name.toUpperCase(), String(text)] as const);
    return [[language, { TITLE: '', DESCRIPTION: '', GROUP_NAME: '', ...Object.fromEntries(entries) }] as const];
  });
  return Object.fromEntries(languages);
}
