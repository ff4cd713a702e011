import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readBindings } from '#bitrix/bindings.ts';
import { createRequestLimits, productionRates, type RequestLimits } from '#http/limits/request-limits.ts';
import { fingerprintOf } from '#install/application-token.ts';
import { careForPortal } from '#install/care-for-portal.ts';
import { createUnprovenExchange } from '#install/unproven-exchange.ts';
import { noteUpdate } from '#install/note-update.ts';
import type { LifecycleDeps } from '#install/lifecycle-deps.ts';
import { events } from '#manifest/events.ts';
import { placements } from '#manifest/placements.ts';
import type { Store } from '#store/open-store.ts';
import { oauthOrigin } from '#support/portal-rig.ts';
import { smallPortalPeople } from '#support/small-portal.ts';
import { openTestStore } from '#support/test-store.ts';
import { connectPortal, dayMs, minuteMs, type ConnectedPortal } from './connected-portal.ts';

const { admin, anna } = smallPortalPeople;
let store: Store;
let at: ConnectedPortal;
let limits: RequestLimits;
/** As another process would have it: with an empty memory. */
let nextProcess: () => LifecycleDeps;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  at = await connectPortal(store);
  const systemClock = (): Date => at.time.now;
  limits = createRequestLimits(productionRates, systemClock);
  nextProcess = () => {
    const unproven = createUnprovenExchange({ oauth: at.rig.install.oauth, systemClock, takeTurn: (of) => limits.take('unproven', of) });
    return { ...at.rig.lifecycle, unproven };
  };
});
afterEach(() => at.rig.emulator.close());

interface Told {
  readonly token?: string;
  readonly refreshToken?: string;
  readonly userId?: number;
  readonly sender?: string;
}

/** What an event of an update brings; made up unless a person is named whose tokens it carries. */
async function tell({ token = 'renewed', refreshToken, userId, sender = '192.0.2.1' }: Told): Promise<string> {
  const { memberId, serverEndpoint, refreshToken: own } = at.rig.request(userId ?? admin);
  const brought = userId === undefined ? (refreshToken ?? `forged ${token}`) : own;
  const event = { name: 'ONAPPUPDATE', memberId, serverEndpoint, refreshToken: brought, applicationToken: token, data: {} };
  return noteUpdate(at.rig.install, at.portalId, { event, sender });
}

const care = (deps = nextProcess()) => careForPortal(deps, at.portalId, new AbortController().signal);
const rows = () => at.transaction(({ db }) => db.selectFrom('portal_update').selectAll().orderBy('told_at').execute());
const isAccepted = async (token: string): Promise<boolean> =>
  (await at.portal()).applicationTokenFingerprint === fingerprintOf(at.rig.install.fingerprintKey, token);
const updateApplication = () => at.rig.emulator.updateApplication({ version: 2, userId: admin });

async function expectAllBound(): Promise<void> {
  const bound = await readBindings(await at.rig.access.clientFor(at.portalId));
  expect([bound.placements.length, bound.events.length]).toEqual([placements.length, events.length]);
}

describe('T5: an update that was told', () => {
  it('is kept sealed, and done by whoever looks after the portal next: a new token, and everything bound again', async () => {
    updateApplication();
    expect(await tell({ userId: admin })).toBe('saved');
    const [row] = await rows();
    expect(
      Object.values(row ?? {})
        .map(String)
        .join(' '),
    ).not.toContain('renewed');
    expect(row?.refresh_token).toMatch(/^v2\./);
    expect(await isAccepted('renewed')).toBe(false);
    expect(await care()).toEqual(['accept-update', 'compare-bindings']);
    expect(await isAccepted('renewed')).toBe(true);
    expect(await rows()).toEqual([]);
    await expectAllBound();
    expect(await care()).toEqual([]);
  });

  it('is one however often it is told, and changes nothing when it is told again behind its end', async () => {
    const { memberId, serverEndpoint, refreshToken } = at.rig.request(admin);
    const event = { name: 'ONAPPUPDATE', memberId, serverEndpoint, refreshToken, applicationToken: 'renewed', data: {} };
    for (const sender of ['192.0.2.1', '192.0.2.1', '192.0.2.2'])
      expect(await noteUpdate(at.rig.install, at.portalId, { event, sender })).toBe('saved');
    expect(await rows()).toHaveLength(1);
    await care();
    await noteUpdate(at.rig.install, at.portalId, { event, sender: '192.0.2.1' });
    await care();
    expect(await isAccepted('renewed')).toBe(true);
    expect(await rows()).toEqual([]);
  });

  it.each([
    ['before the exchange is answered', (request: Request) => request.url.startsWith(oauthOrigin)],
    ['between the exchange and the question who has made it', (request: Request) => !request.url.startsWith(oauthOrigin)],
  ])('is finished by the next process when one is killed %s', async (_when, isReached) => {
    updateApplication();
    await tell({ userId: admin });
    // A process that is killed does not come back from what it waits for.
    let reached = (): void => undefined;
    const dying = new Promise<void>((resolve) => (reached = resolve));
    at.rig.intercept((request) => (isReached(request) ? (reached(), new Promise<Response>(() => undefined)) : undefined));
    void care().catch(() => undefined);
    await dying;
    at.rig.intercept(null);
    expect(at.exchanges()).toBe(1);
    expect(await isAccepted('renewed')).toBe(false);
    expect(await care()).toEqual([]);
    at.pass(minuteMs);
    expect(await care()).toEqual(['accept-update', 'compare-bindings']);
    expect(await isAccepted('renewed')).toBe(true);
    await expectAllBound();
  });

  it('is bound again by the next process when one is killed behind its end', async () => {
    updateApplication();
    await tell({ userId: admin });
    const dying = { ...nextProcess(), clientFor: () => Promise.reject(new Error('killed')) };
    await expect(care(dying)).rejects.toThrow('killed');
    expect(await isAccepted('renewed')).toBe(true);
    expect(await care()).toEqual(['compare-bindings']);
    await expectAllBound();
  });

  it('waits while the authorization server or the portal does not answer, and is given up after three days', async () => {
    await tell({ userId: admin });
    at.refuse('unavailable', 502);
    const distances: number[] = [];
    for (let attempt = 0; attempt < 6; attempt += 1) {
      expect(await care()).toEqual(['accept-update']);
      const [row] = await rows();
      distances.push(((row?.check_at.getTime() ?? 0) - at.time.now.getTime()) / minuteMs);
      at.pass((distances.at(-1) ?? 0) * minuteMs);
    }
    expect(distances).toEqual([1, 5, 15, 60, 180, 180]);
    at.pass(3 * dayMs);
    await care();
    expect(await rows()).toEqual([]);
    at.rig.intercept(null);
    expect(await isAccepted('renewed')).toBe(false);
  });

  it('is not undone by an earlier one that could not be looked into at first', async () => {
    await tell({ token: 'earlier', userId: admin });
    at.refuse('unavailable', 502);
    await care();
    at.rig.intercept(null);
    at.pass(1000);
    await tell({ token: 'later', userId: admin });
    await care();
    expect(await isAccepted('later')).toBe(true);
    expect(await rows()).toEqual([]);
    at.pass(dayMs);
    await care();
    expect(await isAccepted('later')).toBe(true);
  });
});

describe('T5: updates that are forged', () => {
  it.each([
    ['with a made-up token', { token: 'forged' }],
    ['with the token of somebody who is no administrator', { token: 'forged', userId: anna }],
  ])('%s are forgotten, and nothing else has changed', async (_what, told) => {
    const before = await at.portal();
    await tell(told);
    expect(await care()).toEqual(['accept-update']);
    expect(await rows()).toEqual([]);
    expect(await at.portal()).toEqual(before);
  });

  it('by one address neither fill the table nor take the place of a true one, before it or behind it', async () => {
    for (let number = 0; number < 40; number += 1) await tell({ token: `before ${number}`, sender: '198.51.100.1' });
    expect(await rows()).toHaveLength(12);
    expect(await tell({ userId: admin })).toBe('saved');
    for (let number = 0; number < 40; number += 1) await tell({ token: `behind ${number}`, sender: '198.51.100.2' });
    expect(await rows()).toHaveLength(12);
    await careUntilQuiet();
    expect(await isAccepted('renewed')).toBe(true);
    expect(await rows()).toEqual([]);
  });

  it('by a hundred addresses displace nothing that was taken, and the next one is taken as soon as they were looked into', async () => {
    expect(await tell({ userId: admin })).toBe('saved');
    const answers = new Set<string>();
    for (let number = 0; number < 100; number += 1) answers.add(await tell({ token: `flood ${number}`, sender: `203.0.113.${number}` }));
    expect([...answers].toSorted()).toEqual(['full', 'saved']);
    expect(await rows()).toHaveLength(12);
    await careUntilQuiet();
    expect(await isAccepted('renewed')).toBe(true);
    expect(await tell({ token: 'next', userId: admin })).toBe('saved');
  });

  it('that name no authorization server we know are not even kept', async () => {
    const { memberId, refreshToken } = at.rig.request(admin);
    for (const serverEndpoint of ['http://localhost:4666/rest/', 'https://oauth.bitrix.info.evil.example/rest/', 'x', null]) {
      const event = { name: 'ONAPPUPDATE', memberId, serverEndpoint, refreshToken, applicationToken: 'forged', data: {} };
      expect(await noteUpdate(at.rig.install, at.portalId, { event, sender: '192.0.2.1' })).toBe('refused');
    }
    expect(await rows()).toEqual([]);
  });

  it('are seen in one portal by that portal alone', async () => {
    await tell({ token: 'forged' });
    const other = await connectPortal(store, at.time);
    const seen = await other.transaction(({ db }) => sql<{ count: string }>`select count(*)::text as count from portal_update`.execute(db));
    expect(seen.rows[0]?.count).toBe('0');
    await other.rig.emulator.close();
  });

  /** As the job does every minute. */
  async function careUntilQuiet(): Promise<void> {
    const deps = nextProcess();
    for (let tick = 0; tick < 5; tick += 1) {
      await care(deps);
      at.pass(minuteMs);
    }
  }
});
