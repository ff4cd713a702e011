import { ownersOf } from './activity-owners.ts';
import type { PortalActivity, PortalActivityBinding, PortalUser } from './portal-data.ts';
import { changeInstant, type Portal } from './portal.ts';

/** What makes an activity; instants are RFC 3339 in UTC. */
export type ActivityDraft = Omit<PortalActivity, 'id' | 'createdAt' | 'modifiedAt'>;

export function addActivity(portal: Portal, user: PortalUser, draft: ActivityDraft): number {
  const id = portal.state.activities.nextId();
  const at = changeInstant(portal, '1970-01-01T00:00:00Z');
  portal.state.record({
    kind: 'activity-saved',
    activity: toRow({ authorId: user.id, editorId: user.id, ...draft, id, createdAt: at, modifiedAt: at }),
  });
  portal.sender.send('ONCRMACTIVITYADD', { FIELDS: { ID: id } }, user.id);
  return id;
}

export function changeActivity(portal: Portal, user: PortalUser, before: PortalActivity, change: Partial<ActivityDraft>): void {
  const at = changeInstant(portal, before.modifiedAt);
  portal.state.record({ kind: 'activity-saved', activity: toRow({ ...before, ...change, editorId: user.id, modifiedAt: at }) });
  portal.sender.send('ONCRMACTIVITYUPDATE', { FIELDS: { ID: before.id } }, user.id);
}

/** What an activity belongs to, the main owner first; the activity itself does not count as changed. */
export function bindActivity(portal: Portal, activity: PortalActivity, owners: readonly PortalActivityBinding[]): void {
  const [owner, ...bindings] = owners;
  portal.state.record({ kind: 'activity-saved', activity: toRow({ ...activity, ...owner, bindings }) });
}

export function removeActivity(portal: Portal, user: PortalUser, activity: PortalActivity): void {
  portal.state.record({ kind: 'activity-removed', id: activity.id });
  portal.sender.send('ONCRMACTIVITYDELETE', { FIELDS: { ID: activity.id } }, user.id);
}

/** An activity is seen by its person and by whoever sees one of the records it belongs to. */
export function seesActivity(portal: Portal, user: PortalUser, activity: PortalActivity): boolean {
  return portal.visibility.isVisible(user, activity.responsibleId) || ownersOf(activity).some((owner) => seesOwner(portal, user, owner));
}

/** Companies and contacts lend their activities to nobody; leads and deals do to whoever reads them. */
function seesOwner(portal: Portal, user: PortalUser, { ownerTypeId, ownerId }: PortalActivityBinding): boolean {
  const owners = { 1: portal.state.leads, 2: portal.state.deals, 3: null, 4: null }[ownerTypeId];
  const owner = owners?.find(ownerId);
  return owner !== undefined && portal.visibility.isVisible(user, owner.responsibleId);
}

/** The state file takes lists it may write to. */
function toRow(activity: PortalActivity): Omit<PortalActivity, 'bindings'> & { bindings?: PortalActivityBinding[] } {
  const { bindings, ...row } = activity;
  return bindings ? { ...row, bindings: [...bindings] } : row;
}
