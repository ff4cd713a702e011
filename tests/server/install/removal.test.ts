import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { beginUninstall } from '#install/uninstall.ts';
import { saveAnchor } from '#store/tree-heads.ts';
import { addManualMetric } from '#store/manual-metrics.ts';
import { addManualValue } from '#store/manual-values.ts';
import type { Store } from '#store/open-store.ts';
import { saveLifecycle } from '#store/portal-lifecycle.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { keptTables, purgedTables, purgeNext } from '#store/purge-portal.ts';
import { readFacts } from '#support/portal-facts.ts';
import { readPortal } from '#support/read-portal.ts';
import { smallPortalPeople } from '#support/small-portal.ts';
import { openTestStore } from '#support/test-store.ts';
import { connectPortal, dayMs, hourMs, minuteMs, type ConnectedPortal } from './connected-portal.ts';

const { admin } = smallPortalPeople;
let store: Store;
let at: ConnectedPortal;
const opened: ConnectedPortal[] = [];

async function connect(): Promise<ConnectedPortal> {
  const portal = await connectPortal(store);
  opened.push(portal);
  return portal;
}

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  // Portals of earlier tests lived in other times.
  for (const portalId of await store.directory.listPortalIds())
    await store.forPortal(portalId).transaction((tx) => saveLifecycle(tx, { exchanged_at: null }));
  at = await connect();
});
afterEach(async () => {
  for (const { rig } of opened.splice(0)) await rig.emulator.close();
});

const state = async () => (await at.portal()).state;
const report = (wantsClean = false) => beginUninstall(at.rig.install, at.portalId, { wantsClean });
const rowsOf = (table: (typeof purgedTables | typeof keptTables)[number]) =>
  at.transaction(async (tx) => (await tx.db.selectFrom(table).selectAll().execute()) as unknown[]);
const countOf = async (table: Parameters<typeof rowsOf>[0]) => (await rowsOf(table)).length;

/** What is signed, whatever happens to the rest. */
async function evidence() {
  const tables = keptTables.filter((table) => !['portal', 'portal_lifecycle', 'sync_lease'].includes(table));
  return Promise.all(tables.map(async (table) => ({ table, rows: await rowsOf(table) })));
}

/** A number of a metric, which nobody takes away as long as the portal is there. */
async function enterNumber(tx: PortalTransaction): Promise<void> {
  const by = { userId: 1n, now: at.time.now };
  const metricId = randomUUID();
  const kind = { unit: 'count', direction: 'more', overTime: 'sum' } as const;
  await addManualMetric(tx, metricId, { ...kind, name: 'Выкладка', enteredBy: null, oldAfterDays: 7 }, by);
  await addManualValue(tx, { metricId, userId: 1n, day: '2026-11-10', value: 5n }, by);
}

async function letGo(wantsClean = false): Promise<void> {
  at.rig.emulator.removeApplication();
  await report(wantsClean);
  expect(await at.care()).toEqual(['confirm-removal']);
  expect(await state()).toBe('uninstalled');
}

describe('T6: an event of a removal', () => {
  it('ends nothing by itself: sessions go on, reading pauses, nothing is deleted', async () => {
    const before = await at.portal();
    await report();
    expect(await at.portal()).toMatchObject({ state: 'uninstall-pending', sessionVersion: before.sessionVersion });
    expect(await countOf('session')).toBe(1);
    expect(await countOf('portal_token')).toBe(1);
    expect(at.exchanges()).toBe(0);
  });

  it('is forgotten when the authorization server still exchanges our token', async () => {
    await readPortal(store, at.rig, at.portalId);
    const facts = await readFacts(store, at.portalId);
    await report(true);
    expect(await at.care()).toEqual(['confirm-removal']);
    expect(await state()).toBe('active');
    expect(at.rig.connected).toEqual([at.portalId]);
    expect(await readFacts(store, at.portalId)).toEqual(facts);
    expect(await at.lifecycle()).toMatchObject({ reported_at: null, wants_clean: false, purge_at: null });
    at.pass(100 * dayMs);
    expect(await at.care()).not.toContain('purge');
  });

  it('ends tokens and sessions at once when the application is gone, and keeps the rest for the time of grace', async () => {
    await readPortal(store, at.rig, at.portalId);
    const facts = await readFacts(store, at.portalId);
    const { sessionVersion } = await at.portal();
    await letGo();
    expect(await at.portal()).toMatchObject({ sessionVersion: sessionVersion + 1, applicationTokenFingerprint: null });
    expect(await countOf('portal_token')).toBe(0);
    expect(await countOf('session')).toBe(0);
    expect(await readFacts(store, at.portalId)).toEqual(facts);
    await expect(at.rig.access.clientFor(at.portalId)).rejects.toMatchObject({ kind: 'access-lost' });
  });

  it('is asked about again at growing distances while nobody can tell', async () => {
    at.refuse('unavailable', 502);
    await report();
    const distances: number[] = [];
    for (let check = 0; check < 8; check += 1) {
      expect(await at.care()).toEqual(['confirm-removal']);
      expect(await at.care()).toEqual([]);
      const { check_at: checkAt } = await at.lifecycle();
      const distance = (checkAt?.getTime() ?? 0) - at.time.now.getTime();
      distances.push(distance / minuteMs);
      at.pass(distance - 1000);
      expect(await at.care()).toEqual([]);
      at.pass(1000);
    }
    expect(distances).toEqual([1, 5, 15, 60, 180, 360, 720, 1440]);
    expect(await state()).toBe('uninstall-pending');
    at.refuse('invalid_grant');
    expect(await at.care()).toEqual(['confirm-removal']);
    expect(await state()).toBe('uninstalled');
  });

  it('is not confirmed by a payment that is missing', async () => {
    at.refuse('PAYMENT_REQUIRED');
    await report();
    await at.care();
    expect(await state()).toBe('uninstall-pending');
  });
});

describe('a secret of ours that is wrong', () => {
  const silent = (): Response => new Response('', { status: 502 });

  it('is not taken for a removal while the portal answers our token', async () => {
    const { exchanged_at: provenAt } = await at.lifecycle();
    at.pass(minuteMs);
    at.refuse('invalid_client', 401);
    await report();
    await at.care();
    expect(await state()).toBe('active');
    expect((await at.lifecycle()).exchanged_at).toEqual(provenAt);
    expect(await countOf('portal_token')).toBe(1);
  });

  it('is not taken for a removal, however long it stays', async () => {
    at.refuse('invalid_client', 401, silent());
    await report();
    for (let day = 0; day < 60; day += 1) {
      await at.care();
      at.pass(dayMs);
    }
    expect(await state()).toBe('uninstall-pending');
    expect(await countOf('portal_token')).toBe(1);
    expect(await countOf('session')).toBe(1);
  });

  it('is ruled out by an exchange of another portal that came later', async () => {
    const other = await connect();
    at.pass(hourMs);
    at.refuse('invalid_client', 401, silent());
    await report();
    await at.care();
    expect(await state()).toBe('uninstall-pending');
    other.time.now = new Date(at.time.now.getTime() + 10 * minuteMs);
    expect(await other.rig.access.exchange(other.portalId, BigInt(admin))).toMatchObject({ kind: 'refreshed' });
    at.pass(hourMs);
    await at.care();
    expect(await state()).toBe('uninstalled');
  });

  it('is ruled out by a portal that no longer knows the application', async () => {
    at.refuse('invalid_client', 401, Response.json({ error: 'APPLICATION_NOT_FOUND' }, { status: 401 }));
    await report();
    await at.care();
    expect(await state()).toBe('uninstalled');
  });
});

describe('a removal whose event was lost', () => {
  /** The token is refused whenever the lane wants to read. */
  async function tryToRead(): Promise<void> {
    await expect(readPortal(store, at.rig, at.portalId)).rejects.toMatchObject({ name: 'PortalError' });
  }

  it('is noticed after three days of refusals, when other portals prove our secret', async () => {
    const other = await connect();
    at.rig.emulator.removeApplication();
    at.pass(2 * hourMs);
    await tryToRead();
    expect(await state()).toBe('active');
    at.pass(2 * dayMs);
    other.time.now = at.time.now;
    await other.rig.access.exchange(other.portalId, BigInt(admin));
    expect(await at.care()).toEqual(['compare-bindings']);
    at.pass(dayMs + minuteMs);
    expect(await at.care()).toEqual(['suspect-removal', 'confirm-removal']);
    expect(await state()).toBe('uninstalled');
  });

  it('is not suspected while no other portal proves our secret', async () => {
    await connect();
    at.pass(2 * hourMs);
    at.refuse('invalid_client', 401, new Response('', { status: 502 }));
    await at.transaction((tx) =>
      tx.db
        .updateTable('portal_token')
        .set({ expires_at: new Date(0) })
        .execute(),
    );
    await tryToRead();
    for (let day = 0; day < 30; day += 1) {
      at.pass(dayMs);
      await at.care();
    }
    expect(await state()).toBe('active');
    expect((await at.lifecycle()).reported_at).toBeNull();
  });

  it('is noticed in a portal without living tokens, two weeks after the last person came', async () => {
    at.refuse('invalid_grant');
    await at.transaction((tx) =>
      tx.db
        .updateTable('portal_token')
        .set({ expires_at: new Date(0) })
        .execute(),
    );
    await tryToRead();
    expect(await state()).toBe('needs-reauth');
    at.pass(13 * dayMs);
    expect(await at.care()).toEqual([]);
    expect(await state()).toBe('needs-reauth');
    at.pass(dayMs);
    expect(await at.care()).toEqual(['suspect-removal', 'confirm-removal']);
    expect(await state()).toBe('uninstalled');
  });

  it('is noticed at once when the portal itself was deleted', async () => {
    at.rig.emulator.delete();
    at.pass(2 * hourMs);
    await tryToRead();
    expect(await at.care()).toEqual(['confirm-removal']);
    expect(await state()).toBe('uninstalled');
  });
});

describe('the time of grace', () => {
  it.each([
    [30, false],
    [7, true],
  ])('is %i days, and what was copied goes after it while signed evidence stays (deletion asked for: %s)', async (days, wantsClean) => {
    await readPortal(store, at.rig, at.portalId);
    await at.transaction(enterNumber);
    await at.transaction((tx) => saveAnchor(tx, { day: '2026-11-09', size: 1n }));
    const signed = await evidence();
    expect(signed.every(({ rows }) => rows.length > 0)).toBe(true);
    await letGo(wantsClean);
    at.pass(days * dayMs - minuteMs);
    expect(await at.care()).toEqual([]);
    expect(await countOf('deal')).toBe(60);
    at.pass(minuteMs);
    expect(await at.care()).toEqual(['purge']);
    for (const table of purgedTables) expect(`${table} ${await countOf(table)}`).toBe(`${table} 0`);
    expect(await evidence()).toEqual(signed);
    expect(await at.care()).toEqual([]);
  });

  it('gives everything back to whoever installs again within it', async () => {
    await readPortal(store, at.rig, at.portalId);
    const facts = await readFacts(store, at.portalId);
    const cursors = await countOf('sync_cursor');
    await letGo(true);
    at.pass(6 * dayMs);
    expect(await at.rig.installBy(admin)).toMatchObject({ kind: 'installed', portalId: at.portalId });
    expect(await state()).toBe('active');
    at.pass(60 * dayMs);
    expect(await at.care()).not.toContain('purge');
    expect(await countOf('sync_cursor')).toBe(cursors);
    expect(await readFacts(store, at.portalId)).toEqual(facts);
  });

  it('is followed by a fresh first load when the application comes back later', async () => {
    await readPortal(store, at.rig, at.portalId);
    const facts = await readFacts(store, at.portalId);
    await letGo();
    at.pass(31 * dayMs);
    await at.care();
    expect(await countOf('deal')).toBe(0);
    expect(await at.rig.installBy(admin)).toMatchObject({ kind: 'installed', portalId: at.portalId });
    at.rig.emulator.finishInstall(admin);
    await readPortal(store, at.rig, at.portalId);
    expect(await readFacts(store, at.portalId)).toEqual(facts);
  });

  it('ends in small pieces, and an installation between two of them stops the deleting and reads anew', async () => {
    await readPortal(store, at.rig, at.portalId);
    const facts = await readFacts(store, at.portalId);
    await letGo();
    at.pass(30 * dayMs);
    const next = () => at.transaction((tx) => purgeNext(tx, at.time.now, 40));
    while ((await countOf('deal')) === 60) expect(await next()).toBe('more');
    expect(await countOf('deal')).toBe(20);
    expect(await at.rig.installBy(admin)).toMatchObject({ kind: 'installed' });
    at.rig.emulator.finishInstall(admin);
    expect(await next()).toBe('not-due');
    await readPortal(store, at.rig, at.portalId);
    expect(await readFacts(store, at.portalId)).toEqual(facts);
  });

  it('knows of every table of a portal whether it goes or stays', async () => {
    const tables = await at.transaction((tx) =>
      sql<{ name: string }>`
        select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'portal_id' and not a.attisdropped
        where n.nspname = 'public' and c.relkind = 'r' and c.relname <> 'portal_directory' order by c.relname`.execute(tx.db),
    );
    expect([...purgedTables, ...keptTables].sort()).toEqual(tables.rows.map(({ name }) => name));
  });
});
