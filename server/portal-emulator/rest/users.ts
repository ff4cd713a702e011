import { isRecord, readParameter, type Parameters } from '../nested-parameters.ts';
import type { Portal } from '../portal.ts';
import type { PortalUser } from '../portal-data.ts';
import { pageSize, parseStart } from './list-rows.ts';
import type { RestMethods, RestReply } from './rest-method.ts';

const userScopes = ['user', 'user_basic', 'user_brief'];

export const userMethods: RestMethods = {
  profile: {
    scopes: [],
    answersDismissed: true,
    // PHP writes the empty object of a dismissed person as a list.
    answer: ({ user }) => ({
      result: user.isActive
        ? {
            ID: String(user.id),
            ADMIN: user.isAdmin,
            NAME: user.name,
            LAST_NAME: user.lastName,
            PERSONAL_GENDER: '',
            TIME_ZONE: user.timeZone,
          }
        : [],
    }),
  },
  'user.admin': { scopes: [], answer: ({ user }) => ({ result: user.isAdmin }) },
  'user.access': {
    scopes: [],
    answer: ({ user, parameters }) => ({
      result: user.isAdmin || readCodes(parameters).some((code) => code === 'AU' || code === `U${user.id}`),
    }),
  },
  'user.current': { scopes: userScopes, answer: ({ portal, user }) => ({ result: writeUser(portal, user) }) },
  'user.get': { scopes: userScopes, answer: ({ portal, parameters }) => listUsers(portal, parameters) },
};

/** Codes of groups are nobody's: the portal has none. */
function readCodes(parameters: Parameters): string[] {
  const given = readParameter(parameters, 'ACCESS');
  return (Array.isArray(given) ? given : given === undefined ? [] : [given]).map((code) => String(code).toUpperCase());
}

function listUsers(portal: Portal, parameters: Parameters): RestReply {
  const given = readParameter(parameters, 'FILTER');
  const conditions = Object.entries({ ...parameters, ...(isRecord(given) ? given : {}) });
  const tests = conditions.flatMap(([key, value]) => compileUserTest(key.toUpperCase(), value) ?? []);
  const isDescending = String(readParameter(parameters, 'order')).toUpperCase() === 'DESC';
  const found = portal.state.data.users
    .filter((user) => tests.every((test) => test(user)))
    .sort((left, right) => (isDescending ? right.id - left.id : left.id - right.id));
  const start = parseStart(readParameter(parameters, 'start'));
  const from = Math.max(0, start);
  const result = found.slice(from, from + pageSize).map((user) => writeUser(portal, user));
  if (start < 0) return { result, total: 0 };
  const next = from + pageSize;
  return { result, total: found.length, ...(next < found.length ? { next } : {}) };
}

/** `FILTER[>ID]`, `ID`, `@ID`, `ACTIVE`, `UF_DEPARTMENT`, `NAME`, `LAST_NAME`; other keys do not narrow. */
function compileUserTest(key: string, value: unknown): ((user: PortalUser) => boolean) | null {
  const values = (Array.isArray(value) ? value : [value]).map(String);
  switch (key) {
    case 'ID':
    case '=ID':
    case '@ID':
      return (user) => values.includes(String(user.id));
    case '>ID':
      return (user) => user.id > Number(value);
    case 'ACTIVE':
      return (user) => user.isActive === ['true', '1', 'Y'].includes(String(value));
    case 'UF_DEPARTMENT':
    case '@UF_DEPARTMENT':
      return (user) => user.departmentIds.some((id) => values.includes(String(id)));
    case 'NAME':
      return (user) => values.includes(user.name);
    case 'LAST_NAME':
      return (user) => values.includes(user.lastName);
    case 'USER_TYPE':
      return () => values.includes('employee');
    default:
      return null;
  }
}

/** The fields `user_brief` gives: no e-mail and no phones of people. */
function writeUser(portal: Portal, user: PortalUser): Record<string, unknown> {
  return {
    ID: String(user.id),
    ACTIVE: user.isActive,
    NAME: user.name,
    LAST_NAME: user.lastName,
    SECOND_NAME: '',
    WORK_POSITION: user.position,
    PERSONAL_GENDER: '',
    PERSONAL_PHOTO: null,
    TIME_ZONE: user.timeZone,
    DATE_REGISTER: portal.zone.writeInstant(`${user.registeredOn}T00:00:00Z`),
    UF_DEPARTMENT: [...user.departmentIds],
    UF_PHONE_INNER: null,
    USER_TYPE: 'employee',
    TIMESTAMP_X: {},
  };
}
