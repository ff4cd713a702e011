import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '#kernel/log.ts';
import { createLifecycleJobs } from '#jobs/lifecycle.ts';
import { startJobs } from '#jobs/schedule.ts';
import { sendOutbox } from '#jobs/send-outbox.ts';
import type { PortalClient } from '#bitrix/portal-client.ts';
import { addToOutbox } from '#store/outbox.ts';
import { openStore, type Store } from '#store/open-store.ts';
import { createPortalAccess } from '#sync/portal-access.ts';
import { until } from '#support/until.ts';
import { createPortalRig, oauthOrigin, type PortalRig } from '#support/portal-rig.ts';
import { smallPortalPeople } from '#support/small-portal.ts';
import { createReopenableStore, type ReopenableStore } from '#support/test-store.ts';

const { admin, anna, boris } = smallPortalPeople;
const log = createLog({ level: 'silent' });
const systemClock = (): Date => new Date();

let place: ReopenableStore;
let store: Store;
let rig: PortalRig;
let portalId: bigint;

beforeAll(async () => {
  place = await createReopenableStore();
  store = await openStore(place.options);
});
afterAll(async () => {
  await store.close();
  await place.remove();
});
beforeEach(async () => {
  rig = createPortalRig(store);
  const result = await rig.installBy(admin);
  if (result.kind !== 'installed') throw new Error(result.reason);
  portalId = result.portalId;
});
afterEach(() => rig.emulator.close());

async function addNotice(userId: number, key: string): Promise<void> {
  const payload = { userId: String(userId), tag: `kurs:test:${key}`, text: `Проба ${key}` };
  await store.forPortal(portalId).transaction((tx) => addToOutbox(tx, { kind: 'notify', dedupeKey: key, payload, now: systemClock() }));
}

async function states(): Promise<string[]> {
  const rows = await store.forPortal(portalId).transaction((tx) => tx.db.selectFrom('outbox').selectAll().orderBy('dedupe_key').execute());
  return rows.map((row) => `${row.dedupe_key} ${row.state}`);
}

const sentNotices = (): number => rig.requests.filter((address) => address.includes('im.notify.system.add')).length;

async function sendAll(client?: PortalClient): Promise<number> {
  return sendOutbox({
    portal: store.forPortal(portalId),
    client: client ?? (await rig.access.clientFor(portalId)),
    systemClock,
    businessClock: systemClock,
    log,
  });
}

/** Makes the call, and then the process is gone before it can write the answer down. */
async function dyingClient(): Promise<PortalClient> {
  const client = await rig.access.clientFor(portalId);
  return {
    ...client,
    call: async (method, params, schema) => {
      await client.call(method, params, schema);
      throw new Error('the process is gone');
    },
  };
}

describe('a message whose process died between sending and the answer', () => {
  it('is marked as unknown by the next start and is never sent again by itself', async () => {
    await addNotice(anna, 'a');
    await expect(sendAll(await dyingClient())).rejects.toThrow('the process is gone');
    expect(await states()).toEqual(['a sending']);
    expect(sentNotices()).toBe(1);
    await store.close();
    store = await openStore(place.options);
    const { oauth, clients, secretText } = rig.install;
    const access = createPortalAccess({ store, oauth, clients, secretText, systemClock, log });
    await addNotice(boris, 'b');
    const queue = store.createJobs();
    await queue.start();
    const lifecycle = createLifecycleJobs({ store, queue, log, care: { isDue: async () => false, run: async () => undefined } });
    const jobs = await startJobs({
      store,
      queue,
      access,
      lifecycle,
      applicationCode: 'kurs',
      systemClock,
      businessClock: systemClock,
      log,
    });
    await store.announce(portalId);
    await until(async () => (await states()).includes('b sent'), 'the next message');
    expect(await states()).toEqual(['a unknown', 'b sent']);
    expect(sentNotices()).toBe(2);
    await jobs.stop();
    await queue.stop({ graceful: true, timeout: 5000 });
  });

  it('is passed over by every other sender', async () => {
    await addNotice(anna, 'a');
    await expect(sendAll(await dyingClient())).rejects.toThrow('the process is gone');
    expect(await sendAll()).toBe(0);
    await addNotice(boris, 'b');
    expect(await sendAll()).toBe(1);
    expect(await states()).toEqual(['a sending', 'b sent']);
  });
});

describe('the outbox', () => {
  it('sends the oldest first and each once, even to several senders at the same time', async () => {
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) await addNotice(anna, key);
    const sent = await Promise.all([sendAll(), sendAll(), sendAll()]);
    expect(sent.reduce((total, count) => total + count, 0)).toBe(6);
    expect(sentNotices()).toBe(6);
    expect(new Set((await states()).map((state) => state.split(' ')[1]))).toEqual(new Set(['sent']));
  });

  it('keeps the first of two messages with the same key', async () => {
    await addNotice(anna, 'a');
    await addNotice(boris, 'a');
    expect(await sendAll()).toBe(1);
    expect(await states()).toEqual(['a sent']);
  });

  it('waits when the portal is busy, and goes on later', async () => {
    await addNotice(anna, 'a');
    rig.intercept((request) =>
      request.url.includes('im.notify')
        ? Response.json({ error: 'QUERY_LIMIT_EXCEEDED', error_description: 'Too many requests' }, { status: 503 })
        : undefined,
    );
    expect(await sendAll()).toBe(0);
    expect(await states()).toEqual(['a pending']);
    rig.intercept(null);
    expect(await sendAll()).toBe(1);
    expect(await states()).toEqual(['a sent']);
  });

  it('waits while no token can be had: the portal does nothing without one', async () => {
    await addNotice(anna, 'a');
    rig.intercept((request) =>
      request.url.startsWith(oauthOrigin) ? new Response('', { status: 502 }) : Response.json({ error: 'expired_token' }, { status: 401 }),
    );
    expect(await sendAll()).toBe(0);
    expect(await states()).toEqual(['a pending']);
    rig.intercept(null);
    expect(await sendAll()).toBe(1);
    expect(await states()).toEqual(['a sent']);
  });

  it('gives up what it does not understand', async () => {
    await store
      .forPortal(portalId)
      .transaction((tx) => addToOutbox(tx, { kind: 'notify', dedupeKey: 'a', payload: { userId: 3 }, now: systemClock() }));
    await store.forPortal(portalId).transaction((tx) => addToOutbox(tx, { kind: 'fly', dedupeKey: 'b', payload: {}, now: systemClock() }));
    await sendAll();
    expect(await states()).toEqual(['a dead', 'b dead']);
    expect(sentNotices()).toBe(0);
  });
});
