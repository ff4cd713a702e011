import { isRecord, readParameter, type Parameters } from '../nested-parameters.ts';
import { RestError } from '../rest-error.ts';
import type { PlacementBinding } from '../state-mutation.ts';
import { readHandlerAddress } from './handler-address.ts';
import { placementScope, placementsFor } from './placement-catalogue.ts';
import { callingApplication, type RestCall, type RestMethods, type RestReply } from './rest-method.ts';

const shared = { scopes: ['placement'], needsApplication: true } as const;

export const placementMethods: RestMethods = {
  'placement.bind': { ...shared, needsAdmin: true, answer: bind },
  'placement.unbind': { ...shared, needsAdmin: true, answer: unbind },
  'placement.get': { ...shared, needsAdmin: true, answer: get },
  'placement.list': { ...shared, answer: ({ scopes }) => ({ result: placementsFor(scopes) }) },
};

function bind(call: RestCall): RestReply {
  const { portal, parameters, scopes } = call;
  const { application, placements } = callingApplication(call);
  const placement = readPlacement(parameters);
  const scope = placementScope(placement);
  if (scope === undefined || !scopes.has(scope)) throw new RestError('ERROR_PLACEMENT_NOT_FOUND', 'Placement not found');
  const handler = readHandlerAddress(readParameter(parameters, 'HANDLER'), portal.options.allowLocalHandlers);
  if (placements.some((bound) => bound.placement === placement && bound.handler === handler)) {
    throw new RestError('ERROR_CORE', 'Unable to set placement handler: Handler already binded');
  }
  const text = (name: string): string => String(readParameter(parameters, name) ?? '');
  const langAll = readLanguages(readParameter(parameters, 'LANG_ALL'));
  const title = text('TITLE') || application.title[portal.state.data.language];
  const binding = { placement, handler, title, description: text('DESCRIPTION'), groupName: text('GROUP_NAME'), langAll };
  portal.state.record({ kind: 'placement-bound', clientId: application.clientId, binding });
  return { result: true };
}

/** The platform counts each handler when it finds it and again when it deletes it. */
function unbind(call: RestCall): RestReply {
  const { portal, parameters } = call;
  const { application, placements } = callingApplication(call);
  const placement = readPlacement(parameters);
  const handler = readParameter(parameters, 'HANDLER');
  const found = placements.filter(
    (bound) => bound.placement === placement && (handler === undefined || handler === '' || bound.handler === handler),
  );
  const { clientId } = application;
  for (const { handler } of found) portal.state.record({ kind: 'placement-unbound', clientId, placement, handler });
  return { result: { count: found.length * 2 } };
}

function get(call: RestCall): RestReply {
  return { result: callingApplication(call).placements.map(writeBinding) };
}

function writeBinding(binding: PlacementBinding): Record<string, unknown> {
  return {
    placement: binding.placement,
    userId: 0,
    handler: binding.handler,
    options: [],
    title: binding.title,
    description: binding.description,
    langAll: Object.keys(binding.langAll).length === 0 ? [] : binding.langAll,
  };
}

function readPlacement(parameters: Parameters): string {
  const placement = readParameter(parameters, 'PLACEMENT');
  if (typeof placement !== 'string' || placement === '') {
    throw new RestError('ERROR_ARGUMENT', "Argument 'PLACEMENT' is null or empty", 400, 'PLACEMENT');
  }
  return placement.toUpperCase();
}

function readLanguages(raw: unknown): Record<string, Record<string, string>> {
  if (!isRecord(raw)) return {};
  const languages = Object.entries(raw).flatMap(([language, texts]) => {
    if (!isRecord(texts)) return [];
    const entries = Object.entries(texts).map(([name, text]) => [name.toUpperCase(), String(text)] as const);
    return [[language, Object.fromEntries(entries)] as const];
  });
  return Object.fromEntries(languages);
}
