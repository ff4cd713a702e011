import type { PortalUser } from '../portal-data.ts';
import type { PortalZone } from '../portal-zone.ts';
import type { Field } from './field-table.ts';

/** How much of a person a permission opens: each level has what the one before has. */
export type UserLevel = 'user_brief' | 'user_basic' | 'user';

const levels: readonly UserLevel[] = ['user_brief', 'user_basic', 'user'];
export const userScopes: readonly string[] = levels;

/** The widest of the granted permissions counts. */
export function userLevel(scopes: ReadonlySet<string>): UserLevel {
  return levels.findLast((level) => scopes.has(level)) ?? 'user_brief';
}

export interface UserField extends Field<PortalUser> {
  readonly level: UserLevel;
}

/** The fields of people that a caller with this permission can read, filter by and sort by. */
export function userFields(caller: PortalUser, level: UserLevel): readonly UserField[] {
  const reach = levels.indexOf(level);
  // Who calls is there; nobody else has a session.
  const isOnline = field('IS_ONLINE', 'status', (user) => (user.id === caller.id ? 'Y' : 'N'));
  return [...filled, isOnline, ...unfilled].filter((each) => levels.indexOf(each.level) <= reach);
}

/** A row as `user.get` writes it; a field that was never filled does not come along. */
export function writeUser(fields: readonly UserField[], user: PortalUser, zone: PortalZone): Record<string, unknown> {
  const entries = fields.flatMap((each) => {
    const value = each.read(user);
    return value === null ? [] : [[each.classic, writeValue(each, value, zone)] as const];
  });
  return Object.fromEntries(entries);
}

/** Flags are true and false here, unlike in the CRM. */
function writeValue(each: UserField, value: unknown, zone: PortalZone): unknown {
  if (each.kind === 'instant' && value !== '') return zone.writeInstant(String(value));
  return each.kind === 'integer' ? String(value) : value;
}

function field(classic: string, kind: Field<PortalUser>['kind'], read: UserField['read'], level: UserLevel = 'user_brief'): UserField {
  return { classic, item: classic, kind, type: kind, read, level };
}

const filled: readonly UserField[] = [
  field('ID', 'integer', (user) => user.id),
  field('ACTIVE', 'flag', (user) => user.isActive),
  field('NAME', 'text', (user) => user.name),
  field('LAST_NAME', 'text', (user) => user.lastName),
  field('SECOND_NAME', 'text', (user) => user.secondName ?? null),
  field('EMAIL', 'text', (user) => user.email ?? '', 'user_basic'),
  field('LAST_LOGIN', 'instant', () => '', 'user'),
  field('DATE_REGISTER', 'instant', (user) => `${user.registeredOn}T00:00:00Z`),
  field('TIME_ZONE', 'text', (user) => user.timeZone),
  field('TIMESTAMP_X', 'list', () => ({})),
  field('LAST_ACTIVITY_DATE', 'list', () => ({})),
  field('PERSONAL_GENDER', 'text', (user) => user.gender ?? ''),
  field('PERSONAL_BIRTHDAY', 'instant', () => ''),
  field('PERSONAL_MOBILE', 'text', (user) => user.mobilePhone ?? null, 'user_basic'),
  field('WORK_PHONE', 'text', (user) => user.workPhone ?? null, 'user_basic'),
  field('WORK_POSITION', 'text', (user) => user.position),
  field('UF_EMPLOYMENT_DATE', 'instant', () => ''),
  field('UF_DEPARTMENT', 'list', (user) => [...user.departmentIds]),
  field('UF_PHONE_INNER', 'text', (user) => user.innerPhone ?? null),
  field('USER_TYPE', 'status', (user) => (user.isExtranet === true ? 'extranet' : 'employee')),
];

/** Known to the platform and filled for nobody here. */
const unfilledNames: Readonly<Record<UserLevel, string>> = {
  user_brief:
    'XML_ID TITLE PERSONAL_PHOTO PERSONAL_PROFESSION PERSONAL_CITY PERSONAL_STATE PERSONAL_COUNTRY WORK_CITY WORK_STATE WORK_COUNTRY ' +
    'UF_TIMEMAN UF_SKILLS UF_INTERESTS',
  user_basic:
    'PERSONAL_PHONE PERSONAL_FAX PERSONAL_PAGER PERSONAL_STREET PERSONAL_MAILBOX PERSONAL_ZIP PERSONAL_NOTES WORK_COMPANY ' +
    'WORK_DEPARTMENT WORK_WWW WORK_FAX WORK_PAGER WORK_STREET WORK_MAILBOX WORK_ZIP WORK_PROFILE WORK_LOGO WORK_NOTES UF_DISTRICT ' +
    'UF_SKYPE UF_SKYPE_LINK UF_ZOOM UF_TWITTER UF_FACEBOOK UF_LINKEDIN UF_XING UF_WEB_SITES',
  user: 'PERSONAL_WWW PERSONAL_ICQ',
};

const unfilled: readonly UserField[] = levels.flatMap((level) =>
  unfilledNames[level].split(' ').map((name) => field(name, 'text', () => null, level)),
);
