import { applyApplicationRows } from './apply-application-rows.ts';
import { applyLifecycle } from './apply-lifecycle.ts';
import { applyRecords } from './apply-records.ts';
import type { PortalParts } from './portal-parts.ts';
import { putRecord, removeRecord } from './records/record-stores.ts';
import type { ApplyMutation, Notification, StateMutation } from './state-mutation.ts';

/** Lays one mutation over the state; the same code runs when it happens and when it is replayed. */
export function createApply(parts: PortalParts): (mutation: StateMutation) => void {
  const byKind: ApplyMutation = {
    'webhook-made': ({ userId, token, scopes }) => void parts.webhooks.set(`${userId}/${token}`, { userId, scopes }),
    'record-saved': ({ collection, row }) => putRecord(parts.records, collection, row),
    'record-removed': ({ collection, id }) => removeRecord(parts.records, collection, id),
    ...applyRecords(parts),
    ...applyApplicationRows(parts),
    ...applyLifecycle(parts),
    notified: ({ notification }) => {
      const isReplaced = (old: Notification): boolean =>
        old.tag !== '' && old.tag === notification.tag && old.userId === notification.userId;
      parts.notifications = [...parts.notifications.filter((old) => !isReplaced(old)), notification];
    },
  };
  return (mutation) => (byKind[mutation.kind] as (mutation: StateMutation) => void)(mutation);
}
