import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readIdentity } from '#bitrix/application.ts';
import { keepAnotherToken } from '#install/keep-tokens.ts';
import { verifyAccess } from '#install/verify-access.ts';
import type { Store } from '#store/open-store.ts';
import { smallPortalPeople } from '#support/small-portal.ts';
import { openTestStore } from '#support/test-store.ts';
import { connectPortal, dayMs, hourMs, minuteMs, type ConnectedPortal } from './connected-portal.ts';

const { admin, head, anna } = smallPortalPeople;
let store: Store;
let at: ConnectedPortal;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  at = await connectPortal(store);
});
afterEach(() => at.rig.emulator.close());

const state = async () => (await at.portal()).state;
const tokens = () => at.transaction((tx) => tx.db.selectFrom('portal_token').selectAll().orderBy('user_id').execute());
const holders = async () => (await tokens()).filter((token) => token.state === 'active').map((token) => Number(token.user_id));

/** As a page does when this person opens it. */
async function visit(userId: number): Promise<boolean> {
  const request = at.rig.request(userId);
  const portal = await at.portal();
  const verdict = await verifyAccess(at.rig.install, portal, request.accessToken ?? '');
  if (verdict.kind === 'refused') throw new Error(verdict.reason);
  return keepAnotherToken(at.rig.install, { portal, request, person: verdict.person });
}

describe('a portal that stopped paying', () => {
  beforeEach(async () => {
    at.refuse('PAYMENT_REQUIRED');
    await at.transaction((tx) =>
      tx.db
        .updateTable('portal_token')
        .set({ expires_at: new Date(0) })
        .execute(),
    );
    await expect(readIdentity(await at.rig.access.clientFor(at.portalId))).rejects.toMatchObject({ kind: 'payment-required' });
    expect(await state()).toBe('suspended');
    at.rig.requests.length = 0;
  });

  it('is asked once a day, and read on when it pays again', async () => {
    for (let day = 0; day < 3; day += 1) {
      at.pass(dayMs - minuteMs);
      expect(await at.care()).toEqual([]);
      at.pass(minuteMs);
      expect(await at.care()).toEqual(['retry-payment']);
      expect(at.exchanges()).toBe(day + 1);
      expect(await state()).toBe('suspended');
    }
    at.rig.intercept(null);
    at.pass(dayMs);
    expect((await at.care())[0]).toBe('retry-payment');
    expect(await state()).toBe('active');
    expect(at.rig.connected).toEqual([at.portalId]);
    expect((await readIdentity(await at.rig.access.clientFor(at.portalId))).person?.userId).toBe(BigInt(admin));
  });

  it('is asked again in an hour when nobody answers', async () => {
    at.refuse('unavailable', 502);
    at.pass(dayMs);
    expect(await at.care()).toEqual(['retry-payment']);
    at.pass(hourMs);
    expect(await at.care()).toEqual(['retry-payment']);
    expect(await state()).toBe('suspended');
  });
});

describe('tokens of administrators', () => {
  beforeEach(() => at.rig.emulator.changePerson(head, { isAdmin: true }));

  it('are kept of two, of whoever opens the application', async () => {
    expect(await visit(anna)).toBe(false);
    expect(await visit(admin)).toBe(false);
    expect(await visit(head)).toBe(true);
    expect(await holders()).toEqual([admin, head]);
    at.rig.emulator.changePerson(anna, { isAdmin: true });
    const asked = at.exchanges();
    expect(await visit(anna)).toBe(false);
    expect(at.exchanges()).toBe(asked);
    expect(await holders()).toEqual([admin, head]);
  });

  it('are not taken from whoever brings the token of somebody else', async () => {
    const portal = await at.portal();
    const person = { userId: BigInt(head), isAdmin: true, isActive: true, firstName: '', lastName: '', timeZone: '' } as const;
    const request = at.rig.request(admin);
    const verified = { ...person, applicationVersion: 1, licenseFamily: '' };
    expect(await keepAnotherToken(at.rig.install, { portal, request, person: verified })).toBe(false);
    expect(await holders()).toEqual([admin]);
  });

  it('let the portal be read on in the name of the other one when one is dismissed', async () => {
    await visit(head);
    at.rig.emulator.changePerson(head, { isActive: false });
    const read = async () => readIdentity(await at.rig.access.clientFor(at.portalId));
    await at.transaction((tx) =>
      tx.db
        .updateTable('portal_token')
        .set({ expires_at: new Date(0) })
        .where('user_id', '=', BigInt(head))
        .execute(),
    );
    await at.transaction((tx) => tx.db.updateTable('portal_token').set({ state: 'active' }).execute());
    expect((await read()).person?.userId).toBe(BigInt(admin));
    await at.transaction((tx) =>
      tx.db
        .updateTable('portal_token')
        .set({ expires_at: new Date(1) })
        .where('user_id', '=', BigInt(admin))
        .execute(),
    );
    await at.transaction((tx) =>
      tx.db
        .updateTable('portal_token')
        .set({ expires_at: new Date(2) })
        .where('user_id', '=', BigInt(head))
        .execute(),
    );
    await expect(read()).rejects.toMatchObject({ kind: 'access-lost' });
    expect(await holders()).toEqual([admin]);
    expect((await read()).person?.userId).toBe(BigInt(admin));
    expect(await state()).toBe('active');
  });

  it('are exchanged before they die of age, the spare one too', async () => {
    await visit(head);
    at.pass(149 * dayMs);
    // The portal is spoken to with the newest token; the other one is only kept.
    expect(await at.care()).toEqual(['compare-bindings']);
    const [spare] = (await tokens()).sort((left, right) => left.expires_at.getTime() - right.expires_at.getTime());
    expect(spare?.generation).toBe(1);
    at.pass(dayMs + 2 * hourMs);
    expect(await at.care()).toContain('keep-tokens');
    const kept = (await tokens()).find(({ user_id: userId }) => userId === spare?.user_id);
    expect(kept).toMatchObject({ state: 'active', generation: 2 });
    expect(kept?.expires_at.getTime()).toBeGreaterThan(at.time.now.getTime());
    expect(await at.care()).not.toContain('keep-tokens');
  });
});
