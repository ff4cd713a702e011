import { dayMs, type Lifecycle } from '#store/portal-lifecycle.ts';
import type { Portal } from '#store/portals.ts';

export type Care = 'accept-update' | 'confirm-removal' | 'purge' | 'retry-payment' | 'suspect-removal' | 'keep-tokens' | 'compare-bindings';

export interface Cared {
  readonly portal: Portal;
  readonly lifecycle: Lifecycle;
  /** When the access token of the administrator who was asked longest ago ended; null without tokens. */
  readonly oldestExpiry: Date | null;
  /** When an update that was told is to be looked into; null without one. */
  readonly updateAt: Date | null;
  /** What is to be bound now. */
  readonly bindings: string;
}

const minuteMs = 60_000;
/** A refresh token lives for 180 days; whoever is not asked for this long is asked before it dies. */
const keepAliveMs = 150 * dayMs;
/** Our credentials work elsewhere, so the refusals are about this portal; a weekend of the authorization server is not enough. */
const silenceMs = 3 * dayMs;
/** Without a living token only the visits of people tell that the application is there: longer than any public holidays. */
const emptinessMs = 14 * dayMs;
const compareEveryMs = dayMs;
const compareAgainMs = 10 * minuteMs;

/** The one thing that a portal needs now; null when it needs nothing. */
export function findDueCare({ portal, lifecycle, oldestExpiry, updateAt, bindings }: Cared, now: Date): Care | null {
  const isOver = (since: Date | null, ms: number): boolean => since !== null && now.getTime() - since.getTime() >= ms;
  // Whatever else is said of the portal, an update that is true says more.
  if (isOver(updateAt, 0)) return 'accept-update';
  const isCheckDue = lifecycle.check_at === null || lifecycle.check_at <= now;
  switch (portal.state) {
    case 'uninstall-pending':
      return isCheckDue ? 'confirm-removal' : null;
    case 'uninstalled':
      return lifecycle.purged_at === null && isOver(lifecycle.purge_at, 0) ? 'purge' : null;
    case 'suspended':
      if (isOver(lifecycle.refused_since, emptinessMs)) return 'suspect-removal';
      return isCheckDue ? 'retry-payment' : null;
    case 'needs-reauth':
      return isOver(lifecycle.refused_since, emptinessMs) ? 'suspect-removal' : null;
    case 'active':
      if (isCheckDue && isOver(lifecycle.refused_since, silenceMs)) return 'suspect-removal';
      if (isCheckDue && isOver(oldestExpiry, keepAliveMs)) return 'keep-tokens';
      return isCompareDue(lifecycle, bindings, isOver) ? 'compare-bindings' : null;
  }
}

function isCompareDue(lifecycle: Lifecycle, bindings: string, isOver: (since: Date | null, ms: number) => boolean): boolean {
  if (lifecycle.bindings_at === null) return true;
  return isOver(lifecycle.bindings_at, lifecycle.bindings === bindings ? compareEveryMs : compareAgainMs);
}
