import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listRouteTasks, orderRouteTasks, type RouteTask } from '#contract/route-tasks.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import { smallPortalPeople } from '#support/small-portal.ts';
import { until } from '#support/until.ts';

const { head, anna } = smallPortalPeople;
const month = '2026-11';
const asked = { month, scope: `person:${anna}` };
const isTask = (path: string): boolean => path.includes('tasks.task.add');
let service: TestService;
let portal: InstalledPortal;
let dealId: string;

const tasksOf = async (userId: number): Promise<RouteTask[]> => (await (await portal.open(userId)).call(listRouteTasks, asked)).tasks;

beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  portal = await service.installPortal();
  await until(async () => {
    const deals = await portal.transaction((tx) =>
      tx.db.selectFrom('deal').select('deal_id').where('responsible_id', '=', BigInt(anna)).where('semantics', '=', 'P').execute(),
    );
    dealId = String(deals[0]?.deal_id ?? '');
    return deals.length > 0;
  }, 'an open deal of Anna');
});
afterAll(() => service.stop());

describe('tasks of the route to the plan', () => {
  it('are made once for each deal, however often they are asked for, and their state comes back', async () => {
    const [boss, own] = [await portal.open(head), await portal.open(anna)];
    const request = { ...asked, dealIds: [dealId, dealId] };
    await Promise.all([boss.call(orderRouteTasks, request), own.call(orderRouteTasks, request), boss.call(orderRouteTasks, request)]);
    await until(async () => (await tasksOf(head))[0]?.state === 'open', 'the task to be read back');
    expect(await tasksOf(head)).toEqual([
      { dealId, state: 'open', taskId: expect.any(String) as string, deadline: expect.any(String) as string },
    ]);
    expect(await tasksOf(anna)).toEqual(await tasksOf(head));
    expect(portal.requests.filter(isTask)).toHaveLength(1);
    const links = await portal.transaction((tx) => tx.db.selectFrom('task_link').select(['owner_kind', 'owner_id']).execute());
    expect(links).toContainEqual({ owner_kind: 2, owner_id: BigInt(dealId) });
  });

  it('are not made of deals outside the scope', async () => {
    const boss = await portal.open(head);
    await expect(boss.call(orderRouteTasks, { month, scope: `person:${head}`, dealIds: [dealId] })).rejects.toThrow('answered 404');
    await expect(boss.call(orderRouteTasks, { ...asked, dealIds: ['999999'] })).rejects.toThrow('answered 404');
    expect(portal.requests.filter(isTask)).toHaveLength(1);
  });
});
