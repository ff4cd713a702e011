import { smallPortalPeople } from '#support/small-portal.ts';

const { anna, boris } = smallPortalPeople;

/** Anna stands in for the head of sales. */
export const batteryDeputies = [{ id: 1, departmentId: 2, userId: anna }];

export const batteryWorkTimes = [
  workTime(1, anna, '2026-11-12T06:00:00Z', '2026-11-12T15:00:00Z'),
  workTime(2, anna, '2026-11-13T06:10:00Z', '2026-11-13T15:00:00Z'),
  workTime(3, boris, '2026-11-13T07:00:00Z', '2026-11-13T16:00:00Z'),
  workTime(4, anna, '2026-11-16T06:05:00Z', null),
];

function workTime(id: number, userId: number, startedAt: string, endedAt: string | null) {
  const state = endedAt === null ? ('OPENED' as const) : ('CLOSED' as const);
  return { id, userId, startedAt, endedAt, breakSeconds: endedAt === null ? 0 : 3600, state, isApproved: endedAt !== null };
}
