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
 * Whoever decides more than what to read again asks with `isFresh`. What anybody may send costs the store some questions a second:
 * of each portal that is known one for a fresh look, and of all that are not known so many together.
 */
export function createEventSenders({ store, systemClock, limits }: Pick<Web, 'store' | 'systemClock' | 'limits'>) {
  const known = new Map<string, { readonly sender: EventSender; readonly atMs: number }>();
  const asking = new Map<string, Promise<EventSender | undefined>>();
  const look = async (memberId: string): Promise<EventSender | undefined> => {
    const portalId = await store.directory.findPortalId(memberId);
    const portal = portalId === undefined ? undefined : await store.forPortal(portalId).transaction(findPortal);
    if (portalId === undefined || portal === undefined) return undefined;
    const sender = { portalId, applicationTokenFingerprint: portal.applicationTokenFingerprint };
    known.delete(memberId);
    known.set(memberId, { sender, atMs: systemClock().getTime() });
    const [oldest] = known.keys();
    if (known.size > mostKnown && oldest !== undefined) known.delete(oldest);
    return sender;
  };
  return async (memberId: string, options: { isFresh: boolean }): Promise<EventSender | undefined> => {
    const cached = known.get(memberId);
    const isYoung = cached !== undefined && systemClock().getTime() - cached.atMs < lifeMs;
    if (isYoung && (!options.isFresh || limits.take('renewed-token', memberId) > 0)) return cached.sender;
    // Events of one portal that come together ask once.
    const asked = asking.get(memberId);
    if (asked) return asked;
    if (cached === undefined) limits.demand('unknown-event', 'all');
    const answer = look(memberId).finally(() => asking.delete(memberId));
    asking.set(memberId, answer);
    return answer;
  };
}
