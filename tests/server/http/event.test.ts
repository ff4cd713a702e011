import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getOverview } from '#contract/overview.ts';
import { app as manifest } from '#manifest/app.ts';
import type { HostedPortal } from '#support/hosted-portal.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import type { Person } from '#support/person.ts';
import { until } from '#support/until.ts';
import { smallPortalPeople } from '#support/small-portal.ts';
import { everythingOf } from './everything-of-a-portal.ts';

const { admin, anna } = smallPortalPeople;
let service: TestService;
let portal: InstalledPortal;

beforeAll(async () => {
  service = await startTestService({ portals: 5 });
  portal = await service.installPortal();
});
afterAll(() => service.stop());

function tokenOf(of: HostedPortal): string {
  return of.frame(admin).fields['APPLICATION_TOKEN'] ?? '';
}

function eventOf(name: string, id: string, of: HostedPortal = portal, token = tokenOf(of)): Record<string, string> {
  return {
    event: name,
    event_handler_id: '5',
    'data[FIELDS][ID]': id,
    ts: '1800000000',
    'auth[member_id]': of.memberId,
    'auth[application_token]': token,
    'auth[domain]': new URL(of.origin).host,
    'auth[server_endpoint]': `${of.oauthOrigin}/rest/`,
    'auth[client_endpoint]': `${of.origin}/rest/`,
  };
}

async function send(fields: Record<string, string> | string): Promise<{ status: number; body: unknown }> {
  const body = typeof fields === 'string' ? fields : new URLSearchParams(fields).toString();
  const response = await fetch(service.appUrl + manifest.eventPath, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  return { status: response.status, body: await response.json() };
}

describe('an event', () => {
  const refusals: readonly [what: string, status: number, fields: () => Record<string, string> | string][] = [
    ['with a wrong application token', 403, () => eventOf('ONCRMDEALUPDATE', '1', portal, 'a'.repeat(32))],
    ['with a token that begins like the right one', 403, () => eventOf('ONCRMDEALUPDATE', '1', portal, tokenOf(portal).slice(0, -1))],
    ['with the right token and something behind it', 403, () => eventOf('ONCRMDEALUPDATE', '1', portal, `${tokenOf(portal)}0`)],
    ['that removes the application with a wrong token', 403, () => eventOf('ONAPPUNINSTALL', '1', portal, 'a'.repeat(32))],
    ['of an unknown portal', 404, () => ({ ...eventOf('ONCRMDEALUPDATE', '1'), 'auth[member_id]': 'f'.repeat(32) })],
    ['without a token', 400, () => ({ ...eventOf('ONCRMDEALUPDATE', '1'), 'auth[application_token]': '' })],
    ['without anything', 400, () => ''],
    ['with a name that is none', 400, () => ({ ...eventOf('ONCRMDEALUPDATE', '1'), event: 'ON CRM; DROP' })],
    ['with an over-long body', 413, () => ({ ...eventOf('ONCRMDEALUPDATE', '1'), more: 'x'.repeat(70_000) })],
  ];

  it.each(refusals)('%s is answered with %i and writes nothing', async (_what, status, fields) => {
    const before = await everythingOf(portal);
    const answer = await send(fields());
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ error: { code: expect.any(String) } });
    expect(await everythingOf(portal)).toEqual(before);
  });

  it('of something we do not read is taken and writes nothing', async () => {
    const before = await everythingOf(portal);
    for (const [name, id] of [
      ['ONCRMCOMPANYUPDATE', '1'],
      ['ONCRMDEALUPDATE', '0'],
      ['ONCRMDEALUPDATE', '-1'],
      ['ONCRMDEALUPDATE', '1; drop'],
      ['ONCRMDEALUPDATE', '99999999999999999999'],
    ] as const) {
      expect((await send(eventOf(name, id))).status).toBe(200);
    }
    expect(await everythingOf(portal)).toEqual(before);
  });

  it('marks its record and asks the portal again', async () => {
    const fresh = await service.installPortal();
    const asked = fresh.requests.length;
    expect(await send(eventOf('OnCrmDealUpdate', '7', fresh))).toEqual({ status: 200, body: {} });
    await until(async () => fresh.requests.length > asked, 'the portal to be asked');
    await until(
      async () =>
        (await fresh.transaction((tx) => tx.db.selectFrom('dirty_record').selectAll().where('is_waiting', '=', true).execute())).length ===
        0,
      'the mark to be cleared',
    );
  });

  it('of a deal that was won leads to a fresh fact, also when only the event tells it', async () => {
    const fresh = await service.installPortal();
    const viewer: Person = await fresh.open(admin);
    const fact = async (): Promise<number> => Number((await viewer.call(getOverview, { month: '2026-11', scope: 'company' })).total.fact);
    const before = await fact();
    // Deal 6 is open and stands at 60 000.
    fresh.emulator.updateDeal(admin, 6, { stageId: 'WON' });
    await fresh.emulator.settle();
    await until(async () => (await fact()) === before + 60_000, 'the fact to grow');
    fresh.emulator.updateDeal(admin, 6, { amount: '75000.00' });
    await until(async () => (await fact()) === before + 75_000, 'the changed amount');
    fresh.emulator.updateDeal(admin, 6, { stageId: 'EXECUTING' });
    await until(async () => (await fact()) === before, 'the deal to be open again');
    expect(await fact()).toBe(before);
  });

  it('that removes the application ends every session, when the authorization server agrees', async () => {
    const leaving = await service.installPortal();
    const viewer = await leaving.open(anna);
    leaving.intercept(async (request) =>
      request.url.startsWith(leaving.oauthOrigin) ? Response.json({ error: 'invalid_grant' }, { status: 400 }) : undefined,
    );
    expect((await send(eventOf('ONAPPUNINSTALL', '1', leaving))).status).toBe(200);
    await until(async () => (await viewer.ask(getOverview, { month: '2026-11' })).status === 401, 'the session to end');
    const frame = leaving.frame(anna);
    const page = await fetch(frame.url, { method: 'POST', body: new URLSearchParams({ ...frame.fields }) });
    expect(page.status).toBe(404);
    expect(await page.text()).toContain('"reason":"not-installed"');
  });

  it('T6: that removes the application ends nothing while the authorization server knows better', async () => {
    const staying = await service.installPortal();
    const viewer = await staying.open(anna);
    const exchanges = () => staying.requests.filter((path) => path.startsWith('/oauth/token')).length;
    const before = exchanges();
    expect((await send({ ...eventOf('ONAPPUNINSTALL', '1', staying), 'data[CLEAN]': '1' })).status).toBe(200);
    await until(async () => exchanges() > before, 'the authorization server to be asked');
    await until(
      async () =>
        (await staying.transaction((tx) => tx.db.selectFrom('portal').select('state').executeTakeFirstOrThrow())).state === 'active',
      'the portal to be read on',
    );
    expect((await viewer.ask(getOverview, { month: '2026-11' })).status).toBe(200);
  });
});
