import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '#store/open-store.ts';
import { savePortal } from '#store/portals.ts';
import { findSession, saveSession } from '#store/sessions.ts';
import { findSetting, saveSetting } from '#store/settings.ts';
import { openTestStore } from '#support/test-store.ts';
import { day, snabservice } from './guarded-portal.ts';

let store: Store;

beforeAll(async () => {
  store = await openTestStore();
});

afterAll(() => store.close());

describe('a setting', () => {
  it('comes back as it was saved, whatever its kind', async () => {
    const portal = store.forPortal(1n);
    for (const value of ['text', 'a "quoted" «text»', 5, true, null, [1, '2'], { weekHolidays: ['SA', 'SU'], nested: { a: null } }]) {
      await portal.transaction((tx) => saveSetting(tx, { name: 'any', value, now: day, userId: null }));
      expect(await portal.transaction((tx) => findSetting(tx, 'any'))).toEqual(value);
    }
  });

  it('is undefined while it was never set, and belongs to one portal', async () => {
    await store.forPortal(2n).transaction((tx) => saveSetting(tx, { name: 'own', value: 1, now: day, userId: 7n }));
    expect(await store.forPortal(3n).transaction((tx) => findSetting(tx, 'own'))).toBeUndefined();
  });
});

describe('a session', () => {
  it('is found by its id inside its portal only', async () => {
    const sessionId = '0193b7f2-5a1c-7c3e-9d58-2f6a1b0c4e77';
    for (const portalId of [1n, 2n])
      await store.forPortal(portalId).transaction((tx) => savePortal(tx, { ...snabservice, memberId: `m${portalId}` }, day));
    await store.forPortal(1n).transaction((tx) => saveSession(tx, { sessionId, userId: 6n, isAdmin: false, sessionVersion: 1, now: day }));
    const found = await store.forPortal(1n).transaction((tx) => findSession(tx, sessionId));
    expect(found).toEqual({
      portal_id: 1n,
      session_id: sessionId,
      user_id: 6n,
      is_admin: false,
      session_version: 1,
      created_at: day,
      verified_at: day,
      revoked_at: null,
      is_dismissed: false,
    });
    expect(await store.forPortal(2n).transaction((tx) => findSession(tx, sessionId))).toBeUndefined();
  });

  it('needs an installed portal', async () => {
    const orphan = { sessionId: '0193b7f2-5a1c-7c3e-9d58-2f6a1b0c4e99', userId: 6n, isAdmin: false, sessionVersion: 1, now: day };
    await expect(store.forPortal(99n).transaction((tx) => saveSession(tx, orphan))).rejects.toThrow('foreign key');
  });
});
