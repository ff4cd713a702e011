import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endpoints, type EndpointName } from '#contract/endpoints.ts';
import { getOverview } from '#contract/overview.ts';
import { publishPlan, saveDraft } from '#contract/plan.ts';
import { renewSession } from '#contract/session.ts';
import { readPlanWorkbook } from '#documents/read-plan-workbook.ts';
import { app as manifest } from '#manifest/app.ts';
import { addManualMetric } from '#store/manual-metrics.ts';
import { saveSession } from '#store/sessions.ts';
import { isEveryEngine } from '#support/every-engine.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import { askEndpoint, bearer, type Answer, type Person } from '#support/person.ts';
import { findPostgresBinaries } from '#support/postgres-binaries.ts';
import { testEngine } from '#support/test-store.ts';
import { listChosenDimensions } from '#store/own-dimensions.ts';
import { digestOf } from '../threats/portal-digest.ts';
import { abroad, accessMatrix, actors, company, month } from './access-matrix.ts';
import { companyOfTwoTeams, type Company } from './company-of-two-teams.ts';
import { evidenceAccess } from './evidence-access.ts';
import { metric, metricAccess, metricId } from './metric-access.ts';
import { dimensionAccess } from './dimension-access.ts';
import { forecastAccess } from './forecast-access.ts';
import { numbersAccess } from './numbers-access.ts';
import { peopleAccess } from './people-access.ts';
import { holdReview, reviewAccess } from './review-access.ts';
import { intensityAccess } from './intensity-access.ts';
import { quizAccess } from './quiz-access.ts';
import { sheetAccess } from './sheet-access.ts';
import { forgeToken, readPayload, unsignedToken } from './session-tokens.ts';
import { until } from '#support/until.ts';

type Actor = (typeof actors)[number];

/** Who may do what does not depend on the store: one engine is asked by everybody, another one whether it answers every endpoint. */
const isWhole = testEngine() === 'postgres' || findPostgresBinaries() === undefined || isEveryEngine();
const asking: readonly Actor[] = isWhole ? actors : ['nobody', 'head', 'admin'];

let service: TestService;
let portal: InstalledPortal;
const headers = new Map<Actor, Record<string, string>>();
const foreigners = new Map<(typeof abroad)[number], Record<string, string>>();
let head: Person;

const someUuid = '01890a5d-ac96-774b-bcce-b302099a8057';
const matrix = {
  ...accessMatrix(() => portal.memberId),
  ...metricAccess,
  ...peopleAccess,
  ...numbersAccess,
  ...forecastAccess,
  ...dimensionAccess,
  ...evidenceAccess,
  ...quizAccess,
  ...sheetAccess,
  ...reviewAccess,
  ...intensityAccess,
};
const person = (who: keyof Company['people']): string => `person:${company.people[who]}`;

beforeAll(async () => {
  service = await startTestService({ portals: 2 });
  portal = await service.installPortal(company.data);
  const other = companyOfTwoTeams(5000, ' чужой');
  const foreign = await service.installPortal(other.data);
  const { people } = company;
  for (const who of abroad) foreigners.set(who, bearer((await foreign.open(other.people[who])).token));
  head = await portal.open(people.head);
  for (const who of ['employee', 'colleague', 'otherHead', 'head', 'director', 'admin', 'dismissed'] as const) {
    headers.set(who, bearer((await portal.open(people[who])).token));
  }
  headers.set('nobody', {});
  headers.set('garbage', bearer('not.a.token.of.ours.at.all.but.long.enough'));
  headers.set('foreign', foreigners.get('employee') ?? {});
  headers.set('guest', bearer(await openForGuest(people.guest)));
  headers.set(
    'expired',
    bearer(await forgeToken(head.token, { key: service.keys.session, payload: { iat: now() - 1200, exp: now() - 600 } })),
  );
  await portal.transaction((tx) =>
    tx.db.updateTable('person').set({ is_active: false }).where('user_id', '=', BigInt(people.dismissed)).execute(),
  );
  await head.call(saveDraft, { month, lines: [{ metric: 'revenue', scope: person('employee'), value: '900000.00' }] });
  await head.call(publishPlan, { month, baseVersion: 0 });
  await portal.transaction(holdReview);
  const named = { ...metric, enteredBy: BigInt(people.colleague) };
  await portal.transaction((tx) => addManualMetric(tx, metricId, named, { userId: BigInt(people.admin), now: new Date() }));
});
afterAll(() => service.stop());

/** A session of a guest as it could be opened before the list of employees was read. */
async function openForGuest(userId: number): Promise<string> {
  const sessionId = '01890a5d-ac96-774b-bcce-b30209900001';
  const { sv } = readPayload(head.token);
  const guest = { sessionId, userId: BigInt(userId), isAdmin: false, sessionVersion: sv, now: new Date() };
  await portal.transaction((tx) => saveSession(tx, guest));
  return forgeToken(head.token, { key: service.keys.session, payload: { sid: sessionId, uid: String(userId) } });
}

const now = (): number => Math.floor(Date.now() / 1000);

function ask(actor: Actor, name: EndpointName, request: Record<string, unknown>): Promise<Answer> {
  return askEndpoint(service.appUrl, headers.get(actor) ?? {}, endpoints[name], request);
}

describe('T8: the access matrix', () => {
  it('has a row for every endpoint', () => {
    expect(Object.keys(matrix).sort()).toEqual(Object.keys(endpoints).sort());
  });

  const rows = Object.entries(matrix).flatMap(([name, list]) => list.map((row) => ({ name: name as EndpointName, ...row })));
  it.each(rows)('answers $name $about with $expected', async ({ name, request, expected }) => {
    const answers: string[] = [];
    for (const actor of asking) {
      const answer = await ask(actor, name, request());
      answers.push(`${actor} ${answer.status}`);
      if (answer.status !== 200) expect(Object.keys(answer.body as object)).toEqual(['error']);
    }
    const statuses = expected.split(' ');
    expect(statuses).toHaveLength(actors.length);
    expect(answers).toEqual(asking.map((actor) => `${actor} ${statuses[actors.indexOf(actor)]}`));
  });

  it('refuses a guest of the extranet every page and every new session', async () => {
    const { fields, url } = portal.frame(company.people.guest);
    const page = await fetch(url, { method: 'POST', body: new URLSearchParams({ ...fields }) });
    expect(page.status).toBe(403);
    expect(await page.text()).toContain('"session":null');
    const request = { memberId: portal.memberId, accessToken: fields['AUTH_ID'] ?? '' };
    expect((await askEndpoint(service.appUrl, {}, renewSession, request)).status).toBe(403);
  });

  it('answers nothing beside its endpoints', async () => {
    for (const path of ['/api/', '/api/plan', '/api/portals', '/api/sheets/2026-12', '/api/overview/x', '/api/ledger']) {
      const answer = await fetch(`${service.appUrl}${path}`, { headers: bearer(head.token) });
      expect(`${path} ${answer.status}`).toBe(`${path} 404`);
    }
  });

  it('does not answer an endpoint by another method', async () => {
    const routes = new Set(Object.values(endpoints).map((endpoint) => `${endpoint.method} ${endpoint.path}`));
    for (const endpoint of Object.values(endpoints)) {
      for (const method of ['GET', 'POST', 'PUT', 'DELETE'] as const) {
        if (routes.has(`${method} ${endpoint.path}`)) continue;
        const answer = await askEndpoint(
          service.appUrl,
          bearer(head.token),
          { method, path: endpoint.path },
          { month, version: 1, userId: '4', dealId: '1', leadId: '1' },
        );
        expect(`${method} ${endpoint.path} ${answer.status}`).toBe(`${method} ${endpoint.path} 404`);
      }
    }
  });
});

describe.runIf(isWhole)('T9: ids of a portal in requests of people of another one', () => {
  const rows = Object.entries(matrix).flatMap(([name, list]) => list.map((row) => ({ name: name as EndpointName, ...row })));

  it('get what the table says, show nothing and change nothing', async () => {
    // Messages that earlier answers have written are on their way yet.
    await until(async () => {
      const messages = await portal.transaction((tx) => tx.db.selectFrom('outbox').select('state').execute());
      return messages.every(({ state }) => state !== 'pending' && state !== 'sending');
    }, 'the outbox to rest');
    // So are the deals, which the lane reads by itself once a field of theirs was chosen.
    await until(
      async () => (await portal.transaction(listChosenDimensions)).every(({ isMissing, readAt }) => isMissing || readAt !== null),
      'chosen fields to be read',
      120_000,
    );
    const before = await digestOf(service.store, portal.portalId);
    for (const { name, about, request, fromAbroad } of rows) {
      const answers: string[] = [];
      for (const who of abroad) {
        const answer = await askEndpoint(service.appUrl, foreigners.get(who) ?? {}, endpoints[name], request());
        answers.push(String(answer.status));
        const { body } = answer;
        const text = JSON.stringify(body instanceof Buffer ? await readPlanWorkbook(body) : body);
        expect(text).not.toMatch(/Альфа|900000/);
        expect(text).not.toContain(portal.memberId);
      }
      const expected = fromAbroad.includes(' ') ? fromAbroad : abroad.map(() => fromAbroad).join(' ');
      expect(`${name} ${about}: ${answers.join(' ')}`).toBe(`${name} ${about}: ${expected}`);
    }
    expect(await digestOf(service.store, portal.portalId)).toEqual(before);
  }, 240_000);
});

describe('a session token', () => {
  const overviewWith = async (token: string): Promise<number> =>
    (await askEndpoint(service.appUrl, bearer(token), getOverview, { month })).status;

  it('is refused when anything of it was changed', async () => {
    const key = service.keys.session;
    const forgeries = {
      'another key': await forgeToken(head.token, { key: new Uint8Array(32).fill(7) }),
      'another audience': await forgeToken(head.token, { key, payload: { aud: 'kurs-pages' } }),
      'another issuer': await forgeToken(head.token, { key, payload: { iss: 'somebody' } }),
      'another kind': await forgeToken(head.token, { key, header: { typ: 'JWT' } }),
      'another portal': await forgeToken(head.token, { key, payload: { tid: String(Number(readPayload(head.token).tid) + 1) } }),
      'a portal there is not': await forgeToken(head.token, { key, payload: { tid: '999999' } }),
      'a session there is not': await forgeToken(head.token, { key, payload: { sid: someUuid } }),
      'not signed': unsignedToken(head.token),
      'cut short': head.token.slice(0, -4),
    };
    for (const [what, token] of Object.entries(forgeries)) expect(`${what}: ${await overviewWith(token)}`).toBe(`${what}: 401`);
    expect(await overviewWith(head.token)).toBe(200);
  });

  it('acts for the person of its stored session, whatever it says itself', async () => {
    const employee = await portal.open(company.people.employee);
    const forged = await forgeToken(employee.token, { key: service.keys.session, payload: { uid: String(company.people.admin) } });
    const answer = await askEndpoint(service.appUrl, bearer(forged), getOverview, { month, scope: 'company' });
    expect(answer.status).toBe(403);
  });

  it('ends at once when its session is revoked', async () => {
    const visitor = await portal.open(company.people.colleague);
    expect(await overviewWith(visitor.token)).toBe(200);
    const { sid } = readPayload(visitor.token);
    await portal.transaction((tx) => tx.db.updateTable('session').set({ revoked_at: new Date() }).where('session_id', '=', sid).execute());
    expect(await overviewWith(visitor.token)).toBe(401);
  });

  it('ends an hour after the portal has confirmed the person', async () => {
    const visitor = await portal.open(company.people.colleague);
    const { sid } = readPayload(visitor.token);
    const verifiedAt = new Date(Date.now() - 3_601_000);
    await portal.transaction((tx) => tx.db.updateTable('session').set({ verified_at: verifiedAt }).where('session_id', '=', sid).execute());
    expect(await overviewWith(visitor.token)).toBe(401);
  });

  it('lives for ten minutes and can be renewed with a token of the portal only', async () => {
    const visitor = await portal.open(company.people.colleague);
    const { iat, exp } = readPayload(visitor.token);
    expect(exp - iat).toBe(600);
    const accessToken = portal.frame(company.people.colleague).fields['AUTH_ID'] ?? '';
    const renewed = await askEndpoint(service.appUrl, {}, renewSession, { memberId: portal.memberId, accessToken });
    expect(renewed.status).toBe(200);
    expect(readPayload((renewed.body as { token: string }).token).uid).toBe(String(company.people.colleague));
    const ownToken = await askEndpoint(service.appUrl, {}, renewSession, { memberId: portal.memberId, accessToken: visitor.token });
    expect(ownToken.status).not.toBe(200);
  });

  it('opens no address that the portal itself calls', async () => {
    const fields = {
      member_id: portal.memberId,
      AUTH_ID: head.token,
      REFRESH_ID: head.token,
      SERVER_ENDPOINT: `${portal.oauthOrigin}/rest/`,
    };
    // An application token is shorter than a session token, so only its beginning fits.
    const event = {
      event: 'ONCRMDEALUPDATE',
      'auth[member_id]': portal.memberId,
      'auth[application_token]': head.token.slice(0, 255),
      'data[FIELDS][ID]': '1',
    };
    for (const [path, form, expected] of [
      [manifest.handlerPath, fields, 403],
      [manifest.installerPath, fields, 403],
      [manifest.eventPath, event, 403],
      [manifest.handlerPath, {}, 400],
      [manifest.installerPath, {}, 400],
      [manifest.eventPath, {}, 400],
    ] as const) {
      const response = await fetch(service.appUrl + path, { method: 'POST', headers: bearer(head.token), body: new URLSearchParams(form) });
      expect(`${path} ${response.status}`).toBe(`${path} ${expected}`);
      expect(await response.text()).not.toContain('"token":"');
    }
    const marked = await portal.transaction((tx) => tx.db.selectFrom('dirty_record').selectAll().execute());
    expect(marked).toEqual([]);
  });
});
