import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getChanges } from '#contract/changes.ts';
import { getOverview } from '#contract/overview.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import type { Person } from '#support/person.ts';
import { smallPortalPeople } from '#support/small-portal.ts';

const { anna } = smallPortalPeople;
let service: TestService;
let portal: InstalledPortal;
let person: Person;
let lookAway = (): void => undefined;
let stopping: Promise<void> | undefined;

beforeAll(async () => {
  const unsent = new Promise<void>((resolve) => (lookAway = resolve));
  service = await startTestService({ portals: 1, isCounted: true, untilUnsent: () => unsent });
  portal = await service.installPortal();
  person = await portal.open(anna);
});
afterAll(async () => {
  lookAway();
  await (stopping ?? service?.stop());
});

describe('a process that was told to end', () => {
  it('says so, and answers who is still sent to it until nobody is', async () => {
    const polling = person.call(getChanges, { after: 1_000_000 });
    stopping = service.stop();
    expect((await polling).reconnectAfterMs).toBeGreaterThan(0);
    for (const url of [service.appUrl, service.internalUrl]) expect((await fetch(`${url}/readyz`)).status).toBe(503);
    // Neither the session nor a new page is refused, and no connection stays open for more.
    const answer = await person.ask(getOverview, { month: '2026-11' });
    expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'close']);
    expect((await (await portal.open(anna)).ask(getOverview, { month: '2026-11' })).status).toBe(200);
    lookAway();
    await stopping;
    await expect(fetch(`${service.appUrl}/livez`)).rejects.toThrow('fetch failed');
  });
});
