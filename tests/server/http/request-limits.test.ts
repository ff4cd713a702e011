import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getSyncStatus } from '#contract/sync-status.ts';
import { renewSession } from '#contract/session.ts';
import { productionRates, roomyRates, type LimitName, type Rates } from '#http/limits/request-limits.ts';
import { app as manifest } from '#manifest/app.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import { askEndpoint, type Person } from '#support/person.ts';
import { smallPortalPeople } from '#support/small-portal.ts';

const { admin, anna, head } = smallPortalPeople;
/** Refilled after hours, so that only the burst counts. */
const bursts = (counts: Partial<Record<LimitName, number>>): Rates => ({
  ...roomyRates,
  ...Object.fromEntries(Object.entries(counts).map(([name, burst]) => [name, { perSecond: 0.0001, burst }])),
});

let service: TestService;
let portal: InstalledPortal;
let behindProxy: TestService;
let people: ReadonlyMap<number, Person>;

beforeAll(async () => {
  service = await startTestService({
    portals: 3,
    rates: bursts({ page: 30, person: 40, portal: 130, install: 3, stranger: 4, renewal: 5 }),
  });
  portal = await service.installPortal();
  // Pages are limited too, so everybody comes before the first test.
  people = new Map(await Promise.all([admin, head, anna].map(async (id) => [id, await portal.open(id)] as const)));
  behindProxy = await startTestService({ portals: 1, rates: bursts({ stranger: 2 }), trustedProxyHops: 1 });
});
afterAll(async () => {
  await service.stop();
  await behindProxy.stop();
});

async function open(url: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(fields), headers });
  return { status: response.status, headers: response.headers, html: await response.text() };
}

/** Asks until it is too often; the answers before, and the refusal. */
async function untilRefused(ask: () => Promise<{ status: number }>, most = 200): Promise<number> {
  for (let times = 0; times < most; times += 1) if ((await ask()).status === 429) return times;
  throw new Error(`never refused in ${most}`);
}

const personOf = (id: number): Person => people.get(id) ?? fail(id);
const fail = (id: number): never => {
  throw new Error(`nobody is ${id}`);
};
const stranger = (number: number) => ({ member_id: number.toString(16).padStart(32, '0'), AUTH_ID: 'x', REFRESH_ID: 'y' });

describe('too many requests', () => {
  it('for pages of a portal are answered with a page that its frame may show, and leave other portals alone', async () => {
    const frame = portal.frame(head);
    await untilRefused(() => open(frame.url, frame.fields));
    const refused = await open(frame.url, frame.fields);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.html).toContain('"reason":"rate-limited"');
    expect(refused.html).not.toContain('"token":"');
    expect(refused.headers.get('content-security-policy')).toContain(`frame-ancestors ${portal.origin}`);
    const other = await service.hostPortal();
    const known = other.frame(admin);
    expect((await open(known.url, known.fields)).status).not.toBe(429);
  });

  it('for pages of portals that nobody has met are refused before the store is asked', async () => {
    let number = 0;
    const times = await untilRefused(() => open(service.appUrl + manifest.handlerPath, stranger((number += 1))));
    expect(times).toBeLessThanOrEqual(4);
    const refused = await open(service.appUrl + manifest.handlerPath, stranger(99));
    expect(refused.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  it('T11: of one address for installations are refused', async () => {
    const address = service.appUrl + manifest.installerPath;
    const forged = { ...stranger(7), SERVER_ENDPOINT: `${portal.oauthOrigin}/rest/` };
    const before = portal.requests.length;
    const times = await untilRefused(() => open(address, { ...forged, REFRESH_ID: crypto.randomUUID() }));
    expect(times).toBeLessThanOrEqual(3);
    const refused = await open(address, forged);
    expect(refused.status).toBe(429);
    expect(refused.html).toContain('"reason":"rate-limited"');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(portal.requests.slice(before).filter((path) => path.startsWith('/oauth'))).toHaveLength(times);
  });

  it('for renewals of sessions from one address are refused', async () => {
    const ask = () => askEndpoint(service.appUrl, {}, renewSession, { memberId: 'nobody', accessToken: 'x' });
    expect(await untilRefused(ask)).toBe(5);
  });
});

describe('the limit of a person', () => {
  it('ends with its own error and does not hold the colleagues', async () => {
    const person = personOf(anna);
    const times = await untilRefused(() => person.ask(getSyncStatus, {}));
    expect(times).toBe(40);
    const refused = await person.ask(getSyncStatus, {});
    expect(refused.body).toMatchObject({ error: { code: 'too-many-requests', requestId: expect.any(String) } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    const colleague = personOf(head);
    expect((await colleague.ask(getSyncStatus, {})).status).toBe(200);
  });

  it('stands inside the limit of the portal', async () => {
    // The portal's bucket holds 130, of which the others leave less than the 40 of one more person.
    for (const id of [anna, head]) await untilRefused(() => personOf(id).ask(getSyncStatus, {}));
    expect(await untilRefused(() => personOf(admin).ask(getSyncStatus, {}))).toBeLessThan(40);
  });
});

describe('a forged X-Forwarded-For', () => {
  it('does not move the limit of an address that stands before no proxy', async () => {
    let number = 1000;
    await untilRefused(() => open(service.appUrl + manifest.handlerPath, stranger((number += 1))));
    const forged = { 'x-forwarded-for': '198.51.100.9' };
    expect((await open(service.appUrl + manifest.handlerPath, stranger(2000), forged)).status).toBe(429);
  });

  it('does not move the limit of an address behind the proxy, whose own entry is the last one', async () => {
    const handler = behindProxy.appUrl + manifest.handlerPath;
    let number = 0;
    const from = (chain: string) => open(handler, stranger((number += 1)), { 'x-forwarded-for': chain });
    expect(await untilRefused(() => from(`198.51.100.${number}, 203.0.113.7`))).toBe(2);
    expect((await from('203.0.113.8, 203.0.113.7')).status).toBe(429);
    expect((await from('203.0.113.7, 203.0.113.8')).status).toBe(404);
  });
});

describe('the limits of production', () => {
  it('let a workspace ask ten endpoints at once in several frames', () => {
    expect(productionRates.person.burst).toBeGreaterThanOrEqual(40);
    expect(productionRates.portal.burst).toBeGreaterThanOrEqual(productionRates.person.burst * 3);
  });

  it('are the figures that were agreed upon', () => {
    expect(productionRates).toMatchObject({
      page: { perSecond: 0.5 },
      install: { perSecond: 5 / 60, burst: 5 },
      unproven: { perSecond: 1, burst: 10 },
      person: { perSecond: 20 },
      portal: { perSecond: 100 },
      event: { perSecond: 50 },
      'unknown-event': { perSecond: 200, burst: 200 },
    });
  });
});
