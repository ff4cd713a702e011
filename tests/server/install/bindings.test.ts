import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readBindings } from '#bitrix/bindings.ts';
import { bindingsOf } from '#install/bind-everything.ts';
import { noteUpdate } from '#install/note-update.ts';
import { app } from '#manifest/app.ts';
import { events } from '#manifest/events.ts';
import { placements } from '#manifest/placements.ts';
import type { Store } from '#store/open-store.ts';
import { saveLifecycle } from '#store/portal-lifecycle.ts';
import { appUrl } from '#support/portal-rig.ts';
import { smallPortalPeople } from '#support/small-portal.ts';
import { openTestStore } from '#support/test-store.ts';
import { connectPortal, dayMs, minuteMs, type ConnectedPortal } from './connected-portal.ts';

const { admin } = smallPortalPeople;
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

const bound = async () => readBindings(await at.rig.access.clientFor(at.portalId));

async function expectAllBound(): Promise<void> {
  const { placements: places, events: handlers } = await bound();
  expect(places.map((row) => row.placement).sort()).toEqual(placements.map((row) => row.code).sort());
  expect(handlers.map((row) => row.event).sort()).toEqual(events.map((row) => row.code).sort());
}

/** What a version before this one has left in the portal. */
async function bindOldHandlers(): Promise<void> {
  const client = await at.rig.access.clientFor(at.portalId);
  const { code } = events[2] ?? { code: '' };
  await client.batch([
    { method: 'placement.bind', params: { PLACEMENT: 'CRM_DEAL_DETAIL_TAB', HANDLER: `${appUrl}/old`, TITLE: 'Old' } },
    { method: 'event.bind', params: { event: 'ONCRMLEADADD', handler: `${appUrl}${app.eventPath}` } },
    { method: 'event.unbind', params: { event: code, handler: `${appUrl}${app.eventPath}` } },
  ]);
}

describe('bindings', () => {
  it('need nothing after an installation', async () => {
    expect(await at.lifecycle()).toMatchObject({ bindings: bindingsOf(appUrl, (await at.portal()).scopes) });
    at.pass(10 * minuteMs);
    expect(await at.care()).toEqual([]);
  });

  it('are made equal to a manifest that has changed, what it no longer names is taken away', async () => {
    await bindOldHandlers();
    await at.transaction((tx) => saveLifecycle(tx, { bindings: 'of the version before' }));
    at.pass(10 * minuteMs);
    expect(await at.care()).toEqual(['compare-bindings']);
    await expectAllBound();
    const { bindings } = await at.lifecycle();
    expect(bindings).toBe(bindingsOf(appUrl, (await at.portal()).scopes));
    at.rig.requests.length = 0;
    expect(await at.care()).toEqual([]);
    expect(at.rig.requests).toEqual([]);
  });

  it('are compared once a day, because a portal drops them without a word', async () => {
    await bindOldHandlers();
    at.pass(dayMs - minuteMs);
    expect(await at.care()).toEqual([]);
    at.pass(minuteMs);
    expect(await at.care()).toEqual(['compare-bindings']);
    await expectAllBound();
  });

  it('are made again after an update whose binding did not succeed', async () => {
    at.rig.emulator.updateApplication({ version: 2, userId: admin });
    const { memberId, serverEndpoint, refreshToken, applicationToken } = at.rig.request(admin);
    const event = { name: 'ONAPPUPDATE', memberId, serverEndpoint, refreshToken, applicationToken: applicationToken ?? '', data: {} };
    at.rig.intercept((request) =>
      request.url.includes('placement.bind') || request.url.includes('batch')
        ? request
            .clone()
            .text()
            .then((text) => (text.includes('placement.bind') ? new Response('', { status: 502 }) : undefined))
        : undefined,
    );
    expect(await noteUpdate(at.rig.install, at.portalId, { event, sender: '192.0.2.1' })).toBe('saved');
    expect(await at.care()).toEqual(['accept-update', 'compare-bindings']);
    expect((await at.lifecycle()).bindings).toBeNull();
    at.rig.intercept(null);
    expect(await at.care()).toEqual([]);
    at.pass(10 * minuteMs);
    expect(await at.care()).toEqual(['compare-bindings']);
    await expectAllBound();
  });
});
