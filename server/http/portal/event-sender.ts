import { findPortal } from '#store/portals.ts';
import type { Web } from '../web.ts';

export interface EventSender {
  readonly portalId: bigint;
  readonly applicationTokenFingerprint: string | null;
}

const lifeMs = 5000;
const mostKnown = 1000;

/**
 * Which portal an event claims to come from, remembered for some seconds, so that a storm of hints does not ask the store for each.
 * An unknown portal is asked for each time, and whoever decides more than what to read again asks with `isFresh`.
 */
export function createEventSenders({ store, systemClock }: Pick<Web, 'store' | 'systemClock'>) {
  const known = new Map<string, { readonly sender: EventSender; readonly atMs: number }>();
  return async (memberId: string, options: { isFresh: boolean }): Promise<EventSender | undefined> => {
    const nowMs = systemClock().getTime();
    const cached = known.get(memberId);
    if (cached && !options.isFresh && nowMs - cached.atMs < lifeMs) return cached.sender;
    const portalId = await store.directory.findPortalId(memberId);
    const portal = portalId === undefined ? undefined : await store.forPortal(portalId).transaction(findPortal);
    if (portalId === undefined || portal === undefined) return undefined;
    const sender = { portalId, applicationTokenFingerprint: portal.applicationTokenFingerprint };
    if (known.size >= mostKnown) known.clear();
    known.set(memberId, { sender, atMs: nowMs });
    return sender;
  };
}
