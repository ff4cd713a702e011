import { applyRecords } from './apply-records.ts';
import type { PortalParts } from './portal-parts.ts';
import { putRecord, removeRecord } from './records/record-stores.ts';
import type { ApplyMutation, Notification, StateMutation } from './state-mutation.ts';

/** Lays one mutation over the state; the same code runs when it happens and when it is replayed. */
export function createApply(parts: PortalParts): (mutation: StateMutation) => void {
  const byKind: ApplyMutation = {
    born: ({ applicationToken }) => void (parts.applicationToken = applicationToken),
    'tokens-issued': ({ pair, replaces }) => {
      if (replaces !== null) parts.refreshTokens.delete(replaces);
      parts.accessTokens.set(pair.accessToken, pair);
      parts.refreshTokens.set(pair.refreshToken, pair);
    },
    installed: () => void (parts.isInstalled = true),
    'placement-bound': ({ binding }) => void parts.placements.push(binding),
    'placement-unbound': ({ placement, handler, userId = 0 }) =>
      void (parts.placements = parts.placements.filter(
        (bound) => bound.placement !== placement || bound.handler !== handler || (bound.userId ?? 0) !== userId,
      )),
    'event-bound': ({ binding }) => void parts.events.push(binding),
    'event-unbound': ({ id }) => void (parts.events = parts.events.filter((bound) => bound.id !== id)),
    'offline-bound': ({ binding }) => void parts.offlineBindings.push(binding),
    'offline-unbound': ({ binding }) =>
      void (parts.offlineBindings = parts.offlineBindings.filter(
        (bound) => bound.event !== binding.event || bound.connector !== binding.connector,
      )),
    'offline-saved': ({ rows }) => rows.forEach((row) => parts.offlineEvents.put(row)),
    'offline-removed': ({ ids }) => ids.forEach((id) => parts.offlineEvents.remove(id)),
    'app-options-set': ({ options }) => void (parts.appOptions = { ...parts.appOptions, ...options }),
    'user-options-set': ({ userId, options }) => void parts.optionsOfUsers.set(userId, { ...parts.optionsOfUsers.get(userId), ...options }),
    'frame-opened': ({ frame }) => {
      parts.frames.set(frame.appSid, frame);
      parts.openedBy.add(frame.userId);
    },
    'webhook-made': ({ userId, token }) => void parts.webhooks.set(`${userId}/${token}`, userId),
    'record-saved': ({ collection, row }) => putRecord(parts.records, collection, row),
    'record-removed': ({ collection, id }) => removeRecord(parts.records, collection, id),
    ...applyRecords(parts),
    notified: ({ notification }) => {
      const isReplaced = (old: Notification): boolean =>
        old.tag !== '' && old.tag === notification.tag && old.userId === notification.userId;
      parts.notifications = [...parts.notifications.filter((old) => !isReplaced(old)), notification];
    },
  };
  return (mutation) => (byKind[mutation.kind] as (mutation: StateMutation) => void)(mutation);
}
