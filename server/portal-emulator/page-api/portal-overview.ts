import { getInstallation, portalNow, type Portal } from '../portal.ts';
import type { PortalUser } from '../portal-data.ts';

const shownNotifications = 20;

/** What the portal's page starts with. */
export function describePortal(portal: Portal, me: PortalUser, language: 'ru' | 'en'): Record<string, unknown> {
  const { state, options, zone } = portal;
  const { application, placements, stage } = getInstallation(portal);
  const notices = state.notifications.filter((notice) => notice.userId === me.id).slice(-shownNotifications);
  return {
    title: state.data.title,
    language: state.data.language,
    now: zone.writeInstant(portalNow(portal)),
    canStartOver: options.onStartOver !== undefined,
    me: describePerson(me),
    people: state.data.users.filter((user) => user.isActive).map(describePerson),
    application: { title: application.title, isInstalled: stage === 'installed' },
    placements:
      stage === 'installed'
        ? placements.map((bound) => ({
            code: bound.placement,
            title: bound.langAll[language]?.['TITLE'] ?? bound.title,
            handler: bound.handler,
          }))
        : [],
    categories: [...state.data.categories].sort((left, right) => left.sort - right.sort).map(({ id, name }) => ({ id, name })),
    departments: [...state.data.departments].sort((left, right) => left.sort - right.sort).map(({ id, name }) => ({ id, name })),
    notifications: notices.reverse().map((notice) => ({ at: zone.writeInstant(notice.at), text: notice.text })),
  };
}

function describePerson(user: PortalUser): Record<string, unknown> {
  return {
    id: user.id,
    name: user.name,
    lastName: user.lastName,
    position: user.position,
    isAdmin: user.isAdmin,
    story: user.story ?? null,
  };
}
