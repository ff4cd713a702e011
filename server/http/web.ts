import type { Log } from '#kernel/log.ts';
import type { InstallDeps } from '#install/install.ts';
import type { KeyRing } from '#kernel/key-ring.ts';
import type { Metrics } from '#kernel/metrics.ts';
import type { SealKey, SealVerifier } from '#ledger/seal.ts';
import type { Evidence } from '#store/evidence.ts';
import type { Store } from '#store/open-store.ts';
import type { Portal } from '#store/portals.ts';
import type { ChangeFeed } from './change-feed.ts';
import type { LoadShedding } from './limits/load-shedding.ts';
import type { RequestLimits } from './limits/request-limits.ts';
import type { Pages } from './pages.ts';
import type { PersonTurns } from './person-turns.ts';
import type { PinHasher } from './pin-hash.ts';
import type { Readiness } from './readiness.ts';
import type { WorkTracker } from './work-tracker.ts';
import type { Sessions } from './session.ts';

/** What the pages and endpoints are made with. */
export interface Web {
  readonly store: Store;
  readonly sessions: Sessions;
  readonly limits: RequestLimits;
  /** How long the portal's word on who is an administrator counts for acts of administrators; a minute when absent. */
  readonly rightsLifeMs?: number | undefined;
  readonly shedding: Pick<LoadShedding, 'isShed'>;
  readonly changeFeed: ChangeFeed;
  readonly pages: Pages;
  readonly sealKeys: KeyRing<SealKey>;
  /** Public halves of keys that seal no more. */
  readonly listRetiredKeys: () => readonly SealVerifier[];
  readonly evidence: Evidence;
  readonly pins: PinHasher;
  readonly turns: PersonTurns;
  readonly install: InstallDeps;
  /** Starts reading the portal; both return at once. */
  readonly sync: { requestFirstLoad(portalId: bigint): Promise<void>; requestCatchUp(portalId: bigint): Promise<void> };
  /** What happens to a portal as a whole. */
  readonly lifecycle: {
    /** Looks at once at what is due. */
    request(portalId: bigint): Promise<void>;
    /** The portal as the authorization server knows it, when a frame names another address. */
    followRename(portal: Portal, domain: string): Promise<Portal>;
  };
  readonly readiness: Readiness;
  /** Work behind answers that must be finished before the process ends. */
  readonly behind: WorkTracker;
  readonly metrics: Metrics | null;
  readonly businessClock: () => Date;
  readonly systemClock: () => Date;
  readonly build: string;
  readonly log: Log;
}
