import type { PortalActivity, PortalActivityBinding } from './portal-data.ts';

/** What an activity belongs to, its main owner first. */
export function ownersOf(activity: PortalActivity): readonly PortalActivityBinding[] {
  return [{ ownerTypeId: activity.ownerTypeId, ownerId: activity.ownerId }, ...(activity.bindings ?? [])];
}
