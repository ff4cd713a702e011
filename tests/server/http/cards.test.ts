import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askAccess } from '#contract/access-request.ts';
import { getCounting, putCounting } from '#contract/counting.ts';
import { getDealOutlook } from '#contract/deal-outlook.ts';
import { getLeadOutlook } from '#contract/lead-outlook.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import { smallPortal, smallPortalPeople } from '#support/small-portal.ts';
import { until } from '#support/until.ts';

let service: TestService;
let portal: InstalledPortal;

beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  portal = await service.installPortal(smallPortal());
}, 120_000);
afterAll(() => service.stop());

interface Done {
  readonly owner: readonly [kind: 1 | 2, id: bigint];
  readonly kind: number;
  readonly at: string;
  readonly direction?: number;
  readonly provider?: string;
  readonly isCompleted?: boolean;
}

let activityId = 9_000_000n;
const add = (...rows: readonly Done[]): Promise<unknown> =>
  portal.transaction((tx) =>
    tx.db
      .insertInto('activity')
      .values(
        rows.map(({ owner: [owner_kind, owner_id], kind, at, direction = 2, provider = '', isCompleted = true }) => ({
          ...{ portal_id: tx.portalId, activity_id: (activityId += 1n), kind, provider, owner_kind, owner_id, direction },
          ...{ responsible_id: 1n, is_completed: isCompleted, started_at: new Date(at), modified_at: new Date(at) },
        })),
      )
      .execute(),
  );
const setLead = (leadId: bigint, change: { created_at: Date; closed_at: Date | null }): Promise<unknown> =>
  portal.transaction((tx) =>
    tx.db.updateTable('lead').set(change).where('portal_id', '=', tx.portalId).where('lead_id', '=', leadId).execute(),
  );

describe('contacts on a card', () => {
  it('are counted by week in the zone of the portal, and what is no contact is left out', async () => {
    const deal = [2, 990_001n] as const;
    await portal.transaction(async (tx) => {
      const known = await tx.db.selectFrom('deal').selectAll().where('portal_id', '=', tx.portalId).limit(1).executeTakeFirstOrThrow();
      await tx.db
        .insertInto('deal')
        .values({ ...known, deal_id: deal[1] })
        .execute();
    });
    await add(
      { owner: deal, kind: 2, at: '2026-11-09T09:00:00Z' },
      // Monday, 00:30 in Moscow.
      { owner: deal, kind: 1, at: '2026-11-08T21:30:00Z', direction: 0 },
      { owner: deal, kind: 4, at: '2026-11-05T09:00:00Z', direction: 1 },
      { owner: deal, kind: 6, at: '2026-11-05T10:00:00Z', provider: 'IMOPENLINES_SESSION', direction: 1 },
      { owner: deal, kind: 6, at: '2026-11-05T11:00:00Z', provider: 'CRM_TODO' },
      { owner: deal, kind: 2, at: '2026-11-05T12:00:00Z', isCompleted: false },
      { owner: deal, kind: 2, at: '2026-12-05T12:00:00Z' },
      { owner: [2, 990_002n], kind: 2, at: '2026-11-09T09:00:00Z' },
    );
    const { contacts } = await (await portal.open(smallPortalPeople.admin)).call(getDealOutlook, { dealId: String(deal[1]) });
    expect(contacts.weeks).toHaveLength(8);
    expect(contacts.weeks.filter(({ calls, meetings, messages }) => calls + meetings + messages > 0)).toEqual([
      { from: '2026-11-02', calls: 0, meetings: 0, messages: 2 },
      { from: '2026-11-09', calls: 1, meetings: 1, messages: 0 },
    ]);
    expect(contacts.list.map(({ kind, direction }) => [kind, direction])).toEqual([
      ['call', 'out'],
      ['meeting', 'none'],
      ['message', 'in'],
      ['message', 'in'],
    ]);
  });
});

describe('a lead', () => {
  const lead = 1n;
  const read = async () => (await (await portal.open(smallPortalPeople.admin)).call(getLeadOutlook, { leadId: String(lead) })).processing;

  it('waits for the first contact, which a letter from outside is not, and the norm of the portal judges it', async () => {
    await setLead(lead, { created_at: new Date('2026-11-13T14:30:00Z'), closed_at: null });
    await add({ owner: [1, lead], kind: 4, at: '2026-11-13T14:31:00Z', direction: 1 });
    expect(await read()).toMatchObject({ touchedAt: null, normMinutes: 60, state: 'overdue' });
    // Friday 17:30 to Monday 09:10 in Moscow: 30 minutes and 10.
    await add({ owner: [1, lead], kind: 2, at: '2026-11-16T06:10:00Z' });
    expect(await read()).toMatchObject({ touchedAt: '2026-11-16T06:10:00.000Z', minutes: 40, state: 'in-time' });
    const admin = await portal.open(smallPortalPeople.admin);
    const { setting } = await admin.call(getCounting, {});
    await admin.call(putCounting, { ...setting, leads: { firstTouchMinutes: 39 } });
    expect(await read()).toMatchObject({ normMinutes: 39, state: 'late' });
    // Who says nothing of leads leaves the norm as it is.
    await admin.call(putCounting, { wonDate: setting.wonDate, pipelineIds: null });
    expect(await read()).toMatchObject({ normMinutes: 39 });
    await expect(admin.call(putCounting, { ...setting, leads: { firstTouchMinutes: 0 } })).rejects.toThrow('400');
    expect(await read()).toMatchObject({ normMinutes: 39 });
  });

  it('that nobody knows is judged by nothing', async () => {
    const admin = await portal.open(smallPortalPeople.admin);
    expect((await admin.call(getLeadOutlook, { leadId: '999999' })).processing).toBeNull();
  });
});

describe('a question for access', () => {
  it('goes to the head and to administrators, once a day', async () => {
    const employee = await portal.open(smallPortalPeople.anna);
    const announced: bigint[] = [];
    const silence = await service.store.onAnnounce((portalId) => announced.push(portalId));
    const first = await employee.call(askAccess, {});
    expect(first.isNew).toBe(true);
    // No screen shows anything new; whoever sends messages is woken all the same.
    await until(async () => announced.includes(portal.portalId), 'the sender to be woken', 10_000).finally(silence);
    expect(first.to.map(({ userId }) => Number(userId))).toEqual([smallPortalPeople.head, smallPortalPeople.admin]);
    expect(await employee.call(askAccess, {})).toEqual({ ...first, isNew: false });
    await until(async () => (await portal.notices(smallPortalPeople.head)).length === 1, 'the question to reach the head');
    const [notice] = await portal.notices(smallPortalPeople.head);
    expect(JSON.stringify(notice)).toContain('params%5Bview%5D=acting-heads');
    await until(async () => (await portal.notices(smallPortalPeople.admin)).length === 1, 'the question to reach the administrator');
  });
});
