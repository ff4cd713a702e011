import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRequestLimits, productionRates } from '#http/limits/request-limits.ts';
import { careForPortal } from '#install/care-for-portal.ts';
import { installPortal } from '#install/install.ts';
import { noteUpdate } from '#install/note-update.ts';
import type { Store } from '#store/open-store.ts';
import { getPortal } from '#store/portals.ts';
import { createPortalRig, oauthOrigin, type PortalRig } from '#support/portal-rig.ts';
import { smallPortalPeople } from '#support/small-portal.ts';
import { openTestStore } from '#support/test-store.ts';

const { admin } = smallPortalPeople;
const minuteMs = 60_000;
let store: Store;
let rig: PortalRig;
let portalId: bigint;
const time = { nowMs: Date.parse('2026-11-16T08:00:00Z') };
const systemClock = (): Date => new Date(time.nowMs);

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  const limits = createRequestLimits(productionRates, systemClock);
  rig = createPortalRig(store, { systemClock, takeTurn: (of) => limits.take('unproven', of) });
  const installed = await rig.installBy(admin);
  if (installed.kind !== 'installed') throw new Error(installed.reason);
  portalId = installed.portalId;
  rig.emulator.finishInstall(admin);
  rig.requests.length = 0;
});
afterEach(() => rig.emulator.close());

const exchanges = (): number => rig.requests.filter((url) => url.startsWith(oauthOrigin)).length;
const forge = (refreshToken: string, memberId = 'f'.repeat(32)) =>
  installPortal(rig.install, { ...rig.request(admin), memberId, refreshToken });
const reasonOf = async (work: ReturnType<typeof installPortal>): Promise<string> => {
  const result = await work;
  return result.kind === 'refused' ? result.reason : result.kind;
};

describe('T11: a flood of forged installs', () => {
  it('asks the authorization server at most 70 times a minute, and a refresh that we owe passes', async () => {
    const reasons = new Map<string, number>();
    const refreshed: string[] = [];
    for (let number = 0; number < 1000; number += 1) {
      const reason = await reasonOf(forge(`forged-${number}`));
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      time.nowMs += minuteMs / 1000;
      if (number % 250 === 249) refreshed.push((await rig.access.exchange(portalId, BigInt(admin))).kind);
    }
    expect(refreshed).toEqual(['refreshed', 'refreshed', 'refreshed', 'refreshed']);
    const forged = exchanges() - refreshed.length;
    expect(forged).toBeLessThanOrEqual(70);
    expect(forged).toBe(reasons.get('proof-refused'));
    expect(reasons.get('busy')).toBe(1000 - forged);
  });

  it('with one token costs one exchange an hour', async () => {
    for (let round = 0; round < 60; round += 1) {
      expect(await reasonOf(forge('always-the-same'))).toBe('proof-refused');
      time.nowMs += minuteMs - 1;
    }
    expect(exchanges()).toBe(1);
    time.nowMs += minuteMs;
    expect(await reasonOf(forge('always-the-same'))).toBe('proof-refused');
    expect(exchanges()).toBe(2);
  });

  it('tells a real administrator in between when to come again, who is then connected', async () => {
    for (let number = 0; number < 12; number += 1) await forge(`flood-${number}`);
    const busy = await rig.installBy(admin);
    expect(busy).toMatchObject({ kind: 'refused', reason: 'busy', origin: null });
    const waitMs = busy.kind === 'refused' ? (busy.retryAfterMs ?? 0) : 0;
    expect(waitMs).toBeGreaterThan(0);
    time.nowMs += waitMs;
    expect(await reasonOf(rig.installBy(admin))).toBe('installed');
  });

  it('does not remember as refused what the authorization server could not answer', async () => {
    rig.intercept((request) => (request.url.startsWith(oauthOrigin) ? new Response('', { status: 502 }) : undefined));
    const request = rig.request(admin);
    expect(await reasonOf(installPortal(rig.install, request))).toBe('unavailable');
    rig.intercept(null);
    expect(await reasonOf(installPortal(rig.install, request))).toBe('installed');
  });
});

describe('an update of the application in the middle of a flood', () => {
  it('is accepted all the same: what is said of updates has an allowance of its own', async () => {
    for (let number = 0; number < 12; number += 1) await forge(`flood-${number}`);
    expect(await reasonOf(rig.installBy(admin))).toBe('busy');
    const { memberId, refreshToken, serverEndpoint } = rig.request(admin);
    const event = { name: 'ONAPPUPDATE', memberId, applicationToken: 'renewed', refreshToken, serverEndpoint, data: {} };
    const { applicationTokenFingerprint: before } = await store.forPortal(portalId).transaction(getPortal);
    expect(await noteUpdate(rig.install, portalId, { event, sender: '192.0.2.1' })).toBe('saved');
    expect(await careForPortal(rig.lifecycle, portalId, new AbortController().signal)).toEqual(['accept-update', 'compare-bindings']);
    expect((await store.forPortal(portalId).transaction(getPortal)).applicationTokenFingerprint).not.toBe(before);
  });
});
