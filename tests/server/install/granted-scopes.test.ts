import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '#store/open-store.ts';
import { oauthOrigin } from '#support/portal-rig.ts';
import { smallPortalPeople } from '#support/small-portal.ts';
import { openTestStore } from '#support/test-store.ts';
import { connectPortal, minuteMs, type ConnectedPortal } from './connected-portal.ts';

const admin = BigInt(smallPortalPeople.admin);
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

/** The authorization server names these permissions with every token. */
function grant(scope: string): void {
  at.rig.intercept(async (request) => {
    if (!request.url.startsWith(oauthOrigin)) return undefined;
    const answer = (await (await at.rig.emulator.handle(request)).json()) as Record<string, unknown>;
    return Response.json({ ...answer, scope });
  });
}

describe('other permissions with a fresh token', () => {
  it('are the permissions of the portal, whose bindings are then compared', async () => {
    await at.care();
    grant('crm,user_brief,department');
    await at.rig.access.exchange(at.portalId, admin);
    expect((await at.portal()).scopes).toEqual(['crm', 'user_brief', 'department']);
    at.pass(11 * minuteMs);
    expect(await at.care()).toContain('compare-bindings');
  });

  it('are noticed when a client renews its token as well', async () => {
    grant('crm,placement');
    at.pass(24 * 60 * minuteMs);
    const client = await at.rig.access.clientFor(at.portalId);
    await client.batch([{ method: 'profile' }]);
    expect((await at.portal()).scopes).toEqual(['crm', 'placement']);
  });

  it('that are not named change nothing', async () => {
    const before = (await at.portal()).scopes;
    grant('');
    await at.rig.access.exchange(at.portalId, admin);
    expect((await at.portal()).scopes).toEqual(before);
  });
});
