import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { savePortalEndpoint } from '#store/portals.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import { smallPortalPeople } from '#support/small-portal.ts';

const { head } = smallPortalPeople;
const dayMs = 86_400_000;
let service: TestService;
let portal: InstalledPortal;

beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  portal = await service.installPortal();
});
afterAll(() => service.stop());

async function framedBy(): Promise<string> {
  const frame = portal.frame(head);
  const page = await fetch(frame.url, { method: 'POST', body: new URLSearchParams({ ...frame.fields }) });
  expect(page.status).toBe(200);
  return /frame-ancestors ([^;]+)/.exec(page.headers.get('content-security-policy') ?? '')?.[1] ?? '';
}

/** Away and back again, as a portal that is renamed twice: frames go on naming the address that they are at. */
async function moveBack(at: Date): Promise<void> {
  for (const origin of [away(), portal.origin])
    await portal.transaction((tx) => savePortalEndpoint(tx, { clientEndpoint: `${origin}/rest/`, origin }, at));
}

const away = (): string => portal.origin.replace('localhost', '127.0.0.1');
const daysAgo = (days: number): Date => new Date(Date.now() - days * dayMs);

describe('T12: pages of a renamed portal', () => {
  it('may be framed by both addresses for thirty days, and by the new one alone behind them', async () => {
    expect(await framedBy()).toBe(portal.origin);
    await moveBack(daysAgo(29));
    expect(await framedBy()).toBe(`${portal.origin} ${away()}`);
    await moveBack(daysAgo(31));
    expect(await framedBy()).toBe(portal.origin);
  });

  it('keep their former address when the new one is told again', async () => {
    await moveBack(daysAgo(1));
    const clientEndpoint = `${portal.origin}/rest/`;
    await portal.transaction((tx) => savePortalEndpoint(tx, { clientEndpoint, origin: portal.origin }, new Date()));
    expect(await framedBy()).toBe(`${portal.origin} ${away()}`);
  });
});
