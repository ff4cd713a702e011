import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { events } from '#manifest/events.ts';
import { placements } from '#manifest/placements.ts';
import { installPortal } from '#install/install.ts';
import { matchesFingerprint } from '#install/application-token.ts';
import type { Store } from '#store/open-store.ts';
import { listActiveTokens } from '#store/portal-tokens.ts';
import { getPortal } from '#store/portals.ts';
import { readBindings } from '#bitrix/bindings.ts';
import { appUrl, createPortalRig, oauthOrigin, portalOrigin, type PortalRig } from '#support/portal-rig.ts';
import { smallPortalPeople } from '#support/small-portal.ts';
import { openTestStore } from '#support/test-store.ts';

const { admin, anna } = smallPortalPeople;
let store: Store;
let rig: PortalRig;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(() => {
  rig = createPortalRig(store);
});
afterEach(() => rig.emulator.close());

async function install(): Promise<bigint> {
  const result = await rig.installBy(admin);
  if (result.kind !== 'installed') throw new Error(result.reason);
  return result.portalId;
}

async function snapshot(portalId: bigint) {
  return store.forPortal(portalId).transaction(async (tx) => ({
    portal: await tx.db.selectFrom('portal').selectAll().execute(),
    tokens: await tx.db.selectFrom('portal_token').selectAll().execute(),
  }));
}

describe('installation', () => {
  it('connects the portal of an administrator and keeps only ciphertext of its tokens', async () => {
    const request = rig.request(admin);
    const result = await installPortal(rig.install, request);
    expect(result).toMatchObject({ kind: 'installed', isComplete: true, origin: portalOrigin });
    if (result.kind !== 'installed') return;
    expect(result.steps.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      'proof done',
      'rights done',
      'saved done',
      'placements done',
      'events done',
    ]);
    const { portal, tokens } = await store.forPortal(result.portalId).transaction(async (tx) => ({
      portal: await getPortal(tx),
      tokens: await listActiveTokens(tx, rig.install.secretText, request.memberId),
    }));
    expect(portal).toMatchObject({ state: 'active', baseCurrency: 'RUB', currencyDigits: 2, timeZone: 'Europe/Moscow', installedBy: 1n });
    expect(matchesFingerprint(rig.install.fingerprintKey, request.applicationToken ?? '', portal.applicationTokenFingerprint)).toBe(true);
    expect(matchesFingerprint(rig.install.fingerprintKey, 'another', portal.applicationTokenFingerprint)).toBe(false);
    expect(tokens).toHaveLength(1);
    const stored = JSON.stringify((await snapshot(result.portalId)).tokens, (_, value: unknown) =>
      typeof value === 'bigint' ? Number(value) : value,
    );
    expect(stored).not.toContain(tokens[0]?.accessToken);
    expect(stored).not.toContain(tokens[0]?.refreshToken);
    expect(stored).not.toContain(request.refreshToken);
  });

  it('binds every placement at an address of its own and every event, and binds nothing twice', async () => {
    const portalId = await install();
    const client = await rig.access.clientFor(portalId);
    const first = await readBindings(client);
    expect(first.placements.map((row) => row.placement).sort()).toEqual(placements.map((row) => row.code).sort());
    expect(new Set(first.placements.map((row) => row.handler)).size).toBe(placements.length);
    expect(first.placements.every((row) => row.handler.startsWith(`${appUrl}/portal/placement?`))).toBe(true);
    expect(first.events.map((row) => row.event).sort()).toEqual(events.map((row) => row.code).sort());
    await install();
    expect(await readBindings(client)).toEqual(first);
  });

  it('takes stale bindings away', async () => {
    const portalId = await install();
    const client = await rig.access.clientFor(portalId);
    await client.batch([
      { method: 'placement.bind', params: { PLACEMENT: 'CRM_DEAL_DETAIL_TAB', HANDLER: 'https://old.example.com/tab', TITLE: 'Old' } },
      { method: 'event.bind', params: { event: 'ONCRMLEADADD', handler: 'https://old.example.com/event' } },
    ]);
    await install();
    const bound = await readBindings(client);
    expect(bound.placements.map((row) => row.handler).filter((handler) => handler.includes('old.example'))).toEqual([]);
    expect(bound.events.map((row) => row.handler).filter((handler) => handler.includes('old.example'))).toEqual([]);
  });

  it('repeats safely: the first day and the time zone stay, tokens are replaced', async () => {
    const portalId = await install();
    const before = await snapshot(portalId);
    rig.clock.now = new Date('2026-12-01T00:00:00Z');
    expect(await install()).toBe(portalId);
    const after = await snapshot(portalId);
    expect(after.portal[0]?.installed_at).toEqual(before.portal[0]?.installed_at);
    expect(after.tokens[0]?.generation).toBe((before.tokens[0]?.generation ?? 0) + 1);
  });
});

describe('T5: a forged installation changes nothing', () => {
  it('when it names the member id of another portal', async () => {
    const portalId = await install();
    const before = await snapshot(portalId);
    const victim = rig.request(admin).memberId;
    const attacker = createPortalRig(store);
    attacker.intercept(null);
    const forged = { ...attacker.request(admin), memberId: victim };
    expect(await installPortal({ ...attacker.install, secretText: rig.install.secretText }, forged)).toMatchObject({
      kind: 'refused',
      reason: 'portal-mismatch',
    });
    expect(await snapshot(portalId)).toEqual(before);
    expect(await store.directory.findPortalId(attacker.request(admin).memberId)).toBeUndefined();
    await attacker.emulator.close();
  });

  it('when it names an authorization server of its own, which is never contacted', async () => {
    for (const serverEndpoint of [
      'https://evil.example.com/rest/',
      'http://localhost:9/rest/',
      `${oauthOrigin}.evil.example.com/rest/`,
      'oauth.bitrix.info',
      'https://oauth.bitrix.info@evil.example.com/',
    ]) {
      const result = await installPortal(rig.install, { ...rig.request(admin), serverEndpoint });
      expect(result).toMatchObject({ kind: 'refused', reason: 'foreign-authorization-server' });
    }
    expect(rig.requests).toEqual([]);
    expect(await store.directory.findPortalId(rig.request(admin).memberId)).toBeUndefined();
  });

  it('when the authorization server names a portal inside a private network', async () => {
    rig.intercept(async (request) => {
      if (!request.url.startsWith(oauthOrigin)) return undefined;
      const answer = (await (await rig.emulator.handle(request)).json()) as Record<string, unknown>;
      return Response.json({ ...answer, client_endpoint: 'https://10.0.0.5/rest/' });
    });
    expect(await rig.installBy(admin)).toMatchObject({ kind: 'refused', reason: 'portal-not-reachable' });
    expect(rig.requests).toEqual([`${oauthOrigin}/oauth/token/`]);
  });

  it('when the refresh token is not one of the portal', async () => {
    expect(await installPortal(rig.install, { ...rig.request(admin), refreshToken: 'made-up' })).toMatchObject({
      kind: 'refused',
      reason: 'proof-refused',
    });
  });

  it('when the tokens were made for another application', async () => {
    const result = await installPortal({ ...rig.install, applicationCode: 'another' }, rig.request(admin));
    expect(result).toMatchObject({ kind: 'refused', reason: 'wrong-application' });
    expect(await store.directory.findPortalId(rig.request(admin).memberId)).toBeUndefined();
  });

  it('when the portal names a person without a number', async () => {
    rig.intercept(async (request) => {
      if (request.url.startsWith(oauthOrigin)) return undefined;
      const answer = await (await rig.emulator.handle(request)).text();
      return new Response(answer.replaceAll(/"ID":\s*"?1"?/g, '"ID":"1e9x"'), { headers: { 'content-type': 'application/json' } });
    });
    expect(await rig.installBy(admin)).toMatchObject({ kind: 'refused', reason: 'inactive' });
    expect(await store.directory.findPortalId(rig.request(admin).memberId)).toBeUndefined();
  });

  it('when the person is not an administrator', async () => {
    const portalId = await install();
    rig.emulator.finishInstall(admin);
    const before = await snapshot(portalId);
    expect(await rig.installBy(anna)).toMatchObject({ kind: 'refused', reason: 'not-an-administrator' });
    expect(await snapshot(portalId)).toEqual(before);
  });

  it('when it carries no tokens', async () => {
    expect(await installPortal(rig.install, { ...rig.request(admin), refreshToken: null })).toMatchObject({
      kind: 'refused',
      reason: 'no-tokens',
    });
    expect(rig.requests).toEqual([]);
  });
});
