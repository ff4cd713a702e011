import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getCounting, putCounting } from '#contract/counting.ts';
import { getDataHealth } from '#contract/data-health.ts';
import { getOverview } from '#contract/overview.ts';
import { discardDraft } from '#contract/plan.ts';
import { renewSession, Session } from '#contract/session.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import { askEndpoint, bearer, type Person } from '#support/person.ts';
import { smallPortalPeople } from '#support/small-portal.ts';

const { admin, head } = smallPortalPeople;
let service: TestService;
let portal: InstalledPortal;

beforeAll(async () => {
  service = await startTestService({ portals: 1, rightsLifeMs: null });
  portal = await service.installPortal();
});
afterAll(() => service.stop());

/** As if the portal had confirmed everybody so long ago. */
async function confirmedBefore(seconds: number): Promise<void> {
  const verified_at = new Date(Date.now() - seconds * 1000);
  await portal.transaction((tx) => tx.db.updateTable('session').set({ verified_at }).execute());
}

const statusOf = async (person: Person, endpoint: Parameters<Person['ask']>[0], request = {}): Promise<number> =>
  (await person.ask(endpoint, request)).status;

/** What the client does when a session has to be confirmed. */
async function renew(userId: number): Promise<string> {
  const accessToken = portal.frame(userId).fields['AUTH_ID'] ?? '';
  const answer = await askEndpoint(service.appUrl, {}, renewSession, { memberId: portal.memberId, accessToken });
  return Session.parse(answer.body).token;
}

describe('the right of an administrator', () => {
  it('is confirmed by the portal again after a minute, before it changes or shows what others may not', async () => {
    const person = await portal.open(admin);
    const { setting } = await person.call(getCounting, {});
    expect(await statusOf(person, getDataHealth)).toBe(200);
    await confirmedBefore(61);
    expect(await statusOf(person, getDataHealth)).toBe(401);
    expect(await statusOf(person, putCounting, setting)).toBe(401);
    const renewed = bearer(await renew(admin));
    expect((await askEndpoint(service.appUrl, renewed, getDataHealth, {})).status).toBe(200);
  });

  it('does not slow down what everybody does', async () => {
    const person = await portal.open(admin);
    await confirmedBefore(300);
    expect(await statusOf(person, getOverview, { month: '2026-11' })).toBe(200);
    expect(await statusOf(person, getCounting)).toBe(200);
  });

  it('is not asked about where another right is enough', async () => {
    const person = await portal.open(head);
    await confirmedBefore(300);
    expect(await statusOf(person, discardDraft, { month: '2026-12' })).toBe(200);
  });

  it('that was taken away ends with the next confirmation', async () => {
    const person = await portal.open(admin);
    portal.emulator.changePerson(admin, { isAdmin: false });
    await confirmedBefore(61);
    expect(await statusOf(person, getDataHealth)).toBe(401);
    const renewed = bearer(await renew(admin));
    expect((await askEndpoint(service.appUrl, renewed, getDataHealth, {})).status).toBe(403);
    portal.emulator.changePerson(admin, { isAdmin: true });
  });
});
