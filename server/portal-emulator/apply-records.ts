import { ownersOf } from './activity-owners.ts';
import { callIdOf } from './call-id.ts';
import type { PortalActivityBinding } from './portal-data.ts';
import type { PortalParts } from './portal-parts.ts';
import type { RowStore } from './row-store.ts';
import type { ApplyMutation } from './state-mutation.ts';

type RecordKind = 'deal-changed' | 'deal-removed' | 'lead-changed' | 'lead-removed' | ActivityKind;
type ActivityKind = 'activity-saved' | 'activity-removed' | 'call-registered' | 'call-finished' | 'commented' | 'comment-removed';

/** What happens to the records of the CRM and to the calls about them. */
export function applyRecords(parts: PortalParts): Pick<ApplyMutation, RecordKind> {
  return {
    ...applyActivities(parts),
    'deal-changed': ({ deal, move, byId }) => {
      parts.deals.put(deal);
      parts.modifiedBy.set(deal.id, byId);
      if (move) {
        parts.dealMoves.put(move);
        parts.movedBy.set(deal.id, byId);
      }
      noteChange(parts, deal.modifiedAt);
    },
    'lead-changed': ({ lead, move }) => {
      parts.leads.put(lead);
      if (move) parts.leadMoves.put(move);
      noteChange(parts, lead.modifiedAt);
    },
    'deal-removed': ({ id }) => {
      parts.deals.remove(id);
      removeWhere(parts.dealMoves, (move) => move.dealId === id);
      removeTimelineOf(parts, 2, id);
      parts.revision += 1;
    },
    'lead-removed': ({ id }) => {
      parts.leads.remove(id);
      removeWhere(parts.leadMoves, (move) => move.leadId === id);
      removeTimelineOf(parts, 1, id);
      parts.revision += 1;
    },
  };
}

function applyActivities(parts: PortalParts): Pick<ApplyMutation, ActivityKind> {
  return {
    'activity-saved': ({ activity }) => {
      parts.activities.put(activity);
      noteChange(parts, activity.modifiedAt);
    },
    'activity-removed': ({ id }) => {
      parts.activities.remove(id);
      parts.revision += 1;
    },
    'call-registered': ({ call }) => void parts.runningCalls.set(call.callId, call),
    'call-finished': ({ call }) => {
      parts.runningCalls.delete(call.external.callId);
      parts.calls.put(call);
      if (call.activityId !== null) parts.callOfActivity.set(call.activityId, `VI_${callIdOf(call)}`);
    },
    commented: ({ comment }) => parts.comments.put(comment),
    'comment-removed': ({ id }) => parts.comments.remove(id),
  };
}

function removeWhere<Row extends { readonly id: number }>(store: RowStore<Row>, isGone: (row: Row) => boolean): void {
  for (const row of store.rows.filter(isGone)) store.remove(row.id);
}

/** Comments go with their record; what else an activity is bound to keeps it alive under the first of those owners. */
function removeTimelineOf(parts: PortalParts, ownerTypeId: 1 | 2, ownerId: number): void {
  const isGone = (owner: PortalActivityBinding): boolean => owner.ownerTypeId === ownerTypeId && owner.ownerId === ownerId;
  for (const activity of parts.activities.rows.filter((row) => ownersOf(row).some(isGone))) {
    const [heir, ...bindings] = ownersOf(activity).filter((owner) => !isGone(owner));
    if (heir) parts.activities.put({ ...activity, ...heir, bindings });
    else parts.activities.remove(activity.id);
  }
  const entityType = ownerTypeId === 1 ? 'lead' : 'deal';
  removeWhere(parts.comments, (comment) => comment.entityType === entityType && comment.entityId === ownerId);
}

function noteChange(parts: PortalParts, at: string): void {
  parts.revision += 1;
  parts.lastChangeMs = Math.max(parts.lastChangeMs, Date.parse(at));
}
