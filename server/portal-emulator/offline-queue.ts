import { createHash } from 'node:crypto';
import type { Installation } from './installation.ts';
import type { PortalState } from './portal-state.ts';

export interface OfflineNews {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly causedById: number;
  readonly at: string;
  /** `auth_connector` of the call that caused it: whoever calls under the name of its source hears nothing of itself. */
  readonly connector: string;
}

/** Puts the news into the application's queue, once for every source that waits for it; true when there was one. The same news again takes the place of what still waits. */
export function queueOffline(state: PortalState, installation: Installation, news: OfflineNews): boolean {
  const { offlineBindings, offlineEvents, application } = installation;
  const bindings = offlineBindings.filter(
    (bound) => bound.event === news.event && (news.connector === '' || bound.connector !== news.connector),
  );
  for (const { connector } of bindings) {
    const messageId = createHash('md5')
      .update(`${news.event}|${connector}|${JSON.stringify(news.data)}`)
      .digest('hex');
    const waiting = offlineEvents.rows.find((row) => row.messageId === messageId && row.processId === '');
    const { event, at, causedById } = news;
    const id = waiting?.id ?? offlineEvents.nextId();
    const data = { ...news.data };
    state.record({
      kind: 'offline-saved',
      clientId: application.clientId,
      rows: [{ id, at, event, data, causedById, messageId, connector, processId: '', isError: false }],
    });
  }
  return bindings.length > 0;
}
