import { isRecord, readParameter, type Parameters } from '../nested-parameters.ts';
import type { Portal } from '../portal.ts';
import { accessDenied, RestError } from '../rest-error.ts';
import { eventScope, eventsFor, eventsOf, everyEvent } from './event-catalogue.ts';
import { readHandlerAddress } from './handler-address.ts';
import { readFlag } from './read-flag.ts';
import { callingApplication, type RestCall, type RestMethods, type RestReply } from './rest-method.ts';

const shared = { scopes: [], needsApplication: true } as const;

export const eventMethods: RestMethods = {
  events: { ...shared, answer: list },
  'event.bind': { ...shared, answer: bind },
  'event.unbind': { ...shared, answer: unbind },
  'event.get': { ...shared, answer: get },
  'event.test': { ...shared, answer: test },
};

/** SCOPE is one permission's, FULL everything; both together are SCOPE. */
function list({ parameters, scopes }: RestCall): RestReply {
  const scope = readParameter(parameters, 'SCOPE');
  if (scope !== undefined && scope !== '') return { result: eventsOf(String(scope)) };
  return { result: readFlag(parameters, 'FULL') ? everyEvent() : eventsFor(scopes) };
}

function bind(call: RestCall): RestReply {
  const { portal, user, parameters, scopes } = call;
  const { application, events } = callingApplication(call);
  const event = readEvent(parameters);
  const scope = eventScope(event);
  if (scope === undefined || (scope !== '' && !scopes.has(scope))) throw new RestError('ERROR_EVENT_NOT_FOUND', 'Event not found');
  if (isOffline(parameters)) {
    if (!user.isAdmin) throw accessDenied('Access denied! Offline events binding requires administrator access rights');
    bindOffline(call, event, readConnector(parameters));
    return { result: true };
  }
  const handler = readHandler(portal, parameters);
  const authUserId = readAuthUser(parameters, user);
  const isBound = events.some((bound) => bound.event === event && bound.handler === handler && bound.authUserId === authUserId);
  if (isBound) throw new RestError('ERROR_CORE', 'Unable to set event handler: Handler already binded');
  const everybodys = [...portal.state.installations.values()].flatMap((installation) => installation.events);
  const id = Math.max(0, ...everybodys.map((bound) => bound.id)) + 1;
  const binding = { id, event, handler, authUserId, ...readNoticeInterval(event, parameters) };
  portal.state.record({ kind: 'event-bound', clientId: application.clientId, binding });
  return { result: true };
}

function bindOffline(call: RestCall, event: string, connector: string): void {
  const { application, offlineBindings } = callingApplication(call);
  if (offlineBindings.some((bound) => bound.event === event && bound.connector === connector)) {
    throw new RestError('ERROR_CORE', 'Unable to set event handler: Handler already binded');
  }
  call.portal.state.record({ kind: 'offline-bound', clientId: application.clientId, binding: { event, connector } });
}

function unbindOffline(call: RestCall, event: string, connector: string): number {
  if (!call.user.isAdmin) throw accessDenied('Access denied! Offline events unbinding requires administrator access rights');
  const { application, offlineBindings } = callingApplication(call);
  const found = offlineBindings.filter((bound) => bound.event === event && bound.connector === connector);
  for (const binding of found) call.portal.state.record({ kind: 'offline-unbound', clientId: application.clientId, binding });
  return found.length;
}

function unbind(call: RestCall): RestReply {
  const { portal, user, parameters } = call;
  const { application, events } = callingApplication(call);
  const event = readEvent(parameters);
  if (isOffline(parameters)) return { result: { count: unbindOffline(call, event, readConnector(parameters)) } };
  const handler = readHandler(portal, parameters);
  const authType = readParameter(parameters, 'auth_type');
  if (!user.isAdmin && authType !== undefined && Number(authType) !== user.id) {
    throw accessDenied('Access denied! Event unbinding with AUTH_TYPE requires administrator access rights');
  }
  const found = events.filter(
    (bound) =>
      bound.event === event &&
      bound.handler === handler &&
      (authType === undefined || bound.authUserId === Number(authType)) &&
      (user.isAdmin || bound.authUserId === user.id),
  );
  for (const bound of found) portal.state.record({ kind: 'event-unbound', clientId: application.clientId, id: bound.id });
  return { result: { count: found.length } };
}

function get(call: RestCall): RestReply {
  const { user } = call;
  const { events, offlineBindings } = callingApplication(call);
  const visible = events.filter((bound) => user.isAdmin || bound.authUserId === user.id);
  const online = visible.map((bound) => ({ event: bound.event, handler: bound.handler, auth_type: String(bound.authUserId), offline: 0 }));
  const offline = user.isAdmin ? offlineBindings : [];
  return { result: [...online, ...offline.map((bound) => ({ event: bound.event, connector_id: bound.connector, offline: 1 }))] };
}

function test(call: RestCall): RestReply {
  const { portal, user, parameters } = call;
  portal.sender.sendTo(callingApplication(call), 'ONAPPTEST', { QUERY: parameters, LANGUAGE_ID: portal.state.data.language }, user.id);
  return { result: 1 };
}

function isOffline(parameters: Parameters): boolean {
  return String(readParameter(parameters, 'event_type') ?? 'online') === 'offline';
}

function readConnector(parameters: Parameters): string {
  return String(readParameter(parameters, 'auth_connector') ?? '');
}

function readEvent(parameters: Parameters): string {
  const event = readParameter(parameters, 'event');
  if (typeof event !== 'string' || event === '') throw new RestError('ERROR_ARGUMENT', "Argument 'EVENT' is null or empty", 400, 'EVENT');
  return event.toUpperCase();
}

function readHandler(portal: Portal, parameters: Parameters): string {
  const handler = readParameter(parameters, 'handler');
  if (handler === undefined || handler === '') {
    throw new RestError('ERROR_ARGUMENT', "Argument 'HANDLER' is null or empty", 400, 'HANDLER');
  }
  return readHandlerAddress(handler, portal.options.allowLocalHandlers);
}

/** `minTimeout` counts for notices of the offline queue only; what is no number is 0, as PHP reads it. */
function readNoticeInterval(event: string, parameters: Parameters): { minTimeout?: number } {
  const options = readParameter(parameters, 'options');
  if (event !== 'ONOFFLINEEVENT' || !isRecord(options) || !('minTimeout' in options)) return {};
  return { minTimeout: Math.max(0, Math.trunc(Number(options['minTimeout']) || 0)) };
}

/** A person without administrator rights binds for himself only. */
function readAuthUser(parameters: Parameters, user: RestCall['user']): number {
  const given = readParameter(parameters, 'auth_type');
  const wanted = Number(given ?? 0);
  if (user.isAdmin) return Number.isInteger(wanted) ? wanted : 0;
  if (given !== undefined && wanted !== user.id) {
    throw accessDenied('Access denied! Event binding with AUTH_TYPE requires administrator access rights');
  }
  return user.id;
}
