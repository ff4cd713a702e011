import { readParameter, type Parameters } from '../nested-parameters.ts';
import type { Portal } from '../portal.ts';
import type { PortalUser } from '../portal-data.ts';
import { accessDenied, RestError } from '../rest-error.ts';
import { eventScope, eventsFor, eventsOf, everyEvent } from './event-catalogue.ts';
import { readHandlerAddress } from './handler-address.ts';
import { readFlag } from './read-flag.ts';
import type { RestCall, RestMethods, RestReply } from './rest-method.ts';

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

function bind({ portal, user, parameters, scopes }: RestCall): RestReply {
  const event = readEvent(parameters);
  const scope = eventScope(event);
  if (scope === undefined || (scope !== '' && !scopes.has(scope))) throw new RestError('ERROR_EVENT_NOT_FOUND', 'Event not found');
  if (isOffline(parameters)) {
    if (!user.isAdmin) throw accessDenied('Access denied! Offline events binding requires administrator access rights');
    bindOffline(portal, event, readConnector(parameters));
    return { result: true };
  }
  const handler = readHandler(parameters);
  const authUserId = readAuthUser(parameters, user);
  const isBound = portal.state.events.some(
    (bound) => bound.event === event && bound.handler === handler && bound.authUserId === authUserId,
  );
  if (isBound) throw new RestError('ERROR_CORE', 'Unable to set event handler: Handler already binded');
  const id = Math.max(0, ...portal.state.events.map((bound) => bound.id)) + 1;
  portal.state.record({ kind: 'event-bound', binding: { id, event, handler, authUserId } });
  return { result: true };
}

function bindOffline(portal: Portal, event: string, connector: string): void {
  if (portal.state.offlineBindings.some((bound) => bound.event === event && bound.connector === connector)) {
    throw new RestError('ERROR_CORE', 'Unable to set event handler: Handler already binded');
  }
  portal.state.record({ kind: 'offline-bound', binding: { event, connector } });
}

function unbindOffline(portal: Portal, user: PortalUser, event: string, connector: string): number {
  if (!user.isAdmin) throw accessDenied('Access denied! Offline events unbinding requires administrator access rights');
  const found = portal.state.offlineBindings.filter((bound) => bound.event === event && bound.connector === connector);
  for (const binding of found) portal.state.record({ kind: 'offline-unbound', binding });
  return found.length;
}

function unbind({ portal, user, parameters }: RestCall): RestReply {
  const event = readEvent(parameters);
  if (isOffline(parameters)) return { result: { count: unbindOffline(portal, user, event, readConnector(parameters)) } };
  const handler = readHandler(parameters);
  const authType = readParameter(parameters, 'auth_type');
  if (!user.isAdmin && authType !== undefined && Number(authType) !== user.id) {
    throw accessDenied('Access denied! Event unbinding with AUTH_TYPE requires administrator access rights');
  }
  const found = portal.state.events.filter(
    (bound) =>
      bound.event === event &&
      bound.handler === handler &&
      (authType === undefined || bound.authUserId === Number(authType)) &&
      (user.isAdmin || bound.authUserId === user.id),
  );
  for (const bound of found) portal.state.record({ kind: 'event-unbound', id: bound.id });
  return { result: { count: found.length } };
}

function get({ portal, user }: RestCall): RestReply {
  const visible = portal.state.events.filter((bound) => user.isAdmin || bound.authUserId === user.id);
  const online = visible.map((bound) => ({ event: bound.event, handler: bound.handler, auth_type: String(bound.authUserId), offline: 0 }));
  const offline = user.isAdmin ? portal.state.offlineBindings : [];
  return { result: [...online, ...offline.map((bound) => ({ event: bound.event, connector_id: bound.connector, offline: 1 }))] };
}

function test({ portal, user, parameters }: RestCall): RestReply {
  portal.sender.send('ONAPPTEST', { QUERY: parameters, LANGUAGE_ID: portal.state.data.language }, user.id);
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

function readHandler(parameters: Parameters): string {
  const handler = readParameter(parameters, 'handler');
  if (handler === undefined || handler === '') {
    throw new RestError('ERROR_ARGUMENT', "Argument 'HANDLER' is null or empty", 400, 'HANDLER');
  }
  return readHandlerAddress(handler);
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
