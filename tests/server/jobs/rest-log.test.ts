import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RestExchange } from '#bitrix/rest-watch.ts';
import { keepHouse } from '#jobs/housekeeping.ts';
import { createRestLog, readRestLog, type RestLog, type RestLogLimits } from '#jobs/rest-log.ts';
import { createKeyRing } from '#kernel/key-ring.ts';
import { createLog } from '#kernel/log.ts';
import type { Store } from '#store/open-store.ts';
import { savePortal } from '#store/portals.ts';
import { deleteRestLog } from '#store/rest-log.ts';
import { createSecretText } from '#store/secret-text.ts';
import { openTestStore } from '#support/test-store.ts';
import { vectorKey } from '../ledger/written-chain.ts';
import { snabservice } from '../store/guarded-portal.ts';

const dayMs = 86_400_000;
const start = new Date('2026-11-20T06:00:00.000Z');
const secretText = createSecretText(randomBytes(32));
const never: RestLogLimits = { everyMs: dayMs, mostWaiting: 5, mostADay: 20_000 };

let store: Store;
let restLog: RestLog;
let memberId: string;
let portalId: bigint;
const time = { now: start };
const logs: RestLog[] = [];

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

let number = 0;
beforeEach(async () => {
  number += 1;
  time.now = start;
  memberId = `${snabservice.memberId}-${number}`;
  portalId = await store.directory.savePortalId(memberId);
  await store.forPortal(portalId).transaction((tx) => savePortal(tx, { ...snabservice, memberId }, start));
  restLog = open();
});
afterEach(() => Promise.all(logs.splice(0).map((log) => log.stop())));

const open = (limits = never): RestLog => {
  const log = createRestLog({ store, secretText, systemClock: () => time.now, log: createLog({ level: 'silent' }), limits });
  logs.push(log);
  return log;
};
const asked = (change: Partial<RestExchange> = {}): RestExchange => ({
  memberId,
  method: 'crm.item.list',
  params: { entityTypeId: 2, filter: { title: 'Иванов' } },
  startedAt: time.now,
  seconds: 0.1,
  status: 200,
  outcome: 'done',
  code: null,
  operating: 1,
  answer: { result: { items: [{ id: 1, title: 'Пётр Иванов' }] } },
  ...change,
});

const Line = z.object({
  at: z.string().optional(),
  method: z.string().optional(),
  answer: z.string().optional(),
  left: z.number().optional(),
});
const read = async (since = new Date(0)) => {
  const lines = await store.forPortal(portalId).transaction((tx) => readRestLog(tx, secretText, { memberId, since }));
  return lines.map((line) => Line.parse(JSON.parse(line)));
};
const rows = () => store.forPortal(portalId).transaction(({ db }) => db.selectFrom('rest_log').selectAll().orderBy('since').execute());

describe('T7: the log of requests', () => {
  it('keeps groups of masked requests that nobody reads without the key of the installation', async () => {
    for (const method of ['crm.item.list', 'crm.status.list', 'batch']) restLog.exchanged(asked({ method }));
    expect(await rows()).toEqual([]);
    await restLog.flush();
    const [row, ...others] = await rows();
    expect(others).toEqual([]);
    expect(row).toMatchObject({ records: 3, since: start, until: start, key_id: secretText.currentKeyId() });
    expect(row?.sealed).not.toMatch(/crm|title/);
    const lines = await read();
    expect(lines.map(({ method }) => method)).toEqual(['crm.item.list', 'crm.status.list', 'batch']);
    expect(JSON.stringify(lines)).not.toContain('Иванов');
    await expect(
      store.forPortal(portalId).transaction((tx) => readRestLog(tx, createSecretText(randomBytes(32)), { memberId, since: new Date(0) })),
    ).rejects.toThrow('does not open');
  });

  it('tells what happened since a time', async () => {
    for (let hour = 0; hour < 4; hour += 1) {
      time.now = new Date(start.getTime() + hour * 3_600_000);
      restLog.exchanged(asked());
      if (hour === 1) await restLog.flush();
    }
    await restLog.flush();
    expect(await read(new Date(start.getTime() + 3_600_000))).toHaveLength(3);
    expect(await read(time.now)).toHaveLength(1);
  });

  it('is kept for three full days and no longer', async () => {
    restLog.exchanged(asked());
    await restLog.flush();
    const house = { systemClock: () => time.now, businessClock: () => time.now, secretText, sealKeys: createKeyRing(() => [vectorKey]) };
    time.now = new Date(start.getTime() + 3 * dayMs);
    await keepHouse(house, store.forPortal(portalId));
    expect(await read()).toHaveLength(1);
    time.now = new Date(start.getTime() + 3 * dayMs + 1);
    await keepHouse(house, store.forPortal(portalId));
    expect(await rows()).toEqual([]);
  });

  it('is deleted in pieces', async () => {
    for (let group = 0; group < 5; group += 1) {
      restLog.exchanged(asked());
      await restLog.flush();
    }
    const after = new Date(start.getTime() + dayMs);
    const remove = () => store.forPortal(portalId).transaction((tx) => deleteRestLog(tx, after, 2));
    expect([await remove(), await remove(), await remove(), await remove()]).toEqual([2, 2, 1, 0]);
  });

  it('holds so many requests in memory and counts the others', async () => {
    for (let index = 0; index < 12; index += 1) restLog.exchanged(asked());
    await restLog.flush();
    const lines = await read();
    expect(lines.filter(({ method }) => method !== undefined)).toHaveLength(5);
    expect(lines.at(-1)).toEqual({ left: 7 });
  });

  it('keeps a portal that is asked without pause short behind the size of a day, also in another process', async () => {
    const noise = () => ({ result: Array.from({ length: 100 }, () => ({ id: Math.floor(Math.random() * 2e9) })) });
    let group = 0;
    for (let size = 0; size < never.mostADay; group += 1) {
      for (let index = 0; index < 5; index += 1) restLog.exchanged(asked({ answer: noise() }));
      await restLog.flush();
      size = (await rows()).reduce((sum, row) => sum + row.sealed.length, 0);
    }
    const full = (await read()).length;
    for (const log of [restLog, open()]) {
      log.exchanged(asked({ answer: noise() }));
      await log.flush();
      log.exchanged(asked({ answer: noise() }));
      await log.flush();
    }
    const answers = (await read()).slice(full).map(({ answer }) => answer === '');
    // Another process learns the size with its first group.
    expect(answers.filter(Boolean).length).toBeGreaterThanOrEqual(3);
    time.now = new Date(start.getTime() + dayMs);
    restLog.exchanged(asked());
    await restLog.flush();
    expect((await read()).at(-1)?.answer).not.toBe('');
  });

  it('waits for the number of a portal that is being installed, and forgets one that never gets it', async () => {
    const fresh = `${memberId}-fresh`;
    restLog.exchanged(asked({ memberId: fresh }));
    await restLog.flush();
    [memberId, portalId] = [fresh, await store.directory.savePortalId(fresh)];
    await restLog.flush();
    expect(await read()).toHaveLength(1);
    restLog.exchanged(asked({ memberId: 'nobody' }));
    time.now = new Date(start.getTime() + 121_000);
    await restLog.flush();
    await store.directory.savePortalId('nobody');
    await restLog.flush();
    portalId = await store.directory.savePortalId('nobody');
    expect(await rows()).toEqual([]);
  });

  it('is not lost when the store is away for a while, and asks nobody to wait', async () => {
    let isAway = true;
    const shaky: Store = {
      ...store,
      forPortal: (id) => (isAway ? { portalId: id, transaction: () => Promise.reject(new Error('away')) } : store.forPortal(id)),
    };
    const options = { secretText, systemClock: () => time.now, log: createLog({ level: 'silent' }), limits: never };
    const log = createRestLog({ ...options, store: shaky });
    log.exchanged(asked({ method: 'profile' }));
    await expect(log.flush()).resolves.toBeUndefined();
    log.exchanged(asked({ method: 'scope' }));
    isAway = false;
    await log.stop();
    expect((await read()).map(({ method }) => method)).toEqual(['profile', 'scope']);
  });
});
