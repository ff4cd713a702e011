import { readParameter, type Parameters } from '../nested-parameters.ts';
import type { Portal } from '../portal.ts';
import type { PortalUser } from '../portal-data.ts';
import type { RestCall, RestMethods, RestReply } from './rest-method.ts';
import { userFields, userLevel, userScopes, writeUser } from './user-fields.ts';
import { listUsers } from './user-list.ts';

export const userMethods: RestMethods = {
  // PHP writes the empty object of a dismissed person as a list.
  profile: { scopes: [], answersDismissed: true, answer: ({ user }) => ({ result: user.isActive ? writeProfile(user) : [] }) },
  'user.admin': { scopes: [], answer: ({ user }) => ({ result: user.isAdmin }) },
  'user.access': {
    scopes: [],
    answer: ({ user, parameters }) => ({
      result: user.isAdmin || readCodes(parameters).some((code) => code === 'AU' || code === `U${user.id}`),
    }),
  },
  'user.current': { scopes: userScopes, answer: readCurrent },
  'user.get': { scopes: userScopes, answer: listUsers },
};

function writeProfile(user: PortalUser): Record<string, unknown> {
  return {
    ID: String(user.id),
    ADMIN: user.isAdmin,
    NAME: user.name,
    LAST_NAME: user.lastName,
    PERSONAL_GENDER: user.gender ?? '',
    TIME_ZONE: user.timeZone,
  };
}

/** Codes of groups are nobody's: the portal has none. */
function readCodes(parameters: Parameters): string[] {
  const given = readParameter(parameters, 'ACCESS');
  return (Array.isArray(given) ? given : given === undefined ? [] : [given]).map((code) => String(code).toUpperCase());
}

/** Its page leaves out what `user.get` has at the end, and writes the last activity as text. */
function readCurrent({ portal, user, scopes }: RestCall): RestReply {
  const fields = userFields(user, userLevel(scopes)).filter(({ classic }) => classic !== 'USER_TYPE' && classic !== 'TIMESTAMP_X');
  return { result: { ...writeUser(fields, user, portal.zone), LAST_ACTIVITY_DATE: writeClock(portal) } };
}

/** `2024-07-23 08:08:50` on the portal's wall. */
function writeClock(portal: Portal): string {
  return portal.zone.writeInstant(portal.options.businessClock().getTime()).slice(0, 19).replace('T', ' ');
}
