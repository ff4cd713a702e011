import { isRecord, readParameter } from '../nested-parameters.ts';
import type { PortalUser } from '../portal-data.ts';
import type { PortalZone } from '../portal-zone.ts';
import { compileCondition } from './filter-condition.ts';
import { pageSize, parseStart, sortRows } from './list-rows.ts';
import type { RestCall, RestReply } from './rest-method.ts';
import { userFields, userLevel, writeUser, type UserField } from './user-fields.ts';

type Test = (user: PortalUser) => boolean;

const signPattern = /^(!=%|!%=|!><|>=|<=|!=|!%|!@|=%|%=|><|>|<|=|!|@|%)?(.*)$/;

/** `user.get`: dismissed people stand among the others; conditions come in FILTER or beside it. */
export function listUsers({ portal, user, scopes, parameters }: RestCall): RestReply {
  const fields = userFields(user, userLevel(scopes));
  const given = readParameter(parameters, 'FILTER');
  const conditions = Object.entries({ ...parameters, ...(isRecord(given) ? given : {}) });
  const tests = conditions.flatMap(([key, value]) => parseCondition(key.toUpperCase(), value, fields, portal.zone) ?? []);
  const sort = String(readParameter(parameters, 'sort') ?? '').toUpperCase();
  const isDescending = String(readParameter(parameters, 'order')).toUpperCase() === 'DESC';
  const key = fields.find((field) => field.classic === sort) ?? fields.find((field) => field.classic === 'ID');
  const accepted = portal.state.data.users.filter((person) => tests.every((test) => test(person)));
  const found = sortRows(accepted, key ? [{ field: key, isDescending }] : []);
  const start = parseStart(readParameter(parameters, 'start'));
  const from = Math.max(0, start);
  const selected = selectFields(fields, readParameter(parameters, 'select'));
  const result = found.slice(from, from + pageSize).map((person) => writeUser(selected, person, portal.zone));
  if (start < 0) return { result, total: 0 };
  const next = from + pageSize;
  return { result, total: found.length, ...(next < found.length ? { next } : {}) };
}

/** `*` is all there is and `UF_*` all user fields; names out of reach are passed over. */
function selectFields(fields: readonly UserField[], select: unknown): readonly UserField[] {
  const wanted = (Array.isArray(select) ? select : isRecord(select) ? Object.values(select) : []).map((name) => String(name).toUpperCase());
  if (wanted.length === 0 || wanted.includes('*')) return fields;
  return fields.filter(({ classic }) => wanted.includes(classic) || (classic.startsWith('UF_') && wanted.includes('UF_*')));
}

/** Keys out of the permission's reach do not narrow. */
function parseCondition(key: string, value: unknown, fields: readonly UserField[], zone: PortalZone): Test | null {
  const [, sign = '', name = ''] = signPattern.exec(key) ?? [];
  if (name === 'NAME_SEARCH') return searchNames(value);
  const field = fields.find(({ classic }) => classic === name);
  if (!field) return null;
  if (name === 'UF_DEPARTMENT') return isInDepartment(value, sign.startsWith('!'));
  if (field.kind === 'list') return null;
  const values = Array.isArray(value) ? value : [value];
  // A value that is no date finds nobody, whatever the sign.
  if (field.kind === 'instant' && values.some((date) => date !== '' && Number.isNaN(zone.readInstant(String(date))))) return () => false;
  const readable = field.kind === 'flag' ? values.map((flag) => (isYes(flag) ? 'Y' : 'N')) : values;
  return compileCondition(field, sign, readable, zone);
}

const isYes = (value: unknown): boolean => ['true', 'Y', '1'].includes(String(value));

function isInDepartment(value: unknown, isNegated: boolean): Test {
  const wanted = new Set((Array.isArray(value) ? value : [value]).map(String));
  return (user) => user.departmentIds.some((id) => wanted.has(String(id))) !== isNegated;
}

/** Every word begins a word of the name or of the position. */
function searchNames(value: unknown): Test {
  const wanted = String(value ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return (user) => {
    const words = `${user.name} ${user.secondName ?? ''} ${user.lastName} ${user.position}`.toLowerCase().split(/\s+/);
    return wanted.every((start) => words.some((word) => word.startsWith(start)));
  };
}
