import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '#store/open-store.ts';
import type { PortalStore } from '#store/portal-store.ts';
import { listReconcileRequests, requestReconcile, takeReconcileRequest } from '#store/reconcile-requests.ts';
import { openTestStore } from '#support/test-store.ts';

let store: Store;
let portals = 0n;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const freshPortal = (): PortalStore => store.forPortal((portals += 1n));
const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 16, 7, minute));

describe('a request to read now', () => {
  it('is taken once, with all streams that were asked for', async () => {
    const portal = freshPortal();
    await portal.transaction((tx) => requestReconcile(tx, { streams: ['delta', 'calls', 'delta'], now: at(1), userId: 1n }));
    await portal.transaction((tx) => requestReconcile(tx, { streams: ['reconcile'], now: at(2), userId: 9n }));
    expect(await portal.transaction(takeReconcileRequest)).toEqual({ streams: ['calls', 'delta', 'reconcile'], at: at(2), by: 9n });
    expect(await portal.transaction(takeReconcileRequest)).toBeUndefined();
  });

  it('that is repeated after it was taken is taken again', async () => {
    const portal = freshPortal();
    await portal.transaction((tx) => requestReconcile(tx, { streams: ['calls', 'delta'], now: at(1), userId: 1n }));
    await portal.transaction(takeReconcileRequest);
    await portal.transaction((tx) => requestReconcile(tx, { streams: ['calls'], now: at(3), userId: 1n }));
    expect(await portal.transaction(listReconcileRequests)).toEqual(
      new Map([
        ['calls', { at: at(3), isTaken: false }],
        ['delta', { at: at(1), isTaken: true }],
      ]),
    );
    expect((await portal.transaction(takeReconcileRequest))?.streams).toEqual(['calls']);
  });

  it('of one portal is nothing to another', async () => {
    await freshPortal().transaction((tx) => requestReconcile(tx, { streams: ['calls'], now: at(1), userId: 1n }));
    const other = freshPortal();
    expect(await other.transaction(takeReconcileRequest)).toBeUndefined();
    expect((await other.transaction(listReconcileRequests)).size).toBe(0);
  });
});
