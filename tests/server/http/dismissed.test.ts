import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSessions, type Sessions } from '#http/session.ts';
import { isStranger } from '#http/stranger.ts';
import { verifyAccess } from '#install/verify-access.ts';
import type { Store } from '#store/open-store.ts';
import { getPortal } from '#store/portals.ts';
import { createPortalRig, portalOrigin, type PortalRig } from '#support/portal-rig.ts';
import { readPortal } from '#support/read-portal.ts';
import { smallPortalPeople } from '#support/small-portal.ts';
import { openTestStore } from '#support/test-store.ts';

const { admin, anna } = smallPortalPeople;
const minuteMs = 60_000;
let store: Store;
let rig: PortalRig;
let portalId: bigint;
let sessions: Sessions;
const time = { now: new Date() };

beforeEach(async () => {
  store = await openTestStore();
  rig = createPortalRig(store, { systemClock: () => time.now });
  const installed = await rig.installBy(admin);
  if (installed.kind !== 'installed') throw new Error(installed.reason);
  portalId = installed.portalId;
  rig.emulator.finishInstall(admin);
  sessions = createSessions({ key: new Uint8Array(32).fill(1), systemClock: () => time.now });
  await readPortal(store, rig, portalId);
});
afterEach(async () => {
  await rig.emulator.close();
  await store.close();
});

const pass = (minutes: number): void => void (time.now = new Date(time.now.getTime() + minutes * minuteMs));

/** What a renewal does with the frame's own token. */
async function renew(accessToken: string): Promise<string | null> {
  const portal = await store.forPortal(portalId).transaction(getPortal);
  const verdict = await verifyAccess(rig.install, portal, accessToken);
  if (verdict.kind === 'refused') return null;
  return store.forPortal(portalId).transaction(async (tx) => {
    if (await isStranger(tx, verdict.person)) return null;
    return (await sessions.open(tx, portal, verdict.person)).session.token;
  });
}

const isValid = async (token: string): Promise<boolean> =>
  sessions
    .prove(token)
    .then((proven) => store.forPortal(proven.portalId).transaction((tx) => sessions.confirm(tx, proven)))
    .then(
      () => true,
      () => false,
    );

/** Minutes until nothing of a person who renews every five minutes is left. */
async function minutesUntilOver(accessToken: string): Promise<number> {
  let token = await renew(accessToken);
  if (token === null) throw new Error('the session was not opened');
  rig.emulator.changePerson(anna, { isActive: false });
  for (let minutes = 0; minutes <= 120; minutes += 5) {
    await readPortal(store, rig, portalId);
    const renewed = await renew(accessToken);
    token = renewed ?? token;
    if (renewed === null && !(await isValid(token))) return minutes;
    pass(5);
  }
  return Infinity;
}

describe('T27: the session of a dismissed person', () => {
  it('ends within an hour though it is renewed again and again', async () => {
    const accessToken = rig.request(anna).accessToken ?? '';
    expect(await minutesUntilOver(accessToken)).toBeLessThanOrEqual(60);
  });

  it('ends within an hour even in a portal that goes on to confirm the person', async () => {
    const accessToken = rig.request(anna).accessToken ?? '';
    let confirmation: string | null = null;
    rig.intercept(async (request) => {
      if (!request.url.startsWith(portalOrigin)) return undefined;
      const text = await request.clone().text();
      if (!text.includes(accessToken)) return undefined;
      confirmation ??= await (await rig.emulator.handle(request)).text();
      return new Response(confirmation, { headers: { 'content-type': 'application/json' } });
    });
    expect(await minutesUntilOver(accessToken)).toBeLessThanOrEqual(60);
  });

  it('ends at once when the list of people says so', async () => {
    const token = (await renew(rig.request(anna).accessToken ?? '')) ?? '';
    expect(await isValid(token)).toBe(true);
    await store
      .forPortal(portalId)
      .transaction((tx) => tx.db.updateTable('person').set({ is_active: false }).where('user_id', '=', BigInt(anna)).execute());
    expect(await isValid(token)).toBe(false);
  });

  it('is not opened before the list of people is read again after a return', async () => {
    await store
      .forPortal(portalId)
      .transaction((tx) => tx.db.updateTable('person').set({ is_active: false }).where('user_id', '=', BigInt(anna)).execute());
    expect(await renew(rig.request(anna).accessToken ?? '')).toBeNull();
    pass(16);
    await readPortal(store, rig, portalId);
    expect(await renew(rig.request(anna).accessToken ?? '')).not.toBeNull();
  });
});
