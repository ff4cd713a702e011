import type { PortalData, PortalUser } from '#portal-emulator/portal-data.ts';
import { smallPortal } from '#support/small-portal.ts';

/** People of the company of two teams; ids begin at `from`, so that two portals share none. */
export interface Company {
  readonly data: PortalData;
  readonly people: {
    readonly admin: number;
    readonly director: number;
    readonly head: number;
    readonly employee: number;
    readonly colleague: number;
    readonly otherHead: number;
    readonly stranger: number;
    readonly dismissed: number;
    /** Of the extranet: has a token of the portal and does not work in it. */
    readonly guest: number;
  };
  readonly team: number;
  readonly otherTeam: number;
  /** A deal of the employee. */
  readonly dealId: number;
}

/** A director, two teams with their heads, an administrator who heads nothing, and somebody who will be dismissed. */
export function companyOfTwoTeams(from = 0, mark = ''): Company {
  const base = smallPortal();
  const id = (n: number): number => from + n;
  const people = {
    admin: id(1),
    director: id(2),
    head: id(3),
    employee: id(4),
    colleague: id(5),
    otherHead: id(6),
    stranger: id(7),
    dismissed: id(8),
    guest: id(9),
  };
  const [root, team, otherTeam] = [id(1), id(2), id(3)];
  const user = (userId: number, name: string, departmentId: number): PortalUser => ({
    id: userId,
    name: `${name}${mark}`,
    lastName: `Проба${mark}`,
    position: 'Менеджер',
    isAdmin: userId === people.admin,
    isActive: true,
    departmentIds: [departmentId],
    timeZone: 'Europe/Moscow',
    registeredOn: '2025-01-13',
  });
  const owners = [people.employee, people.colleague, people.stranger];
  const deals = base.deals.map((deal) => ({
    ...deal,
    id: id(deal.id),
    title: `${deal.title}${mark}`,
    responsibleId: owners[deal.id % 3] ?? people.employee,
    createdById: people.admin,
  }));
  return {
    data: {
      ...base,
      title: `Компания${mark}`,
      users: [
        user(people.admin, 'Ольга', root),
        user(people.director, 'Виктор', root),
        user(people.head, 'Игорь', team),
        user(people.employee, 'Анна', team),
        user(people.colleague, 'Борис', team),
        user(people.otherHead, 'Глеб', otherTeam),
        user(people.stranger, 'Дина', otherTeam),
        user(people.dismissed, 'Егор', team),
        { ...user(people.guest, 'Зоя', team), isExtranet: true, departmentIds: [] },
      ],
      departments: [
        { id: root, name: `Компания${mark}`, parentId: null, headId: people.director, sort: 100 },
        { id: team, name: `Первый отдел${mark}`, parentId: root, headId: people.head, sort: 200 },
        { id: otherTeam, name: `Второй отдел${mark}`, parentId: root, headId: people.otherHead, sort: 300 },
      ],
      deals,
      leads: base.leads.map((lead) => ({ ...lead, id: id(lead.id), responsibleId: people.employee })),
      stageHistory: base.stageHistory.map((move) => ({ ...move, id: id(move.id), dealId: id(move.dealId) })),
      calls: base.calls.map((call) => ({
        ...call,
        id: id(call.id),
        userId: people.employee,
        activityId: call.activityId === null ? null : id(call.activityId),
      })),
      activities: base.activities.map((activity) => ({
        ...activity,
        id: id(activity.id),
        ownerId: id(activity.ownerId),
        responsibleId: people.employee,
      })),
    },
    people,
    team,
    otherTeam,
    dealId: deals.find((deal) => deal.responsibleId === people.employee)?.id ?? id(1),
  };
}
