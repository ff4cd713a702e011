import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signSheet } from '#contract/acknowledgement.ts';
import { endpoints } from '#contract/endpoints.ts';
import { getOverview } from '#contract/overview.ts';
import { publishPlan, saveDraft } from '#contract/plan.ts';
import { app as manifest } from '#manifest/app.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import type { Person } from '#support/person.ts';
import { smallPortalPeople } from '#support/small-portal.ts';
import { openAndRead } from '#support/sheet-acts.ts';

const { head, anna } = smallPortalPeople;
const month = '2026-12';
let service: TestService;
let portal: InstalledPortal;
let person: Person;

beforeAll(async () => {
  service = await startTestService({ portals: 1, isCounted: true });
  portal = await service.installPortal();
  person = await portal.open(anna);
});
afterAll(() => service?.stop());

const readAll = async (): Promise<string> => (await fetch(`${service.internalUrl}/metrics`)).text();

/** The value of one line; 0 for a line that is not there yet. */
async function read(name: string, labels: Readonly<Record<string, string>> = {}): Promise<number> {
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  const lines = (await readAll()).split('\n').filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
  const found = lines.filter((line) => wanted.every((label) => line.includes(label)));
  return found.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

const ask = (path: string, init: RequestInit = {}): Promise<Response> => fetch(service.appUrl + path, init);

describe('metrics', () => {
  it('count requests by the route of the contract and the status', async () => {
    const route = 'GET /api/overview';
    expect(Object.values(endpoints).map((endpoint) => `${endpoint.method} ${endpoint.path}`)).toContain(route);
    const before = await read('kurs_http_request_seconds_count', { route, status: '200' });
    await person.call(getOverview, { month: '2026-11' });
    expect(await read('kurs_http_request_seconds_count', { route, status: '200' })).toBe(before + 1);
    expect(await read('kurs_http_request_seconds_bucket', { route, status: '200', le: '+Inf' })).toBe(before + 1);
  });

  it('keep addresses that somebody made up under one name', async () => {
    for (const path of ['/api/overview/secret-of-anna', '/nowhere/Иванов', '/api/x?token=abcdef', '/assets/x.js', '/%2e%2e/etc/passwd'])
      await ask(path);
    await ask('/api/overview/2026-11', { method: 'PATCH' });
    const text = await readAll();
    expect(text).not.toMatch(/anna|Иванов|abcdef|passwd|nowhere|PATCH/);
    const routes = [...text.matchAll(/route="([^"]+)"/g)].map(([, route]) => route);
    const known = Object.values(endpoints).map((endpoint) => `${endpoint.method} ${endpoint.path}`);
    const pages = [manifest.handlerPath, manifest.installerPath, manifest.eventPath].map((path) => `POST ${path}`);
    expect([...new Set(routes)].filter((route) => ![...known, ...pages, 'other', 'assets'].includes(route ?? ''))).toEqual([]);
  });

  it('count who was turned away, by a reason of ours', async () => {
    const before = await read('kurs_auth_rejections_total', { reason: 'token-refused' });
    await ask('/api/overview?month=2026-11', { headers: { authorization: `Bearer ${'x'.repeat(40)}` } });
    await ask('/api/overview?month=2026-11');
    expect(await read('kurs_auth_rejections_total', { reason: 'token-refused' })).toBe(before + 1);
    expect(await read('kurs_auth_rejections_total', { reason: 'no-token' })).toBeGreaterThan(0);
    await person.ask(saveDraft, { month, lines: [{ metric: 'calls', scope: `person:${anna}`, value: '5' }] });
    expect(await read('kurs_auth_rejections_total', { reason: 'forbidden' })).toBeGreaterThan(0);
    const form = { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' } };
    await ask(manifest.eventPath, {
      ...form,
      body: `event=ONCRMDEALUPDATE&data[FIELDS][ID]=1&ts=1800000000&auth[member_id]=${portal.memberId}&auth[application_token]=${'f'.repeat(32)}`,
    });
    expect(await read('kurs_event_rejections_total', { reason: 'forbidden' })).toBe(1);
    await ask(manifest.eventPath, { ...form, body: 'nothing=1' });
    expect(await read('kurs_event_rejections_total', { reason: 'bad-request' })).toBe(1);
  });

  it('count what portals are asked and what that costs', async () => {
    expect(await read('kurs_rest_calls_total', { family: 'batch', outcome: 'done' })).toBeGreaterThan(0);
    expect(await read('kurs_rest_seconds_count', { family: 'batch' })).toBeGreaterThan(0);
    expect(await read('kurs_rest_operating_share_count')).toBeGreaterThan(0);
    expect(await read('kurs_limiter_wait_seconds_count', { priority: 'background' })).toBeGreaterThan(0);
    expect(await read('kurs_oauth_refresh_total', { outcome: 'refreshed' })).toBeGreaterThan(0);
    portal.intercept(async () => Response.json({ error: 'ACCESS_DENIED' }, { status: 403 }));
    await portal.open(anna).catch(() => undefined);
    portal.intercept(null);
    expect(await read('kurs_rest_calls_total', { outcome: 'refused' })).toBeGreaterThan(0);
  });

  it('count each answer to a sheet once, however often it is sent', async () => {
    const author = await portal.open(head);
    await author.call(saveDraft, { month, lines: [{ metric: 'revenue', scope: `person:${anna}`, value: '1000.00' }] });
    await author.call(publishPlan, { month, baseVersion: 0 });
    const sheet = { month, version: 1, userId: String(anna) };
    const { challengeId, planHash } = await openAndRead(person, sheet);
    for (let time = 0; time < 3; time += 1) await person.call(signSheet, { ...sheet, challengeId, planHash, decision: 'signed' });
    expect(await read('kurs_acknowledgements_total', { decision: 'signed' })).toBe(1);
  });

  it('tell what waits in the tables, of all portals together', async () => {
    expect(await read('kurs_portals')).toBe(1);
    const at = new Date();
    await portal.transaction(({ db, portalId }) =>
      db
        .insertInto('outbox')
        .values({
          portal_id: portalId,
          outbox_id: '0193b7f2-5a1c-7c3e-9d58-2f6a1b0c4e99',
          kind: 'notify',
          dedupe_key: 'lost',
          payload: '{}',
          state: 'unknown',
          attempts: 1,
          last_error: null,
          created_at: at,
          updated_at: at,
        })
        .execute(),
    );
    expect(await read('kurs_outbox_messages', { state: 'unknown' })).toBe(1);
    expect(await read('kurs_store_wait_seconds_count')).toBeGreaterThan(0);
    const text = await readAll();
    for (const name of ['kurs_dirty_records', 'kurs_sync_lag_seconds', 'kurs_nodejs_eventloop_lag_seconds'])
      expect(text).toContain(`\n${name}`);
  });

  it('T7: name no portal, no person, no token and no address', async () => {
    const text = await readAll();
    const { searchParams } = new URL(portal.frame(anna).url);
    const secrets = [portal.memberId, person.token, portal.origin, String(portal.origin.split(':')[2]), 'Анна', 'Снабсервис'];
    for (const secret of [...secrets, ...searchParams.values()].filter((one) => one.length > 4)) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/[а-яё]|[0-9a-f]{32}/i);
    expect(text.split('\n').length).toBeLessThan(2000);
  });

  it('are at no address where people come in', async () => {
    for (const path of ['/metrics', '/api/metrics', '/internal/metrics']) {
      const answer = await ask(path);
      expect(await answer.text()).not.toContain('kurs_');
    }
    expect((await fetch(`${service.internalUrl}/api/openapi.json`)).status).toBe(404);
    expect((await fetch(`${service.internalUrl}/metrics`, { method: 'POST' })).status).toBe(404);
  });
});

describe('health', () => {
  it('is told at both addresses', async () => {
    for (const url of [service.appUrl, service.internalUrl]) {
      expect([(await fetch(`${url}/livez`)).status, (await fetch(`${url}/readyz`)).status]).toEqual([200, 200]);
    }
  });
});
