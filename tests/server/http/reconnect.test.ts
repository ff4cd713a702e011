import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getOverview } from '#contract/overview.ts';
import { Boot, renewSession } from '#contract/session.ts';
import { readLifecycle, saveLifecycle } from '#store/portal-lifecycle.ts';
import { getPortal, setPortalState } from '#store/portals.ts';
import type { PortalState } from '#store/tables/portal-tables.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import { askEndpoint } from '#support/person.ts';
import { smallPortal, smallPortalPeople } from '#support/small-portal.ts';
import { until } from '#support/until.ts';

const { admin, anna } = smallPortalPeople;
const guest = 5;
let service: TestService;
let portal: InstalledPortal;

beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  const data = smallPortal();
  const [first] = data.users;
  if (first === undefined) throw new Error('the portal has nobody');
  const stranger = { ...first, id: guest, name: 'Гость', isAdmin: false, isExtranet: true, departmentIds: [] };
  portal = await service.installPortal({ ...data, users: [...data.users, stranger] });
});
afterAll(() => service.stop());

async function open(userId: number, placement = 'DEFAULT', options = {}): Promise<{ status: number; boot: Boot }> {
  const frame = portal.frame(userId, placement, options);
  const response = await fetch(frame.url, { method: 'POST', body: new URLSearchParams({ ...frame.fields }) });
  const json = /<script type="application\/json" id="boot">(.*?)<\/script>/s.exec(await response.text())?.[1];
  return { status: response.status, boot: Boot.parse(JSON.parse(json ?? 'null')) };
}

const state = async (): Promise<PortalState> => (await portal.transaction(getPortal)).state;
const reasonFor = async (userId: number) => (await open(userId)).boot.notice?.reason ?? 'none';

async function leaveActive(to: PortalState): Promise<void> {
  await portal.transaction(async (tx) => {
    await setPortalState(tx, to, new Date());
    // Looked at twenty minutes ago.
    if (to === 'suspended') return saveLifecycle(tx, { check_at: new Date(Date.now() + 86_400_000 - 1_200_000) });
    await saveLifecycle(tx, { refused_since: new Date(0), removed_at: to === 'uninstalled' ? new Date() : null });
    await tx.db.updateTable('portal_token').set({ state: 'revoked' }).execute();
  });
}

describe('a guest of the extranet', () => {
  it('gets neither a page nor a session nor the first data of a card', async () => {
    const page = await open(guest, 'CRM_DEAL_DETAIL_TAB', { ID: '6' });
    expect(page.status).toBe(403);
    expect(page.boot).toMatchObject({ view: 'notice', notice: { reason: 'access-denied' }, session: null, viewer: null, deal: null });
    const accessToken = portal.frame(guest).fields['AUTH_ID'] ?? '';
    const renewed = await askEndpoint(service.appUrl, {}, renewSession, { memberId: portal.memberId, accessToken });
    expect(renewed.status).toBe(403);
    const sessions = await portal.transaction((tx) => tx.db.selectFrom('session').select('user_id').execute());
    expect(sessions.some((session) => session.user_id === BigInt(guest))).toBe(false);
  });
});

describe('a portal that lost its access', () => {
  it('asks people for an administrator, and any administrator gives it back by opening the application', async () => {
    const viewer = await portal.open(anna);
    await leaveActive('needs-reauth');
    expect((await viewer.ask(getOverview, { month: '2026-11' })).status).toBe(401);
    expect(await reasonFor(anna)).toBe('needs-administrator');
    const { refused_since: suspectedFrom } = await portal.transaction(readLifecycle);
    expect(suspectedFrom?.getTime()).toBeGreaterThan(Date.now() - 60_000);
    const page = await open(admin);
    expect(page.boot).toMatchObject({ view: 'workspace', viewer: { userId: String(admin) } });
    expect(await state()).toBe('active');
    expect((await (await portal.open(anna)).ask(getOverview, { month: '2026-11' })).status).toBe(200);
  });

  it('comes back the same way after it was taken for removed', async () => {
    await leaveActive('uninstalled');
    expect(await reasonFor(anna)).toBe('ask-administrator');
    expect(await state()).toBe('uninstalled');
    expect((await open(admin)).status).toBe(200);
    expect(await state()).toBe('active');
    expect(await portal.transaction(readLifecycle)).toMatchObject({ removed_at: null, purge_at: null, refused_since: null });
  });

  it('that stopped paying says so, and is asked again because somebody came', async () => {
    await leaveActive('suspended');
    expect(await reasonFor(anna)).toBe('payment-ended');
    await until(async () => (await state()) === 'active', 'the portal to pay again');
    expect(await reasonFor(anna)).toBe('none');
  });
});

describe('an administrator who removes the application', () => {
  it('ends every session by that alone', async () => {
    const viewer = await portal.open(anna);
    expect((await viewer.ask(getOverview, { month: '2026-11' })).status).toBe(200);
    portal.emulator.removeApplication();
    await until(async () => (await state()) === 'uninstalled', 'the removal to be confirmed');
    expect((await viewer.ask(getOverview, { month: '2026-11' })).status).toBe(401);
    expect(await portal.transaction((tx) => tx.db.selectFrom('portal_token').selectAll().execute())).toEqual([]);
    const { purge_at: purgeAt, removed_at: removedAt } = await portal.transaction(readLifecycle);
    // A local application leaves nothing behind: its removal asks for deletion.
    expect((purgeAt?.getTime() ?? 0) - (removedAt?.getTime() ?? 0)).toBe(7 * 86_400_000);
  });
});
