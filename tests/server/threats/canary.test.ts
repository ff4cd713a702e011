import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSheet, signSheet } from '#contract/acknowledgement.ts';
import { readSheet } from '#contract/sheet-acts.ts';
import { watchTogether } from '#bitrix/rest-watch.ts';
import { endpoints } from '#contract/endpoints.ts';
import { publishPlan, saveDraft } from '#contract/plan.ts';
import { renewSession } from '#contract/session.ts';
import { createInternalServer } from '#http/internal.ts';
import { createReadiness } from '#http/readiness.ts';
import { createRestLog, readRestLog, type RestLog } from '#jobs/rest-log.ts';
import { sendOutbox } from '#jobs/send-outbox.ts';
import { createLog } from '#kernel/log.ts';
import { createMetrics } from '#kernel/metrics.ts';
import { watchRest } from '#kernel/watch-rest.ts';
import { app as manifest } from '#manifest/app.ts';
import type { Store } from '#store/open-store.ts';
import { createTotals } from '#store/portal-totals.ts';
import { keptTables, purgedTables } from '#store/purge-portal.ts';
import { askEndpoint, bearer } from '#support/person.ts';
import { readPortal } from '#support/read-portal.ts';
import { smallPortalPeople } from '#support/small-portal.ts';
import { openTestStore } from '#support/test-store.ts';
import { openDoor, type Door } from './door.ts';

const { admin, head, anna } = smallPortalPeople;
const month = '2026-11';
let store: Store;
let door: Door;
let portalId: bigint;
let restLog: RestLog;
let internal: Server;

/** Every secret of the run: each is a text that there is nowhere else. */
const secrets = new Map<string, string>();
const logLines: string[] = [];
/** What people and portals were answered, the few answers left out that carry a token to its own person. */
const answers: string[] = [];
const addresses: string[] = [];
/** A fault that the portal has, which names the token it was asked with. */
let portalFault: ((request: Request) => Promise<Response | undefined>) | null = null;

const keep = (name: string, value: string | undefined): string => {
  if (value !== undefined && value.length >= 16) secrets.set(value, name);
  return value ?? '';
};

async function intercept(request: Request): Promise<Response | undefined> {
  // Tokens that only pass between servers are found in what the authorization server is asked and answers.
  const body = await request.clone().text();
  for (const name of ['refresh_token', 'auth'])
    keep(`${name} on the way`, new URLSearchParams(body).get(name) ?? /"auth":"(\w+)"/.exec(body)?.[1]);
  if (portalFault !== null) return portalFault(request);
  if (!request.url.includes('/oauth/')) return undefined;
  const portal = request.url.startsWith(door.first.oauthOrigin) ? door.first : door.second;
  const answer = await portal.emulator.handle(request);
  const tokens = (await answer.clone().json()) as Record<string, unknown>;
  for (const name of ['access_token', 'refresh_token']) keep(`${name} of an exchange`, String(tokens[name] ?? ''));
  return answer;
}

async function post(path: string, fields: Record<string, string>): Promise<string> {
  addresses.push(door.appUrl + path);
  const { text } = await door.post(path, fields);
  const boot = /id="boot">(.*?)<\/script>/s.exec(text)?.[1];
  const session = boot === undefined ? null : (JSON.parse(boot) as { session: { token: string } | null }).session;
  // The page carries the token of its session to the one who has opened it, and nothing else of the kind.
  answers.push(session === null ? text : text.replace(session.token, ''));
  return session === null ? '' : keep('a session token', session.token);
}

function frameOf(userId: number, placement = 'DEFAULT', options: Record<string, string> = {}): Record<string, string> {
  const frame = door.first.emulator.openFrame({ userId, placement, options });
  addresses.push(frame.url);
  for (const name of ['AUTH_ID', 'REFRESH_ID', 'APPLICATION_TOKEN']) keep(name, frame.fields[name]);
  return { ...frame.fields };
}

async function ask(token: string, endpoint: Parameters<typeof askEndpoint>[2], request: unknown): Promise<unknown> {
  addresses.push(endpoint.method === 'GET' ? `${endpoint.path} ${JSON.stringify(request)}` : endpoint.path);
  const { body, headers } = await askEndpoint(door.appUrl, token === '' ? {} : bearer(token), endpoint, request);
  const isRenewed = endpoint.path === renewSession.path && typeof body === 'object' && body !== null && 'token' in body;
  if (isRenewed) keep('a renewed session token', String(body.token));
  answers.push(isRenewed ? '' : JSON.stringify(body), JSON.stringify([...headers]));
  return body;
}

beforeAll(async () => {
  store = await openTestStore();
  const lines = { write: (line: string) => void logLines.push(line) };
  const log = createLog({ level: 'trace', lines });
  const clocks = { systemClock: () => new Date(), businessClock: () => new Date() };
  const metrics = createMetrics(createTotals(store, clocks, 0));
  const logging = { exchanged: (exchange: Parameters<RestLog['exchanged']>[0]) => restLog.exchanged(exchange), waited: () => undefined };
  door = await openDoor(store, { log, intercept, metrics, watch: watchTogether(logging, watchRest(metrics)) });
  const { secretText, systemClock } = door.install;
  restLog = createRestLog({ store, secretText, systemClock, log });
  internal = createInternalServer({ metrics, readiness: createReadiness({ store, areKeysWorking: () => true }) }).listen(0, '127.0.0.1');
  await once(internal, 'listening');
  keep('the client secret', door.clientSecret);
  for (const [name, key] of Object.entries(door.keys)) {
    for (const form of ['hex', 'base64', 'base64url'] as const) keep(`the key ${name}`, key.toString(form));
  }
  await liveThrough();
  await restLog.flush();
});
afterAll(async () => {
  await restLog?.stop();
  internal?.close();
  await door?.close();
  await store?.close();
});

/** Installation, pages, plan, signature, notice, events, reading, and everything that can go wrong on the way. */
async function liveThrough(): Promise<void> {
  await post(manifest.installerPath, frameOf(admin));
  door.first.emulator.finishInstall(admin);
  portalId = (await store.directory.findPortalId(door.first.memberId)) ?? 0n;
  await readPortal(store, door, portalId);
  const [adminToken, headToken, annaToken] = [
    await post(manifest.handlerPath, frameOf(admin)),
    await post(manifest.handlerPath, frameOf(head)),
    await post(manifest.handlerPath, frameOf(anna)),
  ];
  await post(manifest.handlerPath, frameOf(anna, 'CRM_DEAL_DETAIL_TAB', { ID: '6' }));
  await ask('', renewSession, { memberId: door.first.memberId, accessToken: frameOf(head)['AUTH_ID'] });
  await planAndSign(headToken, annaToken);
  await sendNotices();
  for (const endpoint of Object.values(endpoints))
    if (endpoint.method === 'GET')
      await ask(adminToken, endpoint, {
        month,
        scope: 'company',
        measure: 'fact',
        check: 'no-amount',
        dealId: '6',
        leadId: '5',
        version: 1,
        userId: '3',
        after: -1,
      });
  await sendEvents();
  await goWrong(headToken);
}

async function planAndSign(headToken: string, annaToken: string): Promise<void> {
  await ask(headToken, saveDraft, { month, lines: [{ metric: 'revenue', scope: `person:${anna}`, value: '900000.00' }] });
  await ask(headToken, publishPlan, { month, baseVersion: 0 });
  const sheet = { month, version: 1, userId: String(anna) };
  const { challengeId, planHash } = (await ask(annaToken, openSheet, sheet)) as { challengeId: string; planHash: string };
  await ask(annaToken, readSheet, sheet);
  await ask(annaToken, signSheet, { ...sheet, challengeId, planHash, decision: 'signed-with-objections', text: 'Мало звонков' });
}

async function sendNotices(): Promise<void> {
  const portal = store.forPortal(portalId);
  const { systemClock, log } = door.install;
  expect(
    await sendOutbox({ portal, client: await door.access.clientFor(portalId), systemClock, businessClock: systemClock, log }),
  ).toBeGreaterThan(0);
}

async function sendEvents(): Promise<void> {
  const frame = frameOf(admin);
  const auth = {
    'auth[member_id]': door.first.memberId,
    'auth[access_token]': frame['AUTH_ID'] ?? '',
    'auth[refresh_token]': frame['REFRESH_ID'] ?? '',
    'auth[server_endpoint]': `${door.first.oauthOrigin}/rest/`,
  };
  const token = frame['APPLICATION_TOKEN'] ?? '';
  for (const [event, applicationToken] of [
    ['ONCRMDEALUPDATE', token],
    ['ONCRMDEALUPDATE', `${token}x`],
    ['ONAPPUPDATE', token],
    ['ONAPPUNINSTALL', `${token}x`],
  ] as const) {
    await post(manifest.eventPath, { event, 'data[FIELDS][ID]': '7', ...auth, 'auth[application_token]': applicationToken });
  }
  await door.settled();
}

/** Portals that echo what they were told, tokens that ended, requests that are refused. */
async function goWrong(token: string): Promise<void> {
  const fields = frameOf(anna);
  const echoes: ((text: string) => Response)[] = [
    (text) => Response.json({ error: 'expired_token', error_description: `The token ${text} has expired` }, { status: 401 }),
    (text) => Response.json({ error: text.slice(0, 400), error_description: text }, { status: 400 }),
    (text) => new Response(`<html>${text}</html>`, { status: 502 }),
    (text) => Response.json({ result: { result: [{ CODE: text }], result_error: {} } }),
    () => Response.error(),
  ];
  for (const echo of echoes) {
    portalFault = async (request) => echo(await request.clone().text());
    await post(manifest.handlerPath, fields);
    await post(manifest.installerPath, frameOf(admin));
    await ask('', renewSession, { memberId: door.first.memberId, accessToken: fields['AUTH_ID'] });
  }
  await readPortal(store, door, portalId).catch(() => undefined);
  portalFault = null;
  await post(manifest.handlerPath, { ...fields, AUTH_ID: `${fields['AUTH_ID']}x` });
  await post(manifest.handlerPath, { ...fields, member_id: `${fields['AUTH_ID']}/` });
  await post(manifest.installerPath, { ...frameOf(anna) });
  for (const spoiled of [`${token}x`, `${token.slice(0, -2)}AA`]) await ask(spoiled, endpoints.getOverview, { month });
  // What somebody writes into an address by mistake is not repeated to anybody.
  const { body } = await askEndpoint(door.appUrl, bearer(token), endpoints.getDrillDown, { month: token, scope: token, measure: 'fact' });
  answers.push(JSON.stringify(body));
}

/** Which secrets stand in these texts. */
function find(texts: readonly string[]): string[] {
  const all = texts.join('\n');
  return [...new Set([...secrets].filter(([value]) => all.includes(value)).map(([, name]) => name))];
}

describe('T7: of the secrets of a whole life of the application', () => {
  it('there are many of every kind, and each is looked for', () => {
    const kinds = new Set(secrets.values());
    expect(kinds.size).toBeGreaterThanOrEqual(10);
    expect(secrets.size).toBeGreaterThan(40);
    expect(logLines.length).toBeGreaterThan(20);
    expect(answers.length).toBeGreaterThan(50);
    expect(find([[...secrets.keys()][0] ?? ''])).toHaveLength(1);
  });

  it('none stands in the log at its most talkative', () => {
    expect(find(logLines)).toEqual([]);
  });

  it('none stands in an answer, but the session of whoever opened the page', () => {
    expect(find(answers)).toEqual([]);
  });

  it('none stands in an address, of ours or of the portal', () => {
    expect(find([...addresses, ...door.calls.map(({ url }) => url)])).toEqual([]);
  });

  it('none stands in the metrics', async () => {
    const { port } = internal.address() as AddressInfo;
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    for (const counted of [
      'kurs_http_request_seconds_count{',
      'kurs_rest_calls_total{',
      'kurs_auth_rejections_total{',
      'kurs_event_rejections_total{',
    ])
      expect(text).toContain(counted);
    expect(find([text])).toEqual([]);
  });

  it('none stands in the log of requests to the portal, opened with its key', async () => {
    const of = { memberId: door.first.memberId, since: new Date(0) };
    const lines = await store.forPortal(portalId).transaction((tx) => readRestLog(tx, door.install.secretText, of));
    expect(lines.length).toBeGreaterThan(50);
    // What the portal has repeated of a request is among them.
    expect(lines.some((line) => line.includes('"status":401'))).toBe(true);
    expect(lines.some((line) => line.includes('"status":502'))).toBe(true);
    expect(find(lines)).toEqual([]);
  });

  it('none stands in a column that can be read', async () => {
    const rows: string[] = [];
    await store.forPortal(portalId).transaction(async (tx) => {
      for (const table of [...keptTables, ...purgedTables]) {
        const found = await sql<{ row: string }>`select ${sql.table(table)}::text as row from ${sql.table(table)}`.execute(tx.db);
        rows.push(...found.rows.map(({ row }) => row));
      }
    });
    expect(rows.length).toBeGreaterThan(300);
    expect(find(rows)).toEqual([]);
  });
});
