import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { followRename } from '#install/follow-rename.ts';
import type { Store } from '#store/open-store.ts';
import { portalOrigin } from '#support/portal-rig.ts';
import { openTestStore } from '#support/test-store.ts';
import { connectPortal, minuteMs, type ConnectedPortal } from './connected-portal.ts';

const renamed = 'http://localhost:4299';
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

const follow = async (domain: string) => (await followRename(at.rig.lifecycle, await at.portal(), domain)).clientEndpoint;

describe('another address in the request of a frame', () => {
  it('is followed when the authorization server names it too', async () => {
    at.rig.emulator.rename(renamed);
    expect(await follow('localhost:4299')).toBe(`${renamed}/rest/`);
    expect(await at.portal()).toMatchObject({ clientEndpoint: `${renamed}/rest/`, origin: renamed });
  });

  it('is not followed when only the frame names it, and costs one exchange in ten minutes', async () => {
    for (const domain of ['evil.example.com', 'evil.example.com', 'localhost:9', 'x@localhost:4201']) {
      expect(await follow(domain)).toBe(`${portalOrigin}/rest/`);
    }
    expect(at.exchanges()).toBe(1);
    expect(at.rig.requests.every((url) => !url.includes('evil'))).toBe(true);
    at.pass(10 * minuteMs);
    expect(await follow('evil.example.com')).toBe(`${portalOrigin}/rest/`);
    expect(at.exchanges()).toBe(2);
  });

  it('is not asked about when it is the one we know', async () => {
    for (const domain of ['', 'localhost:4201', 'localhost']) await follow(domain);
    expect(at.exchanges()).toBe(0);
  });
});
