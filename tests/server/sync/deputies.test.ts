import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readStructure } from '#store/team.ts';
import type { Store } from '#store/open-store.ts';
import { createPortalRig, type PortalRig } from '#support/portal-rig.ts';
import { readPortal } from '#support/read-portal.ts';
import { smallPortal, smallPortalPeople } from '#support/small-portal.ts';
import { openTestStore } from '#support/test-store.ts';

const { anna } = smallPortalPeople;
const minuteMs = 60_000;
let store: Store;
let rig: PortalRig;
let portalId: bigint;
const time = { now: new Date() };

beforeEach(async () => {
  store = await openTestStore();
  const deputyHeads = [{ id: 1, departmentId: 2, userId: anna }];
  rig = createPortalRig(store, { data: { ...smallPortal(), records: { deputyHeads } }, systemClock: () => time.now });
  const installed = await rig.installBy(smallPortalPeople.admin);
  if (installed.kind !== 'installed') throw new Error(installed.kind);
  portalId = installed.portalId;
});
afterEach(async () => {
  await rig.emulator.close();
  await store.close();
});

async function deputies(): Promise<(readonly [bigint, readonly bigint[]])[]> {
  const { departments } = await store.forPortal(portalId).transaction(readStructure);
  return departments.flatMap(({ departmentId, deputyIds = [] }) => (deputyIds.length > 0 ? [[departmentId, deputyIds] as const] : []));
}

/** The structure is read again every quarter of an hour. */
async function readLater(): Promise<void> {
  const before = asked();
  time.now = new Date(time.now.getTime() + 20 * minuteMs);
  rig.clock.now = new Date(rig.clock.now.getTime() + 20 * minuteMs);
  await readPortal(store, rig, portalId);
  expect(asked()).toBeGreaterThan(before);
}
const asked = (): number => rig.requests.filter((url) => url.includes('humanresources')).length;

const answerNodes = (status: number, body: object): void =>
  rig.intercept(async (request) =>
    request.url.includes('humanresources') ? Response.json(body, { status, headers: { 'content-type': 'application/json' } }) : undefined,
  );

describe('deputies of heads', () => {
  it('are read with the departments', async () => {
    await readPortal(store, rig, portalId);
    expect(await deputies()).toEqual([[2n, [BigInt(anna)]]]);
  });

  it('are none where the permission was not given, and departments are read all the same', async () => {
    await readPortal(store, rig, portalId);
    answerNodes(403, { error: { code: 'insufficient_scope', message: 'The request requires higher privileges' } });
    await readLater();
    expect(await deputies()).toEqual([]);
    const { departments } = await store.forPortal(portalId).transaction(readStructure);
    expect(departments.length).toBeGreaterThan(1);
  });

  it('stay as they were while the portal does not tell', async () => {
    await readPortal(store, rig, portalId);
    answerNodes(200, { result: { items: 'busy' } });
    await readLater();
    expect(await deputies()).toEqual([[2n, [BigInt(anna)]]]);
  });
});
