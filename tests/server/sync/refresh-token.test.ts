import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readIdentity } from '#bitrix/application.ts';
import type { PortalClient } from '#bitrix/portal-client.ts';
import { openStore, type Store } from '#store/open-store.ts';
import { takeTokenLease } from '#store/portal-tokens.ts';
import { getPortal } from '#store/portals.ts';
import { createPortalAccess } from '#sync/portal-access.ts';
import { createPortalRig, oauthOrigin, type PortalRig } from '#support/portal-rig.ts';
import { smallPortalPeople } from '#support/small-portal.ts';
import { createReopenableStore, testEngine, type ReopenableStore } from '#support/test-store.ts';

/** Four processes, each with connections of its own; PGlite belongs to one process, so there they share its store. */
let place: ReopenableStore;
let stores: readonly Store[];
let rig: PortalRig;
let portalId: bigint;

beforeAll(async () => {
  place = await createReopenableStore();
  const first = await openStore(place.options);
  const others = testEngine() === 'postgres' ? await Promise.all([1, 2, 3].map(() => openStore(place.options))) : [first, first, first];
  stores = [first, ...others];
});
afterAll(async () => {
  for (const store of new Set(stores)) await store.close();
  await place.remove();
});
beforeEach(async () => {
  rig = createPortalRig(storeAt(0));
  const installed = await rig.installBy(smallPortalPeople.admin);
  if (installed.kind !== 'installed') throw new Error(installed.reason);
  portalId = installed.portalId;
  rig.requests.length = 0;
});
afterEach(() => rig.emulator.close());

function storeAt(index: number): Store {
  const store = stores[index];
  if (!store) throw new Error('no such process');
  return store;
}

const exchanges = (): number => rig.requests.filter((url) => url.startsWith(oauthOrigin)).length;
const tokenRow = () =>
  storeAt(0)
    .forPortal(portalId)
    .transaction((tx) => tx.db.selectFrom('portal_token').selectAll().where('portal_id', '=', portalId).executeTakeFirstOrThrow());

/** Clients that all hold the token of now. */
async function openClients(count: number): Promise<PortalClient[]> {
  const { oauth, clients, secretText, systemClock, log } = rig.install;
  const accesses = stores.map((store) => createPortalAccess({ store, oauth, clients, secretText, systemClock, log }));
  return Promise.all(accesses.flatMap((access) => Array.from({ length: count }, () => access.clientFor(portalId))));
}

/** The portal takes only tokens that the authorization server issues from now on; the server answers by `answer`. */
function expireEverything(answer: (request: Request) => Promise<Response> = (request) => rig.emulator.handle(request)): { most: number } {
  const fresh = new Set<string>();
  const flight = { now: 0, most: 0 };
  rig.intercept(async (request) => {
    if (request.url.startsWith(oauthOrigin)) {
      flight.now += 1;
      flight.most = Math.max(flight.most, flight.now);
      await new Promise((resolve) => setTimeout(resolve, 100));
      const answered = await answer(request);
      flight.now -= 1;
      const tokens = (await answered.clone().json()) as { access_token?: string };
      if (tokens.access_token) fresh.add(tokens.access_token);
      return answered;
    }
    const { auth } = (await request.clone().json()) as { auth: string };
    return fresh.has(auth) ? undefined : Response.json({ error: 'expired_token', error_description: 'expired' }, { status: 401 });
  });
  return flight;
}

const kindsOf = async (clients: readonly PortalClient[]): Promise<Set<string>> => {
  const outcomes = await Promise.all(
    clients.map((client) =>
      readIdentity(client).then(
        ({ person }) => `person ${person?.userId}`,
        (failure: unknown) => (failure instanceof Error && 'kind' in failure ? String(failure.kind) : String(failure)),
      ),
    ),
  );
  return new Set(outcomes);
};

describe('a stale token in four processes', () => {
  it('is exchanged exactly once for two hundred callers in each of them', async () => {
    const clients = await openClients(200);
    const flight = expireEverything();
    expect(await kindsOf(clients)).toEqual(new Set(['person 1']));
    expect(exchanges()).toBe(1);
    expect(flight.most).toBe(1);
    expect(await tokenRow()).toMatchObject({ generation: 2, lease_until: null, lease_by: null });
  }, 60_000);

  it('of a portal that does not pay is asked about once, and suspends the portal', async () => {
    const clients = await openClients(20);
    expireEverything(async () => Response.json({ error: 'PAYMENT_REQUIRED' }, { status: 400 }));
    expect(await kindsOf(clients)).toEqual(new Set(['payment-required']));
    expect(exchanges()).toBe(1);
    expect((await storeAt(1).forPortal(portalId).transaction(getPortal)).state).toBe('suspended');
  });

  it('that nobody takes any more is tried by both refresh tokens once, and the portal waits for an administrator', async () => {
    await rig.installBy(smallPortalPeople.admin);
    rig.requests.length = 0;
    const clients = await openClients(20);
    const flight = expireEverything(async () => Response.json({ error: 'invalid_grant' }, { status: 400 }));
    expect(await kindsOf(clients)).toEqual(new Set(['access-lost']));
    expect(exchanges()).toBe(2);
    expect(flight.most).toBe(1);
    expect((await storeAt(1).forPortal(portalId).transaction(getPortal)).state).toBe('needs-reauth');
  });
});

describe('a portal that is renamed while four processes read it', () => {
  it('is found again by one exchange, and all of them go on at its new address', async () => {
    const renamed = 'http://localhost:4297';
    const clients = await openClients(10);
    expect(await kindsOf(clients)).toEqual(new Set(['person 1']));
    rig.emulator.rename(renamed);
    rig.requests.length = 0;
    expect(await kindsOf(clients)).toEqual(new Set(['person 1']));
    expect(exchanges()).toBe(1);
    rig.requests.length = 0;
    expect(await kindsOf(clients)).toEqual(new Set(['person 1']));
    expect(new Set(rig.requests.map((url) => new URL(url).origin))).toEqual(new Set([renamed]));
    expect(await tokenRow()).toMatchObject({ generation: 2, state: 'active', lease_until: null });
    expect((await storeAt(1).forPortal(portalId).transaction(getPortal)).clientEndpoint).toBe(`${renamed}/rest/`);
  });
});

describe('the lease of an exchange', () => {
  const take = (node: string, leaseMs: number, generation = 1) =>
    storeAt(node === 'a' ? 0 : 1)
      .forPortal(portalId)
      .transaction((tx) => takeTokenLease(tx, { userId: BigInt(smallPortalPeople.admin), generation, node }, leaseMs));

  it('is given to one process, and to another when it has run out by the clock of the database', async () => {
    expect(await take('a', 300)).toBe(true);
    expect(await take('b', 300)).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 350));
    expect(await take('b', 300)).toBe(true);
  });

  it('is not given for a token that was exchanged already', async () => {
    expect(await take('a', 300, 0)).toBe(false);
  });

  it('of a process that died is waited for, but not longer than 45 seconds', async () => {
    await take('a', 3_600_000);
    expireEverything();
    let nowMs = Date.now();
    const { oauth, clients, secretText, log } = rig.install;
    const access = createPortalAccess({
      store: storeAt(1),
      oauth,
      clients,
      secretText,
      log,
      systemClock: () => new Date(nowMs),
      sleep: async (ms) => void (nowMs += ms * 10),
    });
    const from = nowMs;
    expect(await kindsOf([await access.clientFor(portalId)])).toEqual(new Set(['unavailable']));
    expect(nowMs - from).toBeGreaterThan(45_000);
    expect(nowMs - from).toBeLessThan(50_000);
    expect(exchanges()).toBe(0);
  });
});
