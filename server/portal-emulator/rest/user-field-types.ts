import { isRecord, readParameter } from '../nested-parameters.ts';
import { requireOwnHost } from '../own-handler.ts';
import type { Portal } from '../portal.ts';
import type { UserFieldType } from '../records/user-field-type.ts';
import { RestError } from '../rest-error.ts';
import { readHandlerAddress } from './handler-address.ts';
import { parseStart } from './list-rows.ts';
import type { RestCall, RestMethods, RestReply } from './rest-method.ts';

const guard = { scopes: ['placement'], needsApplication: true, needsAdmin: true } as const;

export const userFieldTypeMethods: RestMethods = {
  'userfieldtype.add': { ...guard, answer: add },
  'userfieldtype.list': { ...guard, answer: list },
  'userfieldtype.update': { ...guard, answer: update },
  'userfieldtype.delete': { ...guard, answer: remove },
};

const pageSize = 50;
const longestFullCode = 50;
/** The page asks for letters and digits, its own samples have underscores. */
const codePattern = /^[a-z0-9_]+$/;

/** The code under which a user field takes the type. */
function fullTypeCode(code: string): string {
  return `rest_1_${code}`;
}

function add(call: RestCall): RestReply {
  const { portal, parameters } = call;
  const code = readCode(call);
  if (!codePattern.test(code) || fullTypeCode(code).length > longestFullCode) {
    throw new RestError('ERROR_ARGUMENT', "Argument 'USER_TYPE_ID' is invalid", 400, 'USER_TYPE_ID');
  }
  const handler = readHandler(call, readParameter(parameters, 'HANDLER'));
  requireFree(portal, (type) => type.code === code || type.handler === handler);
  const id = portal.state.records.userFieldTypes.nextId();
  portal.state.saveRecord('userFieldTypes', { id, code, handler, title: code, description: '', height: 0, ...readTexts(call) });
  return { result: true };
}

/** The newest stands first. */
function list({ portal, parameters }: RestCall): RestReply {
  const start = Math.max(0, parseStart(readParameter(parameters, 'start')));
  const types = portal.state.records.userFieldTypes.rows.toReversed();
  const result = types
    .slice(start, start + pageSize)
    .map(({ code, handler, title, description }) => ({ USER_TYPE_ID: code, HANDLER: handler, TITLE: title, DESCRIPTION: description }));
  const next = start + pageSize;
  return { result, total: types.length, ...(next < types.length ? { next } : {}) };
}

function update(call: RestCall): RestReply {
  const { portal, parameters } = call;
  const before = getType(call);
  const given = readParameter(parameters, 'HANDLER');
  const handler = given === undefined || given === '' ? before.handler : readHandler(call, given);
  requireFree(portal, (type) => type.id !== before.id && type.handler === handler);
  portal.state.saveRecord('userFieldTypes', { ...before, handler, ...readTexts(call) });
  return { result: true };
}

function remove(call: RestCall): RestReply {
  call.portal.state.removeRecord('userFieldTypes', getType(call).id);
  return { result: true };
}

function readCode({ parameters }: RestCall): string {
  const code = readParameter(parameters, 'USER_TYPE_ID');
  if (typeof code === 'string' && code !== '') return code.toLowerCase();
  throw new RestError('ERROR_ARGUMENT', "Argument 'USER_TYPE_ID' is null or empty", 400, 'USER_TYPE_ID');
}

function readHandler({ portal }: RestCall, given: unknown): string {
  if (typeof given === 'string' && given !== '') return requireOwnHost(portal, readHandlerAddress(given));
  throw new RestError('ERROR_ARGUMENT', "Argument 'HANDLER' is null or empty", 400, 'HANDLER');
}

function readTexts({ parameters }: RestCall): Partial<Pick<UserFieldType, 'title' | 'description' | 'height'>> {
  const [title, description, options] = ['TITLE', 'DESCRIPTION', 'OPTIONS'].map((name) => readParameter(parameters, name));
  const height = isRecord(options) ? Math.trunc(Number(options['height'])) || 0 : undefined;
  return {
    ...(title === undefined ? {} : { title: String(title) }),
    ...(description === undefined ? {} : { description: String(description) }),
    ...(height === undefined ? {} : { height: Math.max(0, height) }),
  };
}

function getType(call: RestCall): UserFieldType {
  const code = readCode(call);
  const type = call.portal.state.records.userFieldTypes.rows.find((known) => known.code === code);
  if (!type) throw new RestError('ERROR_NOT_FOUND', 'User Field Type not found');
  return type;
}

function requireFree(portal: Portal, isTaken: (type: UserFieldType) => boolean): void {
  if (!portal.state.records.userFieldTypes.rows.some(isTaken)) return;
  throw new RestError('ERROR_CORE', 'Unable to set placement handler: Handler already binded');
}
