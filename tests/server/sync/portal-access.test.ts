import { randomBytes } from 'node:crypto';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readIdentity } from '#bitrix/application.ts';
import { createBitrixHttp } from '#bitrix/bitrix-http.ts';
import { createOAuth } from '#bitrix/oauth.ts';
import { beginUninstall, confirmUninstall } from '#install/uninstall.ts';
import type { Store } from '#store/open-store.ts';
import { createSecretText } from '#store/secret-text.ts';
import { getPortal } from '#store/portals.ts';
import { createPortalAccess } from '#sync/portal-access.ts';
import { createPortalRig, oauthOrigin, portalOrigin, type PortalRig } from '#support/portal-rig.ts';
import { smallPortalPeople } from '#support/small-portal.ts';
import { openTestStore } from '#support/test-store.ts';

let store: Store;
let rig: PortalRig;
let portalId: bigint;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  rig = createPortalRig(store);
  const installed = await rig.installBy(smallPortalPeople.admin);
  if (installed.kind !== 'installed') throw new Error(installed.reason);
  portalId = installed.portalId;
  rig.requests.length = 0;
});
afterEach(() => rig.emulator.close());

const exchanges = (): number => rig.requests.filter((url) => url.startsWith(oauthOrigin)).length;
const tokenRow = () =>
  store.forPortal(portalId).transaction((tx) => tx.db.selectFrom('portal_token').selectAll().executeTakeFirstOrThrow());
const state = async () => (await store.forPortal(portalId).transaction(getPortal)).state;

/** The portal refuses every token that it has not issued since. */
function expireEverything(): void {
  const fresh = new Set<string>();
  rig.intercept(async (request) => {
    if (request.url.startsWith(oauthOrigin)) {
      const answer = await rig.emulator.handle(request);
      const tokens = (await answer.clone().json()) as { access_token?: string };
      if (tokens.access_token) fresh.add(tokens.access_token);
      return answer;
    }
    const { auth } = (await request.clone().json()) as { auth: string };
    return fresh.has(auth) ? undefined : Response.json({ error: 'expired_token', error_description: 'expired' }, { status: 401 });
  });
}

describe('a portal that was renamed', () => {
  const renamed = 'http://localhost:4299';
  const endpoint = async () => (await store.forPortal(portalId).transaction(getPortal)).clientEndpoint;

  it('is read on at its new address by the client that was open, after one exchange', async () => {
    const client = await rig.access.clientFor(portalId);
    expect((await readIdentity(client)).person?.userId).toBe(1n);
    rig.emulator.rename(renamed);
    rig.requests.length = 0;
    expect((await readIdentity(client)).person?.userId).toBe(1n);
    expect((await readIdentity(client)).person?.userId).toBe(1n);
    expect(exchanges()).toBe(1);
    expect(await endpoint()).toBe(`${renamed}/rest/`);
    expect(rig.requests.filter((url) => !url.startsWith(oauthOrigin)).map((url) => new URL(url).origin)).toEqual([
      portalOrigin,
      renamed,
      renamed,
    ]);
  });

  it('is not followed to an address that only the old one names', async () => {
    const elsewhere = 'http://localhost:4298';
    rig.intercept((request) =>
      request.url.startsWith(portalOrigin)
        ? new Response('', { status: 302, headers: { location: `${elsewhere}${new URL(request.url).pathname}` } })
        : undefined,
    );
    const client = await rig.access.clientFor(portalId);
    await expect(readIdentity(client)).rejects.toMatchObject({ kind: 'moved' });
    expect(rig.requests.some((url) => url.startsWith(elsewhere))).toBe(false);
    expect(exchanges()).toBe(1);
    expect(await endpoint()).toBe(`${portalOrigin}/rest/`);
  });
});

describe('an expired token', () => {
  it('is exchanged once for twenty calls at the same time', async () => {
    expireEverything();
    const client = await rig.access.clientFor(portalId);
    const answers = await Promise.all(Array.from({ length: 20 }, () => readIdentity(client)));
    expect(answers.every(({ person }) => person?.userId === 1n)).toBe(true);
    expect(exchanges()).toBe(1);
    expect((await tokenRow()).generation).toBe(2);
  });

  it('is exchanged once by several processes on one store', async () => {
    expireEverything();
    const { oauth, clients, secretText, systemClock, log } = rig.install;
    const processes = Array.from({ length: 4 }, () => createPortalAccess({ store, oauth, clients, secretText, systemClock, log }));
    await Promise.all(processes.flatMap((access) => Array.from({ length: 5 }, async () => readIdentity(await access.clientFor(portalId)))));
    expect(exchanges()).toBe(1);
  });

  it('is exchanged again by the token before, when a process died between the exchange and its saving', async () => {
    await store.forPortal(portalId).transaction(async (tx) => {
      const { member_id } = await tx.db.selectFrom('portal').select('member_id').executeTakeFirstOrThrow();
      const row = await tx.db.selectFrom('portal_token').selectAll().executeTakeFirstOrThrow();
      const lost = rig.install.secretText.seal('lost', { column: 'portal_token.refresh_token', memberId: member_id, generation: 2 });
      const access = rig.install.secretText.open(row.access_token, {
        column: 'portal_token.access_token',
        memberId: member_id,
        generation: 1,
      });
      await tx.db
        .updateTable('portal_token')
        .set({
          generation: 2,
          previous_refresh_token: row.refresh_token,
          refresh_token: lost,
          access_token: rig.install.secretText.seal(access, { column: 'portal_token.access_token', memberId: member_id, generation: 2 }),
        })
        .execute();
    });
    expireEverything();
    expect((await readIdentity(await rig.access.clientFor(portalId))).person?.userId).toBe(1n);
    expect((await tokenRow()).generation).toBe(3);
  });

  it('that cannot be exchanged any more is put aside, and the portal waits for an administrator', async () => {
    rig.intercept((request) =>
      request.url.startsWith(oauthOrigin)
        ? Response.json({ error: 'invalid_grant' }, { status: 400 })
        : Response.json({ error: 'expired_token' }, { status: 401 }),
    );
    const client = await rig.access.clientFor(portalId);
    await expect(readIdentity(client)).rejects.toMatchObject({ kind: 'access-lost' });
    expect((await tokenRow()).state).toBe('revoked');
    expect(await state()).toBe('needs-reauth');
    rig.intercept(null);
    expect(await rig.installBy(smallPortalPeople.admin)).toMatchObject({ kind: 'installed' });
    expect(await state()).toBe('active');
    expect((await readIdentity(await rig.access.clientFor(portalId))).person?.userId).toBe(1n);
  });

  it('of a portal that stopped paying suspends it', async () => {
    rig.intercept((request) =>
      request.url.startsWith(oauthOrigin)
        ? Response.json({ error: 'PAYMENT_REQUIRED' }, { status: 400 })
        : Response.json({ error: 'expired_token' }, { status: 401 }),
    );
    await expect(readIdentity(await rig.access.clientFor(portalId))).rejects.toMatchObject({ kind: 'payment-required' });
    expect(await state()).toBe('suspended');
    expect((await tokenRow()).state).toBe('active');
  });

  it('stays when the authorization server does not answer', async () => {
    rig.intercept((request) =>
      request.url.startsWith(oauthOrigin) ? new Response('', { status: 502 }) : Response.json({ error: 'expired_token' }, { status: 401 }),
    );
    await expect(readIdentity(await rig.access.clientFor(portalId))).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await tokenRow()).toMatchObject({ state: 'active', lease_until: null, generation: 1 });
  });
});

describe('a refusal of our own credentials', () => {
  const said: unknown[] = [];
  const log = pino({ base: null, timestamp: false }, { write: (line: string) => void said.push(JSON.parse(line)) });

  /** A process of ours with a secret that the authorization server does not know. */
  function accessWith(clientSecret: string) {
    said.length = 0;
    const { clients, secretText, systemClock } = rig.install;
    const http = createBitrixHttp({
      egress: clients.egress,
      fetch: async (input, init) => {
        rig.requests.push(`${oauthOrigin}/oauth/token/`);
        return rig.emulator.handle(new Request(input, init));
      },
    });
    const oauth = createOAuth({ clientId: 'local.test', clientSecret, oauthHosts: [oauthOrigin], http, systemClock });
    return createPortalAccess({ store, oauth, clients, secretText, systemClock, log, sleep: async () => undefined });
  }

  it('costs the portal nothing: its tokens and its state stay, and the log says whose error it is', async () => {
    expireEverything();
    const { session_version } = await store
      .forPortal(portalId)
      .transaction((tx) => tx.db.selectFrom('portal').selectAll().executeTakeFirstOrThrow());
    const client = await accessWith('wrong').clientFor(portalId);
    await expect(readIdentity(client)).rejects.toMatchObject({ kind: 'unavailable', code: 'invalid-client', method: 'oauth' });
    expect(exchanges()).toBe(1);
    expect(await tokenRow()).toMatchObject({ state: 'active', generation: 1, lease_until: null, lease_by: null });
    expect(await store.forPortal(portalId).transaction(getPortal)).toMatchObject({ state: 'active', sessionVersion: session_version });
    const msg = expect.stringContaining('our own credentials') as unknown;
    expect(said).toEqual([{ level: pino.levels.values['error'], portalId: String(portalId), code: 'invalid_client', msg }]);
  });

  it('ends by itself when the secret is right again', async () => {
    expireEverything();
    await expect(readIdentity(await accessWith('wrong').clientFor(portalId))).rejects.toMatchObject({ code: 'invalid-client' });
    expect((await readIdentity(await rig.access.clientFor(portalId))).person?.userId).toBe(1n);
    expect((await tokenRow()).generation).toBe(2);
  });

  it.each(['invalid_request', 'invalid_scope'])('is what %s speaks about as well', async (error) => {
    rig.intercept((request) =>
      request.url.startsWith(oauthOrigin)
        ? Response.json({ error }, { status: 400 })
        : Response.json({ error: 'expired_token' }, { status: 401 }),
    );
    await expect(readIdentity(await rig.access.clientFor(portalId))).rejects.toMatchObject({ kind: 'unavailable', code: error });
    expect((await tokenRow()).state).toBe('active');
    expect(await state()).toBe('active');
  });
});

describe('a removal', () => {
  it('is believed when the authorization server no longer knows our tokens', async () => {
    await beginUninstall(rig.install, portalId);
    expect(await state()).toBe('uninstall-pending');
    rig.emulator.removeApplication();
    expect(await confirmUninstall(rig.lifecycle, portalId)).toBe('uninstalled');
    expect(await state()).toBe('uninstalled');
  });

  it('is not believed while our tokens still work', async () => {
    await beginUninstall(rig.install, portalId);
    expect(await confirmUninstall(rig.lifecycle, portalId)).toBe('still-installed');
    expect(await state()).toBe('active');
  });
});

describe('a stored secret', () => {
  const place = { column: 'portal_token.refresh_token', memberId: 'a', generation: 1 };

  it('opens only where it was put and with its own key', () => {
    const secretText = createSecretText(randomBytes(32));
    const sealed = secretText.seal('секрет', place);
    expect(secretText.open(sealed, place)).toBe('секрет');
    expect(secretText.seal('секрет', place)).not.toBe(sealed);
    for (const other of [
      { ...place, memberId: 'b' },
      { ...place, generation: 2 },
      { ...place, column: 'portal_token.access_token' },
    ]) {
      expect(() => secretText.open(sealed, other)).toThrow('does not open');
    }
    expect(() => createSecretText(randomBytes(32)).open(sealed, place)).toThrow('does not open');
    expect(() => secretText.open(`${sealed.slice(0, -2)}AA`, place)).toThrow('does not open');
    expect(() => secretText.open('', place)).toThrow('does not open');
  });
});
