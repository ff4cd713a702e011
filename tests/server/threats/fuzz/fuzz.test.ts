import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishPlan, saveDraft } from '#contract/plan.ts';
import { getPlanWorkbook } from '#contract/plan-workbook.ts';
import { openPage } from '#demo/visitor.ts';
import { app as manifest } from '#manifest/app.ts';
import type { Store } from '#store/open-store.ts';
import { toPerson } from '#support/person.ts';
import { readPortal } from '#support/read-portal.ts';
import { smallPortalPeople } from '#support/small-portal.ts';
import { openTestStore } from '#support/test-store.ts';
import { openDoor, type Door } from '../door.ts';
import { digestOfStore } from '../portal-digest.ts';
import { chooseBy } from '../seeded-choice.ts';
import { createBytes } from './hostile-bytes.ts';
import { createRequest, type HostileRequest, type Loot, type RequestClass } from './hostile-requests.ts';
import { findRenamed, readState, withLook, type StoreState } from './rename-look.ts';
import { closeConnections, sendBytes, sendRequest, type Reply } from './send-request.ts';

const { admin, head, anna } = smallPortalPeople;
const requests = Number(process.env['FUZZ_REQUESTS'] ?? 60);
const firstSeed = Number(process.env['FUZZ_SEED'] ?? 1);
const seeds = Array.from({ length: requests }, (_, index) => firstSeed + index);
const patience = { timeout: 3_600_000 };

let store: Store;
let door: Door;
let loot: Loot;
let lootedAtMs = 0;
let workbook: Buffer;
const secrets = new Set<string>();

beforeAll(async () => {
  store = await openTestStore();
  door = await openDoor(store);
  for (const { emulator, memberId } of [door.first, door.second]) {
    await door.post(manifest.installerPath, emulator.openFrame({ userId: admin, placement: 'DEFAULT' }).fields);
    emulator.finishInstall(admin);
    const portalId = await store.directory.findPortalId(memberId);
    if (portalId === undefined) throw new Error('the portal was not installed');
    await readPortal(store, door, portalId);
  }
  const planner = await openAs(door.first.emulator, head);
  await planner.call(saveDraft, { month: '2026-11', lines: [{ metric: 'revenue', scope: `person:${anna}`, value: '900000.00' }] });
  await planner.call(publishPlan, { month: '2026-11', baseVersion: 0 });
  workbook = (await planner.ask(getPlanWorkbook, { from: '2026-11', months: 2 })).body as Buffer;
  secrets.add(door.clientSecret);
  await renewLoot();
});
afterAll(async () => {
  closeConnections();
  await door?.close();
  await store?.close();
});

const openAs = async (emulator: Door['first']['emulator'], userId: number) =>
  toPerson(door.appUrl, await openPage(emulator.openFrame({ userId, placement: 'DEFAULT' })));

/** Sessions end after ten minutes, and a long run shall not meet closed doors only. */
async function renewLoot(): Promise<void> {
  const tokens: string[] = [];
  for (const { emulator } of [door.first, door.second])
    for (const userId of [admin, head, anna]) tokens.push((await openAs(emulator, userId)).token);
  for (const token of tokens) secrets.add(token);
  lootedAtMs = performance.now();
  loot = { tokens, memberIds: [door.first.memberId, door.second.memberId, 'f'.repeat(32)], form: formOf, workbook };
}

const lootLifeMs = 480_000;

/** A real form whose tokens are spoiled, so that nothing of it can be accepted. */
const formOf: Loot['form'] = (choice) => {
  const portal = choice.oneOf([door.first, door.second]);
  const { fields } = portal.emulator.openFrame({ userId: admin, placement: 'DEFAULT', options: { ID: '6' } });
  for (const name of ['AUTH_ID', 'REFRESH_ID', 'APPLICATION_TOKEN']) secrets.add(fields[name] ?? 'no such field');
  return { ...fields, DOMAIN: new URL(portal.origin).host, AUTH_ID: 'a'.repeat(70), REFRESH_ID: 'b'.repeat(70) };
};

/** Moves on with every transaction that writes anything, kept or undone. */
async function countWrites(): Promise<string> {
  const [portalId] = await store.directory.listPortalIds();
  return store.forPortal(portalId ?? 1n).transaction(async (tx) => {
    const { rows } = await sql<{ next: string }>`select pg_snapshot_xmax(pg_current_snapshot())::text as next`.execute(tx.db);
    return rows[0]?.next ?? '';
  });
}

const insides = /node_modules|\bat [\w.<>]+ \(|\.ts:\d+|\/work\/|kysely|pglite|PostgreSQL|syntax error at|violates|portal_id|select "/i;

function expectDiscreet(reply: Reply, what: string): void {
  expect(reply.text, what).not.toMatch(insides);
  const found = [...secrets].filter((secret) => reply.text.includes(secret) || reply.headers.includes(secret));
  expect(found, what).toEqual([]);
}

/** What stands in the store after a request that was refused: all that stood there before. */
async function toExpected(of: RequestClass, request: HostileRequest, before: StoreState, after: StoreState): Promise<StoreState> {
  const renamed = of === 'pages' ? findRenamed(request, [door.first, door.second]) : undefined;
  const portalId = renamed === undefined ? undefined : await store.directory.findPortalId(renamed.memberId);
  return portalId === undefined ? before : withLook(before, after, portalId);
}

/** A refused request leaves every row as it was; an accepted one may write, where people with rights ask. */
async function fuzz(of: RequestClass, mayWrite: boolean, chosen = seeds): Promise<Map<number, number>> {
  const statuses = new Map<number, number>();
  const prototypes = Object.getOwnPropertyNames(Object.prototype).join();
  let state = await readState(store);
  let writes = await countWrites();
  for (const seed of chosen) {
    if (performance.now() - lootedAtMs > lootLifeMs) {
      await renewLoot();
      state = await readState(store);
      writes = await countWrites();
    }
    const request = createRequest(of, chooseBy(seed), loot);
    const reply = await sendRequest(door.appUrl, request);
    const what = `npm run fuzz -- --class ${of} --seed ${seed} --requests 1: ${JSON.stringify({ ...request, body: String(request.body).slice(0, 600) }).slice(0, 1600)}`;
    expect(reply.status, `${what} ${reply.text}`).toSatisfy((status: number) => status < 500 || status === 502);
    if (reply.status === 0 && !request.path.startsWith('/api/changes')) expect(reply.text, what).toBe('an answer');
    expectDiscreet(reply, what);
    statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1);
    await door.settled();
    const now = await countWrites();
    if (now === writes) continue;
    writes = now;
    const after = await readState(store);
    if (reply.status >= 400 || !mayWrite) expect(after, what).toEqual(await toExpected(of, request, state, after));
    state = after;
  }
  expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(prototypes);
  expect((await fetch(`${door.appUrl}/readyz`)).status).toBe(200);
  return statuses;
}

describe('T25: doubled, nested, spoiled and hostile requests', () => {
  it.each(['pages', 'installer', 'event', 'session'] as const)('are refused and change nothing: %s', patience, async (of) => {
    const statuses = await fuzz(of, false);
    // An event of an update is answered before it is looked into.
    expect([...statuses.keys()].filter((status) => status < 400 && of !== 'event')).toEqual([]);
  });

  it.each(['reading', 'changing'] as const)('are taken or refused, and what is refused changes nothing: %s', patience, async (of) => {
    const statuses = await fuzz(of, true);
    // A few alone need not meet every answer.
    expect([...statuses.keys()]).toEqual(expect.arrayContaining(requests < 50 ? [] : [200, 400, 401, 403]));
  });

  it('are taken or refused as files, and change nothing: upload', patience, async () => {
    const statuses = await fuzz('upload', false, seeds.slice(0, Math.ceil(requests / 3)));
    expect([...statuses.keys()]).toEqual(expect.arrayContaining(requests < 50 ? [] : [200, 403, 422]));
  });

  it('do not harm as bytes that are hardly HTTP', patience, async () => {
    const before = await digestOfStore(store);
    for (let at = 0; at < seeds.length; at += 16) {
      const replies = seeds
        .slice(at, at + 16)
        .map(async (seed) => ({ seed, reply: await sendBytes(door.appUrl, createBytes(chooseBy(seed))) }));
      for (const { seed, reply } of await Promise.all(replies)) {
        const what = `npm run fuzz -- --class bytes --seed ${seed} --requests 1`;
        expect(reply.status, `${what}: ${reply.text.slice(0, 200)}`).toBeLessThan(500);
        expectDiscreet(reply, what);
      }
    }
    expect((await fetch(`${door.appUrl}/readyz`)).status).toBe(200);
    expect(await digestOfStore(store)).toEqual(before);
  });
});

describe('T25: a parameter that is given twice', () => {
  const call = (method: string, path: string, fields: object | null) =>
    sendRequest(door.appUrl, {
      method,
      path,
      headers: { authorization: `Bearer ${loot.tokens[2]}`, 'content-type': 'application/json' },
      body: fields === null ? null : JSON.stringify(fields),
    });

  it('is what the address says, whatever query and body say beside it', async () => {
    const other = { month: '2026-12', version: 7, userId: String(head) };
    const opened = await call('POST', `/api/sheets/2026-11/1/${anna}/open?userId=${head}&version=9`, other);
    expect(opened.status, opened.text).toBe(200);
    const refused = await call('POST', `/api/sheets/2026-11/1/${head}/open`, { userId: String(anna) });
    expect(refused.status).toBe(403);
  });

  it('is refused in a form', async () => {
    const twice = ['member_id=a&member_id=b', 'member_id[]=a', 'member_id[__proto__]=a', 'member_id[toString]=a'];
    for (const path of [manifest.handlerPath, manifest.installerPath, manifest.eventPath]) {
      for (const body of twice) {
        const form =
          path === manifest.eventPath
            ? `event=ONCRMDEALADD&auth[application_token]=x&${body.replace('member_id', 'auth[member_id]')}`
            : body;
        const headers = { 'content-type': 'application/x-www-form-urlencoded' };
        expect([path, body, (await sendRequest(door.appUrl, { method: 'POST', path, headers, body: form })).status]).toEqual([
          path,
          body,
          400,
        ]);
      }
    }
  });

  it('is refused where the address does not name it', async () => {
    for (const query of [
      'month=2026-11&month=2026-11',
      'month[]=2026-11',
      'month[$ne]=2026-11',
      'month=2026-11&scope=company&scope=person:3',
    ]) {
      expect([query, (await call('GET', `/api/overview?${query}`, null)).status]).toEqual([query, 400]);
    }
  });
});

describe('T25: a value that no column takes', () => {
  const call = (method: string, path: string, body: string) =>
    sendRequest(door.appUrl, {
      method,
      path,
      headers: { authorization: `Bearer ${loot.tokens[0]}`, 'content-type': 'application/json' },
      body,
    });
  const texts = ['"a\\u0000b"', '"\\ud800"', '"x\\udfffy"'];
  const planOf = (value: string): string => JSON.stringify({ lines: [{ metric: 'revenue', scope: `person:${anna}`, value }] });

  it('is refused as a reason of a plan, as an objection and as a token', async () => {
    await call('PUT', '/api/plans/2026-11/draft', planOf('910000.00'));
    for (const text of texts) {
      const answers = [
        await call('POST', '/api/plans/2026-11/publish', `{"baseVersion":1,"reason":${text}}`),
        await call('POST', '/api/plans/2026-11/publish', `{"baseVersion":1,"reason":"да","rationale":${text}}`),
        await call('POST', '/api/session', `{"memberId":"${door.first.memberId}","accessToken":${text}}`),
      ];
      expect(answers.map(({ status }) => status)).toEqual([400, 400, 400]);
    }
  });

  it('is refused as an amount, as a version and as a page', async () => {
    for (const value of ['999999999999999999.99', '-1.00', '92233720368547758.08']) {
      expect([value, (await call('PUT', '/api/plans/2026-12/draft', planOf(value))).status]).toEqual([value, 400]);
    }
    for (const version of ['2147483648', '9007199254740991', '1e15']) {
      expect((await call('GET', `/api/sheets/2026-11/${version}/${anna}`, '')).status).toBeOneOf([400, 404]);
    }
    expect((await call('GET', '/api/drill-down?month=2026-11&scope=company&measure=open&offset=9007199254740991', '')).status).toBe(200);
  });
});
