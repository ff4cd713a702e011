import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Request, Response } from 'express';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PortalRequest } from '#bitrix/portal-request.ts';
import { createRequestLimits, productionRates, type RequestLimits } from '#http/limits/request-limits.ts';
import { createEventHandler } from '#http/portal/event.ts';
import type { Web } from '#http/web.ts';
import { AppError } from '#kernel/errors.ts';
import type { Store } from '#store/open-store.ts';
import { createCurrencyCache } from '#sync/currency-cache.ts';
import { runLane } from '#sync/run-lane.ts';
import { portalOrigin } from '#support/portal-rig.ts';
import { readPortal } from '#support/read-portal.ts';
import { smallPortalPeople } from '#support/small-portal.ts';
import { openTestStore } from '#support/test-store.ts';
import { connectPortal, type ConnectedPortal } from '../install/connected-portal.ts';

/** The whole numbers are 50 000 forged events and 100 000 of one deal; a short run tells the same of the rules. */
const forgedEvents = Number(process.env['FORGED_EVENTS'] ?? 2000);
const stormEvents = Number(process.env['STORM_EVENTS'] ?? 6000);

const { admin } = smallPortalPeople;
let store: Store;
let at: ConnectedPortal;
let limits: RequestLimits;
let known: PortalRequest;
let transactions = 0;
let lookups = 0;
let handle: (request: Request, response: Response) => Promise<void>;
const time = { now: new Date('2026-11-16T08:00:00Z') };

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  at = await connectPortal(store, time);
  await readPortal(store, at.rig, at.portalId);
  limits = createRequestLimits(productionRates, () => time.now);
  const counted: Store = {
    ...store,
    directory: { ...store.directory, findPortalId: (memberId) => ((lookups += 1), store.directory.findPortalId(memberId)) },
    forPortal: (portalId) => {
      const own = store.forPortal(portalId);
      return { ...own, transaction: (work) => ((transactions += 1), own.transaction(work)) };
    },
  };
  const { install, lifecycle } = at.rig;
  const sync = { requestCatchUp: async () => undefined };
  handle = createEventHandler({ store: counted, install, limits, sync, lifecycle, systemClock: () => time.now } as unknown as Web);
  known = at.rig.request(admin);
  transactions = 0;
  lookups = 0;
});

async function send(event: string, id: number, auth: { memberId?: string; token?: string } = {}): Promise<number> {
  const body = {
    event,
    data: { FIELDS: { ID: String(id) } },
    auth: { member_id: auth.memberId ?? known.memberId, application_token: auth.token ?? known.applicationToken },
  };
  let answered = 0;
  const response = { status: (code: number) => ((answered = code), response), json: () => response };
  try {
    await handle({ body } as Request, response as unknown as Response);
    return answered;
  } catch (failure) {
    if (!(failure instanceof AppError)) throw failure;
    return { forbidden: 403, 'portal-unknown': 404, 'too-many-requests': 429 }[failure.code as string] ?? 500;
  }
}

const waiting = () =>
  at.transaction(({ db }) => db.selectFrom('dirty_record').select(['entity', 'record_id']).where('is_waiting', '=', true).execute());
const lane = async (): Promise<string> => {
  const { systemClock, businessClock, log } = at.rig.install;
  const deps = { store, access: at.rig.access, systemClock, businessClock, log, currencies: createCurrencyCache(systemClock) };
  const signal = new AbortController().signal;
  return runLane({ ...deps, onProgress: async () => undefined }, at.portalId, { signal, sliceMs: 1 });
};

function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

describe('T10: a flood of forged events', () => {
  it('writes nothing, asks the store a bounded number of times and takes bounded memory', async () => {
    const before = heapBytes();
    const answers = new Map<number, number>();
    const everyMs = 0.2;
    for (let number = 0; number < forgedEvents; number += 1) {
      time.now = new Date(Date.parse('2026-11-16T08:00:00Z') + number * everyMs);
      const isUnknown = number % 2 === 0;
      const status = await send('ONCRMDEALUPDATE', number, isUnknown ? { memberId: `unknown-${number}` } : { token: `wrong-${number}` });
      answers.set(status, (answers.get(status) ?? 0) + 1);
    }
    const seconds = (forgedEvents * everyMs) / 1000;
    expect([...answers.keys()].sort()).toEqual([403, 404, 429]);
    expect(answers.get(403)).toBe(forgedEvents / 2);
    expect(lookups).toBeLessThanOrEqual(200 + 200 * seconds + 2 * (seconds + 1));
    expect(transactions).toBeLessThanOrEqual(2 * (seconds + 1));
    expect(await waiting()).toEqual([]);
    expect(limits.size).toBeLessThan(100);
    expect(heapBytes() - before).toBeLessThan(50 * 2 ** 20);
  });

  it('does not hold the events of the portal it names', async () => {
    for (let number = 0; number < 300; number += 1) {
      await send('ONCRMDEALUPDATE', number, { token: `wrong-${number}` });
      await send('ONCRMDEALUPDATE', number, { memberId: `unknown-${number}` });
    }
    expect(await send('ONCRMDEALUPDATE', 6)).toBe(200);
    expect(await waiting()).toEqual([{ entity: 'deal', record_id: 6n }]);
  });
});

describe('T10: a storm of events of one deal', () => {
  it('keeps one row and leads to at most ten readings of the deal in a minute', async () => {
    const readings = countReadings();
    const everySeconds = 3;
    for (let second = 0; second < 60; second += everySeconds) {
      await Promise.all(Array.from({ length: (stormEvents * everySeconds) / 60 }, () => send('ONCRMDEALUPDATE', 6)));
      const rows = await waiting();
      expect(rows.filter(({ entity }) => entity === 'deal').length).toBeLessThanOrEqual(1);
      expect(rows.length).toBeLessThanOrEqual(3);
      await lane();
      at.pass(everySeconds * 1000);
    }
    expect(readings()).toBeGreaterThanOrEqual(5);
    expect(readings()).toBeLessThanOrEqual(10);
  }, 240_000);

  function countReadings(): () => number {
    let count = 0;
    at.rig.intercept(async (request) => {
      if (!request.url.startsWith(portalOrigin)) return undefined;
      const body = decodeURIComponent(await request.clone().text());
      if (body.includes('entityTypeId=2') && body.includes('filter[@id]')) count += 1;
      return undefined;
    });
    return () => count;
  }
});

describe('T10: what a portal tells faster than it may', () => {
  const overflow = async (event: string): Promise<void> => {
    // Deals that do not exist use the burst up.
    await Promise.all(Array.from({ length: productionRates.event.burst }, (_, index) => send('ONCRMACTIVITYUPDATE', 900_000 + index)));
    at.rig.emulator.updateDeal(admin, 6, { amount: '77000.00' });
    expect(await send(event, 6)).toBe(200);
  };
  const amount = async (): Promise<bigint | undefined> =>
    (await at.transaction(({ db }) => db.selectFrom('deal').select('amount_minor').where('deal_id', '=', 6n).executeTakeFirst()))
      ?.amount_minor;

  it('is not lost: one mark makes the sweep due, which finds the change', async () => {
    const before = await amount();
    await overflow('ONCRMDEALUPDATE');
    expect((await waiting()).filter(({ entity }) => entity !== 'activity')).toEqual([{ entity: 'portal', record_id: 0n }]);
    await readPortal(store, at.rig, at.portalId);
    expect(await waiting()).toEqual([]);
    expect(await amount()).toBe(7_700_000n);
    expect(before).not.toBe(7_700_000n);
  });

  it('is compared as a whole when something was deleted', async () => {
    const runs = () => at.transaction(({ db }) => db.selectFrom('reconcile_run').select('run_id').execute());
    const before = (await runs()).length;
    await overflow('ONCRMDEALDELETE');
    await readPortal(store, at.rig, at.portalId);
    expect((await runs()).length).toBeGreaterThan(before);
  });
});
