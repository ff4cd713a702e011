import { careForPortal } from '#install/care-for-portal.ts';
import type { Care } from '#install/due-care.ts';
import { readLifecycle, type Lifecycle } from '#store/portal-lifecycle.ts';
import type { Store } from '#store/open-store.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { getPortal, type Portal } from '#store/portals.ts';
import { saveSession } from '#store/sessions.ts';
import { createPortalRig, oauthOrigin, type PortalRig } from '#support/portal-rig.ts';
import { smallPortalPeople } from '#support/small-portal.ts';
import { fillActs } from '../store/fill-acts.ts';
import { fillPortal } from '../store/guarded-portal.ts';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** A portal with signed evidence, an open session and a system clock that tests move. */
export interface ConnectedPortal {
  readonly rig: PortalRig;
  readonly portalId: bigint;
  readonly time: { now: Date };
  pass(ms: number): void;
  /** Does what the job would do now. */
  care(): Promise<Care[]>;
  portal(): Promise<Portal>;
  lifecycle(): Promise<Lifecycle>;
  transaction<T>(work: (tx: PortalTransaction) => Promise<T>): Promise<T>;
  /** The authorization server answers every exchange like this; the portal itself too when `atPortal` is given. */
  refuse(error: string, status?: number, atPortal?: Response): void;
  exchanges(): number;
}

export async function connectPortal(store: Store, time = { now: new Date() }): Promise<ConnectedPortal> {
  const rig = createPortalRig(store, { systemClock: () => time.now });
  const { admin, anna } = smallPortalPeople;
  const { memberId } = rig.request(admin);
  const portalId = await store.directory.savePortalId(memberId);
  const { planId, sequence } = await fillPortal(store.forPortal(portalId), memberId);
  await store.forPortal(portalId).transaction((tx) => fillActs(tx, { planId, version: 2, userId: 6n, sequence }));
  const installed = await rig.installBy(admin);
  if (installed.kind !== 'installed') throw new Error(installed.reason);
  rig.emulator.finishInstall(admin);
  const transaction = store.forPortal(portalId).transaction;
  await transaction(async (tx) => {
    const { sessionVersion } = await getPortal(tx);
    const sessionId = '01890a5d-ac96-774b-bcce-b302099a8057';
    await saveSession(tx, { sessionId, userId: BigInt(anna), isAdmin: false, sessionVersion, now: time.now });
  });
  rig.requests.length = 0;
  return {
    rig,
    portalId,
    time,
    pass: (ms) => (time.now = new Date(time.now.getTime() + ms)),
    care: () => careForPortal(rig.lifecycle, portalId, new AbortController().signal),
    portal: () => transaction(getPortal),
    lifecycle: () => transaction(readLifecycle),
    transaction,
    refuse: (error, status = 400, atPortal) =>
      rig.intercept((request) => (request.url.startsWith(oauthOrigin) ? Response.json({ error }, { status }) : atPortal?.clone())),
    exchanges: () => rig.requests.filter((url) => url.startsWith(oauthOrigin)).length,
  };
}
