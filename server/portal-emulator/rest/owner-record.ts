import type { Portal } from '../portal.ts';
import type { PortalActivity, PortalUser } from '../portal-data.ts';

export type OwnerTypeId = PortalActivity['ownerTypeId'];

/** 1 lead, 2 deal, 3 contact, 4 company; null for types this portal keeps no activities of. */
export function readOwnerType(value: unknown): OwnerTypeId | null {
  return ([1, 2, 3, 4] as const).find((known) => known === Number(value)) ?? null;
}

const typeIds: ReadonlyMap<string, OwnerTypeId> = new Map([
  ['lead', 1],
  ['deal', 2],
  ['contact', 3],
  ['company', 4],
]);

export function ownerTypeOfName(name: string): OwnerTypeId | undefined {
  return typeIds.get(name);
}

/** Whether this person may write beside the record; the portal keeps no contacts, so any contact is there. */
export function getOwner(portal: Portal, user: PortalUser, typeId: OwnerTypeId, id: number): 'visible' | 'hidden' | 'absent' {
  if (!Number.isInteger(id) || id <= 0) return 'absent';
  if (typeId === 3) return 'visible';
  if (typeId === 4) return portal.state.companies.find(id) ? 'visible' : 'absent';
  const record = typeId === 1 ? portal.state.leads.find(id) : portal.state.deals.find(id);
  if (!record) return 'absent';
  return portal.visibility.isVisible(user, record.responsibleId) ? 'visible' : 'hidden';
}
