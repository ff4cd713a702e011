import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Store } from '#store/open-store.ts';
import { createPortalRig } from '#support/portal-rig.ts';
import { smallPortalPeople } from '#support/small-portal.ts';
import { openTestStore } from '#support/test-store.ts';

let store: Store;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

it('the plan that the portal tells at the installation decides about its budget of requests', async () => {
  const rig = createPortalRig(store);
  rig.intercept(async (request) => {
    const answer = await rig.emulator.handle(request);
    const text = (await answer.clone().text()).replace(/"LICENSE_FAMILY":"[^"]*"/, '"LICENSE_FAMILY":"ent"');
    return new Response(text, { status: answer.status, headers: answer.headers });
  });
  const installed = await rig.installBy(smallPortalPeople.admin);
  if (installed.kind !== 'installed') throw new Error(installed.reason);
  const row = await store
    .forPortal(installed.portalId)
    .transaction(({ db }) => db.selectFrom('request_budget').select('license_family').executeTakeFirstOrThrow());
  expect(row.license_family).toBe('ent');
  await rig.emulator.close();
});
