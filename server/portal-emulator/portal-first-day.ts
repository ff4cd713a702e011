import type { PortalData } from './portal-data.ts';

/** Instant from which the portal exists: what carries no date of its own has this one. */
export function portalFirstDay(data: PortalData): string {
  const [first = '2020-01-01'] = data.users.map(({ registeredOn }) => registeredOn).toSorted();
  return `${first}T00:00:00Z`;
}

/** Whoever set the portal up: what carries no person of its own belongs to them. */
export function portalFirstAdmin(data: PortalData): number {
  return (data.users.find(({ isAdmin }) => isAdmin) ?? data.users[0])?.id ?? 1;
}
