import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Boot } from '#contract/session.ts';
import { app as manifest } from '#manifest/app.ts';
import { withBoot } from '#http/pages.ts';
import { startTestService, testBuild, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import { smallPortalPeople } from '#support/small-portal.ts';
import { companyOfTwoTeams } from './company-of-two-teams.ts';
import { everythingOf } from './everything-of-a-portal.ts';

const { admin, head, anna } = smallPortalPeople;
let service: TestService;
let portal: InstalledPortal;

beforeAll(async () => {
  service = await startTestService({ portals: 4 });
  portal = await service.installPortal();
});
afterAll(() => service.stop());

interface Page {
  readonly status: number;
  readonly headers: Headers;
  readonly url: string;
  readonly html: string;
  readonly boot: Boot;
}

async function post(url: string, fields: Readonly<Record<string, string>> | string, headers: Record<string, string> = {}): Promise<Page> {
  const body = typeof fields === 'string' ? fields : new URLSearchParams({ ...fields }).toString();
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    redirect: 'manual',
  });
  const html = await response.text();
  const json = /<script type="application\/json" id="boot">(.*?)<\/script><\/head>/s.exec(html)?.[1];
  if (json === undefined) throw new Error(`no boot data in the answer ${response.status}: ${html.slice(0, 200)}`);
  return { status: response.status, headers: response.headers, url: response.url, html, boot: Boot.parse(JSON.parse(json)) };
}

function policyOf(page: { headers: Headers }): Map<string, string> {
  const directives = (page.headers.get('content-security-policy') ?? '').split(';').map((directive) => directive.trim());
  return new Map(directives.map((directive) => [directive.split(' ')[0] ?? '', directive.split(' ').slice(1).join(' ')]));
}

const openFrame = (userId: number, placement = 'DEFAULT', options = {}) => {
  const frame = portal.frame(userId, placement, options);
  return post(frame.url, frame.fields);
};

describe('a placement that the portal opens', () => {
  it('is answered with a page that carries the session and the viewer', async () => {
    const page = await openFrame(head);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    expect(page.headers.get('x-kurs-build')).toBe(testBuild);
    expect(page.boot).toMatchObject({
      build: testBuild,
      language: 'ru',
      view: 'workspace',
      notice: null,
      viewer: {
        userId: '2',
        firstName: 'Игорь',
        lastName: 'Рощин',
        isAdmin: false,
        isHead: true,
        widestScope: 'department:2',
        entersMetrics: false,
        hasSeenTour: false,
      },
      portal: { memberId: portal.memberId, origin: portal.origin, timeZone: 'Europe/Moscow', currency: 'RUB' },
      placement: { code: 'DEFAULT', entityId: null },
      month: '2026-11',
      install: null,
      deal: null,
      lead: null,
    });
    expect(page.boot.session?.token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  });

  it('T12: may be framed by this portal only', async () => {
    const other = await service.installPortal();
    const policy = policyOf(await openFrame(head));
    expect(policy.get('frame-ancestors')).toBe(portal.origin);
    expect(policy.get('default-src')).toBe("'none'");
    expect(policy.get('script-src')).toBe("'self'");
    expect(policy.get('connect-src')).toBe(`'self' ${portal.origin}`);
    expect(policy.get('base-uri')).toBe("'none'");
    const page = await openFrame(head);
    expect(page.headers.get('x-frame-options')).toBeNull();
    const frame = other.frame(head);
    expect(policyOf(await post(frame.url, frame.fields)).get('frame-ancestors')).toBe(other.origin);
  });

  it('T12: keeps its frame to the bound portal, whatever domain the request names', async () => {
    const frame = portal.frame(head);
    const url = new URL(frame.url);
    url.searchParams.set('DOMAIN', 'evil.example');
    const page = await post(String(url), { ...frame.fields, DOMAIN: 'evil.example' });
    expect(page.status).toBe(200);
    expect(policyOf(page).get('frame-ancestors')).toBe(portal.origin);
    expect(page.html).not.toContain('evil.example');
  });

  it('T7, T13: shows no token in the address, in a header or in a cookie, and none of the portal at all', async () => {
    const frame = portal.frame(head);
    const page = await post(frame.url, frame.fields);
    const token = page.boot.session?.token ?? 'none';
    const headers = JSON.stringify([...page.headers]);
    expect(page.url).not.toContain(token);
    expect(headers).not.toContain(token);
    expect(page.headers.getSetCookie()).toEqual([]);
    expect(page.headers.get('location')).toBeNull();
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    for (const secret of ['AUTH_ID', 'REFRESH_ID', 'APPLICATION_TOKEN']) {
      expect(page.html).not.toContain(frame.fields[secret]);
      expect(headers).not.toContain(frame.fields[secret]);
    }
  });

  it('brings the deal of a deal card with it', async () => {
    const page = await openFrame(anna, 'CRM_DEAL_DETAIL_TAB', { ID: '6' });
    expect(page.boot).toMatchObject({
      view: 'deal-tab',
      placement: { code: 'CRM_DEAL_DETAIL_TAB', entityId: '6' },
      deal: { dealId: '6', currency: 'RUB' },
      lead: null,
    });
    expect(page.boot.deal?.ladder.map((stage) => stage.name)).toEqual(['Новая', 'Подготовка', 'Договор', 'Успешна']);
  });

  it('brings the lead of a lead card with it', async () => {
    const page = await openFrame(anna, 'CRM_LEAD_DETAIL_TAB', { ID: '5' });
    expect(page.boot).toMatchObject({ view: 'lead-tab', lead: { leadId: '5' }, deal: null });
  });

  it('of a card that is not saved yet shows the workspace', async () => {
    const page = await openFrame(anna, 'CRM_DEAL_DETAIL_TAB', { ID: '0' });
    expect(page.boot).toMatchObject({ view: 'workspace', deal: null, placement: { entityId: null } });
  });

  it('says which card the portal does not know', async () => {
    const page = await openFrame(anna, 'CRM_DEAL_DETAIL_TAB', { ID: '987654321' });
    expect(page.status).toBe(200);
    expect(page.boot.deal).toMatchObject({ dealId: '987654321', state: 'unknown' });
  });

  it('speaks English to a portal that does, and names the files it will ask for', async () => {
    const frame = portal.frame(head);
    const url = new URL(frame.url);
    url.searchParams.set('LANG', 'de');
    const page = await post(String(url), frame.fields);
    expect(page.boot.language).toBe('en');
    expect(page.html).toContain('<html lang="en">');
    expect(page.html.match(/<link[^>]*>/g)).toEqual(
      ['workspace-en', 'WorkspaceView'].map((file) => `<link rel="modulepreload" crossorigin href="/assets/${file}.js">`),
    );
  });

  it('T15: cannot be ended early by what names and titles contain', async () => {
    const company = companyOfTwoTeams(3000);
    const wicked = '</script><script>alert(1)</script><!-- \u2028 $& ';
    const users = company.data.users.map((user) => (user.id === company.people.head ? { ...user, name: wicked } : user));
    const strange = await service.installPortal({ ...company.data, users });
    const frame = strange.frame(company.people.head);
    const page = await post(frame.url, frame.fields);
    expect(page.boot.viewer?.firstName.trim()).toBe(wicked.trim());
    expect(page.html.match(/<\/script>/g)).toHaveLength(1);
    expect(page.html.match(/<script/g)).toHaveLength(1);
    expect(page.html).not.toContain('\u2028');
    const written = withBoot('<!doctype html><html lang="ru"><head></head></html>', { ...page.boot, build: "$`$'</script>" });
    expect(written.match(/<\/script>/g)).toHaveLength(1);
    expect(written.match(/<!doctype/g)).toHaveLength(1);
  });
});

describe('a request that is not what the portal sends', () => {
  const good = () => portal.frame(head).fields;
  const without = (fields: Readonly<Record<string, string>>, name: string) =>
    Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));

  const cases: readonly [what: string, status: number, reason: string, fields: () => Record<string, string> | string][] = [
    ['of an unknown portal', 404, 'not-installed', () => ({ ...good(), member_id: 'f'.repeat(32) })],
    ['with a wrong application token', 403, 'access-denied', () => ({ ...good(), APPLICATION_TOKEN: 'a'.repeat(32) })],
    ['with a made-up access token', 403, 'access-denied', () => ({ ...good(), AUTH_ID: 'a'.repeat(70) })],
    ['without an access token', 403, 'access-denied', () => without(good(), 'AUTH_ID')],
    ['with an empty access token', 403, 'access-denied', () => ({ ...good(), AUTH_ID: '' })],
    ['without a member id', 400, 'request-malformed', () => without(good(), 'member_id')],
    ['with a member id that is none', 400, 'request-malformed', () => ({ ...good(), member_id: "x' or 1=1 --" })],
    ['with a placement in small letters', 400, 'request-malformed', () => ({ ...good(), PLACEMENT: '<script>' })],
    ['with half of its options', 400, 'request-malformed', () => ({ ...good(), PLACEMENT_OPTIONS: '{"ID":' })],
    ['with a list for options', 400, 'request-malformed', () => ({ ...good(), PLACEMENT_OPTIONS: '[1,2]' })],
    ['with a token as long as a letter', 400, 'request-malformed', () => ({ ...good(), AUTH_ID: 'a'.repeat(600) })],
    ['with fields nested in fields', 400, 'request-malformed', () => 'member_id[a]=1&AUTH_ID[]=2'],
    ['with nothing', 400, 'request-malformed', () => ''],
    ['with two hundred and one fields', 413, 'request-malformed', () => Array.from({ length: 300 }, (_, index) => `f${index}=1`).join('&')],
    ['with an over-long body', 413, 'request-malformed', () => ({ ...good(), MORE: 'x'.repeat(70_000) })],
    ['with a broken escape', 400, 'request-malformed', () => 'member_id=%E0%A4%A'],
  ];

  it.each(cases)('%s gets a page with status %i that says «%s», and nothing changes', async (_what, status, reason, fields) => {
    const body = fields();
    const before = await everythingOf(portal);
    const portals = await service.store.directory.listPortalIds();
    const page = await post(`${service.appUrl}${manifest.handlerPath}`, body);
    expect(page.status).toBe(status);
    expect(page.boot).toMatchObject({ view: 'notice', notice: { reason }, session: null, viewer: null, portal: null, deal: null });
    expect(page.boot.notice?.requestId).toMatch(/^[0-9a-f]{8}$/);
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    // A known portal may frame its own refusal; everybody else may not frame anything.
    expect(policyOf(page).get('frame-ancestors')).toBe(status === 403 ? portal.origin : "'none'");
    expect(await everythingOf(portal)).toEqual(before);
    expect(await service.store.directory.listPortalIds()).toEqual(portals);
  });

  it('of another type is no form', async () => {
    const before = await everythingOf(portal);
    const page = await post(`${service.appUrl}${manifest.handlerPath}`, JSON.stringify(good()), { 'content-type': 'application/json' });
    expect(page.status).toBe(400);
    expect(page.boot.notice?.reason).toBe('request-malformed');
    expect(await everythingOf(portal)).toEqual(before);
  });

  it('says that the portal does not answer when it does not', async () => {
    const away = await service.installPortal();
    away.intercept(async () => new Response('Bad gateway', { status: 502 }));
    const frame = away.frame(anna);
    const page = await post(frame.url, frame.fields);
    expect(page.status).toBe(502);
    expect(page.boot.notice?.reason).toBe('portal-unavailable');
    expect(policyOf(page).get('frame-ancestors')).toBe(away.origin);
  }, 40_000);
});

describe('the installer page', () => {
  const install = (fields: Record<string, string> | string) => post(`${service.appUrl}${manifest.installerPath}`, fields);

  it('shows each step that was done and may be framed by the portal it has proved', async () => {
    const frame = portal.frame(admin);
    const page = await install({ ...frame.fields });
    expect(page.status).toBe(200);
    expect(page.boot).toMatchObject({ view: 'install', notice: null, viewer: { userId: '1', isAdmin: true } });
    expect(page.boot.install?.steps.map((step) => `${step.name} ${step.outcome}`)).toEqual([
      'proof done',
      'rights done',
      'saved done',
      'placements done',
      'events done',
    ]);
    expect(policyOf(page).get('frame-ancestors')).toBe(portal.origin);
  });

  it('asks for an administrator when somebody else opens it, and changes nothing', async () => {
    const before = await everythingOf(portal);
    const page = await install({ ...portal.frame(anna).fields });
    expect(page.status).toBe(403);
    expect(page.boot).toMatchObject({ view: 'notice', notice: { reason: 'ask-administrator' }, session: null, install: null });
    // The exchange has named the portal, so exactly it may show the page: in its frame nothing else would be seen.
    expect(policyOf(page).get('frame-ancestors')).toBe(portal.origin);
    expect(await everythingOf(portal)).toEqual(before);
  });

  it.each([
    ['nothing', 400, 'request-malformed', (): Record<string, string> | string => ''],
    ['no tokens', 400, 'request-malformed', () => ({ member_id: 'a'.repeat(32) })],
    ['an over-long body', 413, 'request-malformed', () => ({ member_id: 'a'.repeat(32), MORE: 'x'.repeat(70_000) })],
    ['a made-up refresh token', 403, 'access-denied', () => ({ ...portal.frame(admin).fields, REFRESH_ID: 'b'.repeat(70) })],
    [
      'an authorization server of its own',
      403,
      'access-denied',
      () => ({ ...portal.frame(admin).fields, SERVER_ENDPOINT: 'https://evil.example/rest/' }),
    ],
    ['the member id of nobody', 403, 'access-denied', () => ({ ...portal.frame(admin).fields, member_id: 'c'.repeat(32) })],
  ] as const)('of %s is a page with status %i that says «%s», and no portal is connected', async (_what, status, reason, fields) => {
    const portals = await service.store.directory.listPortalIds();
    const before = await everythingOf(portal);
    const page = await install(fields());
    expect(page.status).toBe(status);
    expect(page.boot).toMatchObject({ view: 'notice', notice: { reason }, session: null, install: null });
    expect(policyOf(page).get('frame-ancestors')).toBe("'none'");
    expect(await service.store.directory.listPortalIds()).toEqual(portals);
    expect(await everythingOf(portal)).toEqual(before);
  });
});

describe('somebody who types an address', () => {
  it.each([manifest.handlerPath, manifest.installerPath, manifest.eventPath, '/', '/workspace'])(
    '%s is told to open Kurs from the portal, and nobody may frame that',
    async (path) => {
      for (const method of ['GET', 'HEAD']) {
        const response = await fetch(service.appUrl + path, { method, headers: { 'accept-language': 'en-GB' } });
        const html = await response.text();
        expect(`${method} ${response.status}`).toBe(`${method} 200`);
        expect(policyOf(response).get('frame-ancestors')).toBe("'none'");
        expect(response.headers.getSetCookie()).toEqual([]);
        if (method === 'GET') expect(html).toContain('"reason":"open-from-portal"');
      }
    },
  );

  it('of the API gets an error as data', async () => {
    const response = await fetch(`${service.appUrl}/api/nowhere`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'not-found' } });
    expect(policyOf(response).get('frame-ancestors')).toBe("'none'");
  });

  it('finds the service alive and ready, and no file outside the built client', async () => {
    expect((await fetch(`${service.appUrl}/livez`)).status).toBe(200);
    expect((await fetch(`${service.appUrl}/readyz`)).status).toBe(200);
    for (const path of ['/assets/../app.html', '/assets/%2e%2e/app.html', '/assets/..%2fapp.html', '/assets/nothing.js']) {
      const response = await fetch(service.appUrl + path);
      expect(await response.text()).not.toContain('<title>app</title></head>');
      expect([200, 400, 403, 404]).toContain(response.status);
    }
  });
});
