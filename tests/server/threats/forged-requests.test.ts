import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Boot, renewSession } from '#contract/session.ts';
import { app as manifest } from '#manifest/app.ts';
import type { Store } from '#store/open-store.ts';
import { saveLifecycle } from '#store/portal-lifecycle.ts';
import { getPortal, savePortalEndpoint } from '#store/portals.ts';
import { askEndpoint } from '#support/person.ts';
import { smallPortalPeople } from '#support/small-portal.ts';
import { openTestStore } from '#support/test-store.ts';
import { openDoor, type Door, type DoorPortal } from './door.ts';
import { digestOfStore } from './portal-digest.ts';
import { chooseBy } from './seeded-choice.ts';

const { admin, anna } = smallPortalPeople;
const rogueOrigin = 'http://localhost:4666';
let store: Store;
let door: Door;
/** An address at which nobody answers any more. */
let silentOrigin: string | null = null;

beforeAll(async () => {
  store = await openTestStore();
  door = await openDoor(store, {
    intercept: async (request) => (new URL(request.url).origin === silentOrigin ? new Response('', { status: 502 }) : undefined),
  });
  for (const { emulator } of [door.first, door.second]) {
    expect((await door.post(manifest.installerPath, emulator.openFrame({ userId: admin, placement: 'DEFAULT' }).fields)).status).toBe(200);
    emulator.finishInstall(admin);
  }
});
afterAll(async () => {
  await door?.close();
  await store?.close();
});
beforeEach(() => void (door.calls.length = 0));

const issued = new Map<string, DoorPortal>();

/** What a portal submits; whose its tokens are is remembered. */
function fieldsOf(portal: DoorPortal, userId: number = admin, clientId?: string): Record<string, string> {
  const { fields } = portal.emulator.openFrame({ userId, placement: 'DEFAULT', ...(clientId === undefined ? {} : { clientId }) });
  for (const name of ['AUTH_ID', 'REFRESH_ID']) issued.set(fields[name] ?? '', portal);
  return { ...fields };
}
const rogueCalls = (): string[] => door.calls.filter(({ host }) => host === new URL(rogueOrigin).host).map(({ text }) => text);

function bootOf(text: string): Boot {
  return Boot.parse(JSON.parse(/id="boot">(.*?)<\/script>/s.exec(text)?.[1] ?? 'null'));
}

/** A request made of the parts of two portals, of nobody and of a stranger. */
function mix(seed: number): { path: string; fields: Record<string, string> } {
  const choice = chooseBy(seed);
  const people = [admin, anna];
  const parts = [fieldsOf(door.first, choice.oneOf(people)), fieldsOf(door.second, choice.oneOf(people))];
  const names = ['member_id', 'AUTH_ID', 'REFRESH_ID', 'APPLICATION_TOKEN', 'SERVER_ENDPOINT', 'DOMAIN', 'PLACEMENT'];
  const fields: Record<string, string> = { PROTOCOL: '0' };
  for (const name of names) fields[name] = choice.oneOf(parts)[name] ?? '';
  fields['DOMAIN'] = choice.oneOf(['localhost:4301', 'localhost:4401', 'localhost:4666', 'evil.example', '']);
  if (choice.isChosen(0.2)) fields['SERVER_ENDPOINT'] = choice.oneOf([`${rogueOrigin}/rest/`, '', 'https://oauth.bitrix.info/rest/']);
  for (const name of names.slice(1)) if (choice.isChosen(0.08)) delete fields[name];
  if (choice.isChosen(0.1)) fields['AUTH_ID'] = 'f'.repeat(70);
  return { path: choice.oneOf([manifest.handlerPath, manifest.installerPath]), fields };
}

describe('T1: a request made of the parts of two portals', () => {
  const requests = Number(process.env['FUZZ_REQUESTS'] ?? 150);

  it(`opens no session of another portal than the one whose token it brings (${requests} of them)`, { timeout: 3_600_000 }, async () => {
    let opened = 0;
    for (let seed = 1; seed <= requests; seed += 1) {
      const { path, fields } = mix(seed);
      const asked = fields['member_id'] === door.first.memberId ? door.first : door.second;
      door.calls.length = 0;
      const answer = await door.post(path, fields);
      expect([seed, answer.status], answer.text).toEqual([seed, expect.toSatisfy((status: number) => status < 500)]);
      const { session, portal } = bootOf(answer.text);
      const proof = path === manifest.installerPath ? fields['REFRESH_ID'] : fields['AUTH_ID'];
      const isOfAsked = issued.get(proof ?? '') === asked;
      if (session !== null) expect([seed, portal?.memberId, isOfAsked]).toEqual([seed, asked.memberId, true]);
      opened += session === null ? 0 : 1;
      // Tokens are asked of the portal that the member id is bound to, wherever the request says it lives.
      const asking = door.calls.filter(({ text }) => text.includes('/rest/')).map(({ host }) => `http://${host}`);
      expect([seed, asking.filter((origin) => origin !== asked.origin)]).toEqual([seed, []]);
      expect(rogueCalls()).toEqual([]);
    }
    expect(opened).toBeGreaterThan(0);
    expect(await store.directory.listPortalIds()).toHaveLength(2);
  });

  it('renews no session with the token of another portal', async () => {
    const accessToken = fieldsOf(door.first)['AUTH_ID'] ?? '';
    const answer = await askEndpoint(door.appUrl, {}, renewSession, { memberId: door.second.memberId, accessToken });
    expect(answer.status).toBeGreaterThanOrEqual(401);
    expect(answer.body).not.toHaveProperty('token');
  });
});

describe('T2: an address that vouches for everybody', () => {
  it('is not asked about a token, and opens nothing, whichever field names it', async () => {
    // A foreign domain has our own token exchanged, and where the portal is stays as the exchange says.
    const exchanged = ['portal_lifecycle', 'portal_token'];
    const before = await digestOfStore(store, exchanged);
    const rogue = { DOMAIN: new URL(rogueOrigin).host, SERVER_ENDPOINT: `${rogueOrigin}/rest/`, client_endpoint: `${rogueOrigin}/rest/` };
    const tokens = { AUTH_ID: 'stolen-token', REFRESH_ID: 'stolen-refresh', PROTOCOL: '0', DOMAIN: rogue.DOMAIN };
    const unknown = 'f'.repeat(32);
    const attempts: Record<string, string>[] = [
      { ...tokens, ...rogue, member_id: unknown },
      { ...tokens, ...rogue, member_id: door.first.memberId },
      { ...tokens, member_id: door.first.memberId, SERVER_ENDPOINT: `${door.first.oauthOrigin}/rest/` },
      { ...tokens, member_id: unknown, SERVER_ENDPOINT: `${door.first.oauthOrigin}/rest/` },
      { ...fieldsOf(door.first), AUTH_ID: 'stolen-token', REFRESH_ID: '', DOMAIN: rogue.DOMAIN },
    ];
    for (const path of [manifest.handlerPath, manifest.installerPath]) {
      for (const fields of attempts) {
        const answer = await door.post(path, fields);
        expect([400, 401, 403, 404]).toContain(answer.status);
        expect(bootOf(answer.text).session).toBeNull();
      }
    }
    expect(rogueCalls()).toEqual([]);
    expect(await digestOfStore(store, exchanged)).toEqual(before);
  });

  it('has no token of ours exchanged for a request that proves nothing, and one for the application token of the portal', async () => {
    const { memberId, oauthOrigin } = door.second;
    const portalId = await store.directory.findPortalId(memberId);
    await store.forPortal(portalId ?? 0n).transaction((tx) => saveLifecycle(tx, { domain_checked_at: null }));
    const exchanges = (): number => door.calls.filter(({ url }) => url.startsWith(oauthOrigin)).length;
    const before = await digestOfStore(store);
    const nothing = { member_id: memberId, AUTH_ID: 'stolen-token', DOMAIN: new URL(rogueOrigin).host, PROTOCOL: '0' };
    for (const token of [{}, { APPLICATION_TOKEN: '' }, { APPLICATION_TOKEN: 'a'.repeat(32) }])
      expect((await door.post(manifest.handlerPath, { ...nothing, ...token })).status).toBe(403);
    expect(exchanges()).toBe(0);
    expect(await digestOfStore(store)).toEqual(before);
    const proof = { APPLICATION_TOKEN: fieldsOf(door.second)['APPLICATION_TOKEN'] ?? '' };
    for (let time = 0; time < 3; time += 1) expect((await door.post(manifest.handlerPath, { ...nothing, ...proof })).status).toBe(403);
    expect(exchanges()).toBe(1);
  });

  it('is followed without an application token, as older portals open pages, only where the portal does not answer any more', async () => {
    const { memberId } = door.second;
    const portalId = (await store.directory.findPortalId(memberId)) ?? 0n;
    const gone = { clientEndpoint: 'http://localhost:4999/rest/', origin: 'http://localhost:4999' };
    await store.forPortal(portalId).transaction(async (tx) => {
      await savePortalEndpoint(tx, gone, new Date());
      await saveLifecycle(tx, { domain_checked_at: null });
    });
    silentOrigin = gone.origin;
    const { APPLICATION_TOKEN: _, ...older } = fieldsOf(door.second);
    await door.post(manifest.handlerPath, { ...older, DOMAIN: new URL(door.second.origin).host });
    silentOrigin = null;
    expect((await store.forPortal(portalId).transaction(getPortal)).origin).toBe(door.second.origin);
  });
});

describe('T3: a token of another application on the same portal', () => {
  it('opens no page, renews no session and connects no portal', async () => {
    door.first.emulator.finishInstall(admin, 'local.other');
    const before = await digestOfStore(store);
    const theirs = fieldsOf(door.first, admin, 'local.other');
    const stillOurs = { ...theirs, APPLICATION_TOKEN: fieldsOf(door.first)['APPLICATION_TOKEN'] ?? '' };
    for (const fields of [theirs, stillOurs, { ...theirs, APPLICATION_TOKEN: '' }]) {
      for (const path of [manifest.handlerPath, manifest.installerPath]) {
        const answer = await door.post(path, fields);
        expect([path, answer.status]).toEqual([path, 403]);
        expect(bootOf(answer.text).session).toBeNull();
      }
    }
    const accessToken = theirs['AUTH_ID'] ?? '';
    const answer = await askEndpoint(door.appUrl, {}, renewSession, { memberId: door.first.memberId, accessToken });
    expect(answer.body).toMatchObject({ error: { code: 'portal-refused' } });
    expect(await digestOfStore(store)).toEqual(before);
  });
});
