import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addAction, closeAction, findAction, listActionsToCheck, saveEffectiveness, type StoredAction } from '#store/corrective-actions.ts';
import { orderTask } from '#http/order-task.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import { smallPortalPeople } from '#support/small-portal.ts';
import { until } from '#support/until.ts';
import { v7 as uuidv7 } from 'uuid';

const { head, anna } = smallPortalPeople;
const now = new Date('2026-11-16T07:42:00Z');
const isTask = (path: string): boolean => path.includes('tasks.task.add');
let service: TestService;

beforeAll(async () => {
  service = await startTestService({ portals: 4 });
});
afterAll(() => service.stop());

async function decide(portal: InstalledPortal): Promise<string> {
  const actionId = uuidv7();
  await portal.transaction(async (tx) => {
    await addAction(
      tx,
      {
        actionId,
        origin: 'review',
        originId: null,
        kind: 'task',
        metric: 'revenue',
        scope: `person:${anna}`,
        month: '2026-11',
        words: 'Позвонить трём клиентам',
        ownerId: BigInt(anna),
        deadline: '2026-11-20',
        checkOn: '2026-11-25',
        levelBefore: 0.6,
      },
      { userId: BigInt(head), now },
    );
    await orderTask(
      tx,
      {
        actionId,
        attempt: 1,
        title: 'Позвонить трём клиентам',
        description: 'Выручка за ноябрь',
        responsibleId: BigInt(anna),
        createdById: BigInt(head),
        deadline: '2026-11-20',
        dealIds: [],
      },
      { now, timeZone: 'Europe/Moscow' },
    );
  });
  await service.store.announce(portal.portalId);
  return actionId;
}

const find = (portal: InstalledPortal, actionId: string): Promise<StoredAction | undefined> =>
  portal.transaction((tx) => findAction(tx, actionId));

describe('a task for an action', () => {
  it('is made in the portal once, and its state comes back', async () => {
    const portal = await service.installPortal();
    let asked: unknown;
    portal.intercept(async (request) => {
      if (isTask(request.url)) asked = await request.clone().json();
      return undefined;
    });
    const actionId = await decide(portal);
    await until(async () => (await find(portal, actionId))?.task?.status !== null, 'the task to be read back');
    const task = (await find(portal, actionId))?.task;
    expect(task).toMatchObject({ order: 'sent', status: 2, deadline: new Date('2026-11-20T16:00:00Z'), closedAt: null, isDeleted: false });
    expect(portal.requests.filter(isTask)).toHaveLength(1);
    const made = await portal.transaction((tx) => tx.db.selectFrom('task').selectAll().execute());
    expect(made.find((row) => row.task_id === task?.taskId)?.responsible_id).toBe(BigInt(anna));
    expect(asked).toMatchObject({ fields: { TITLE: 'Позвонить трём клиентам', CREATED_BY: String(head) } });
  });

  it('whose answer was lost is not made again, and says that nobody knows', async () => {
    const portal = await service.installPortal();
    portal.intercept(async (request) => {
      if (!isTask(request.url)) return undefined;
      await portal.emulator.handle(request);
      return new Response('<html>Bad gateway</html>', { status: 502 });
    });
    const actionId = await decide(portal);
    await until(async () => (await find(portal, actionId))?.task?.order === 'unknown', 'the order to be unknown');
    expect((await find(portal, actionId))?.task).toMatchObject({ order: 'unknown', taskId: null });
    expect(portal.requests.filter(isTask)).toHaveLength(1);
  });
});

describe('an action', () => {
  it('is closed once, and judged once, on the day of its check', async () => {
    const portal = await service.installPortal();
    const actionId = await decide(portal);
    const toCheck = (day: string): Promise<string[]> =>
      portal.transaction(async (tx) => (await listActionsToCheck(tx, day)).map((action) => action.actionId));
    expect(await toCheck('2026-11-24')).toEqual([]);
    expect(await toCheck('2026-11-25')).toEqual([actionId]);
    const end = { state: 'done', result: 'Все три ответили', userId: BigInt(anna), now } as const;
    expect(await portal.transaction((tx) => closeAction(tx, actionId, end))).toBe(true);
    expect(await portal.transaction((tx) => closeAction(tx, actionId, { ...end, state: 'dropped' }))).toBe(false);
    await portal.transaction((tx) => saveEffectiveness(tx, actionId, { effectiveness: 'helped', levelAtCheck: 1.1, now }));
    await portal.transaction((tx) => saveEffectiveness(tx, actionId, { effectiveness: 'not-helped', levelAtCheck: 0, now }));
    expect(await toCheck('2026-12-01')).toEqual([]);
    expect(await find(portal, actionId)).toMatchObject({
      state: 'done',
      result: 'Все три ответили',
      effectiveness: 'helped',
      levelAtCheck: 1.1,
    });
  });
});
