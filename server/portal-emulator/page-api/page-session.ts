import type { Portal } from '../portal.ts';
import type { PortalUser } from '../portal-data.ts';
import { PortalRefusal } from '../portal-refusal.ts';

const cookieName = 'portal_user';

/** The portal's pages are for the portal's own origin only: a frame of an application must not drive them. */
export function requireOwnOrigin(portal: Portal, request: Request): void {
  const origin = request.headers.get('origin');
  const isForeign = origin !== null && origin !== portal.state.origin;
  if (isForeign || request.headers.get('sec-fetch-site') === 'cross-site') {
    throw new PortalRefusal('foreign-origin', 'only the portal itself may ask for this');
  }
}

/** The person chosen in the switch; the first one with a story until somebody chooses. */
export function readPerson(portal: Portal, request: Request): PortalUser {
  const cookies = (request.headers.get('cookie') ?? '').split(';').map((cookie) => cookie.trim().split('='));
  const chosen = cookies.find(([name]) => name === cookieName)?.[1];
  const user = chosen === undefined ? undefined : portal.state.users.get(Number(chosen));
  if (user?.isActive === true) return user;
  const people = portal.state.data.users.filter((person) => person.isActive);
  const first = people.find((person) => person.story !== undefined) ?? people[0];
  if (!first) throw new PortalRefusal('unknown-person', 'nobody works in this portal');
  return first;
}

export function writePersonCookie(userId: number): string {
  return `${cookieName}=${userId}; Path=/; SameSite=Lax; HttpOnly; Max-Age=31536000`;
}
