import { smallPortal, smallPortalNow, smallPortalPeople } from '#support/small-portal.ts';
import { describe, expect, it } from 'vitest';
import { listenForEvents } from './event-listener.ts';
import { admin, openInstalledPortal, rowsOf, type PortalUnderTest } from './portal-under-test.ts';

async function historyOf({ call }: PortalUnderTest, dealId: number): Promise<Record<string, unknown>[]> {
  return rowsOf(await call(admin, 'crm.stagehistory.list', { entityTypeId: 2, filter: { OWNER_ID: dealId }, order: { ID: 'ASC' } }));
}

describe('a deal', () => {
  it('that is won is closed today and leaves a row of type 3', async () => {
    const portal = openInstalledPortal();
    portal.emulator.updateDeal(smallPortalPeople.anna, 30, { stageId: 'WON' });
    const { body } = await portal.call(admin, 'crm.deal.get', { id: 30 });
    expect(body['result']).toMatchObject({
      STAGE_ID: 'WON',
      STAGE_SEMANTIC_ID: 'S',
      CLOSED: 'Y',
      CLOSEDATE: '2026-11-16T03:00:00+03:00',
      MOVED_TIME: '2026-11-16T10:42:00+03:00',
      DATE_MODIFY: '2026-11-16T10:42:00+03:00',
      MOVED_BY_ID: String(smallPortalPeople.anna),
    });
    const last = (await historyOf(portal, 30)).at(-1);
    expect(last).toMatchObject({ TYPE_ID: 3, STAGE_ID: 'WON', STAGE_SEMANTIC_ID: 'S', CREATED_TIME: '2026-11-16T10:42:00+03:00' });
  });

  it('that moves on leaves a row of type 2 and keeps its close date', async () => {
    const portal = openInstalledPortal();
    portal.emulator.updateDeal(admin, 30, { stageId: 'EXECUTING' });
    expect((await historyOf(portal, 30)).at(-1)).toMatchObject({ TYPE_ID: 2, STAGE_ID: 'EXECUTING' });
    const { body } = await portal.call(admin, 'crm.deal.get', { id: 30 });
    expect(body['result']).toMatchObject({ CLOSEDATE: `${smallPortal().deals[29]?.closeDate ?? ''}T03:00:00+03:00`, CLOSED: 'N' });
  });

  it('that only changes its amount is modified but not moved', async () => {
    const portal = openInstalledPortal();
    const before = await historyOf(portal, 30);
    portal.emulator.updateDeal(admin, 30, { amount: '77.70' });
    const { body } = await portal.call(admin, 'crm.deal.get', { id: 30 });
    expect(body['result']).toMatchObject({
      OPPORTUNITY: '77.70',
      DATE_MODIFY: '2026-11-16T10:42:00+03:00',
      MOVED_TIME: '2026-09-30T10:00:00+03:00',
    });
    expect(await historyOf(portal, 30)).toEqual(before);
  });

  it('never changes before its last change, even when the clock is set back', async () => {
    let now = smallPortalNow;
    const portal = openInstalledPortal({ businessClock: () => now });
    portal.emulator.updateDeal(admin, 30, { stageId: 'EXECUTING' });
    now = new Date(smallPortalNow.getTime() - 3_600_000);
    portal.emulator.updateDeal(admin, 31, { stageId: 'EXECUTING' });
    expect((await historyOf(portal, 31)).at(-1)).toMatchObject({ CREATED_TIME: '2026-11-16T10:42:00+03:00' });
  });

  it('moves to another pipeline by the universal method only, with its own event', async () => {
    const data = smallPortal();
    const second = { id: 2, name: 'Тендеры', sort: 200, isDefault: false };
    const stage = { entityId: 'DEAL_STAGE_2', statusId: 'C2:NEW', name: 'Заявка', sort: 10, semantics: 'P' as const, color: '#39A8EF' };
    const portal = openInstalledPortal({
      data: { ...data, categories: [...data.categories, second], statuses: [...data.statuses, stage] },
    });
    const listener = await listenForEvents();
    for (const event of ['ONCRMDEALUPDATE', 'ONCRMDEALMOVETOCATEGORY']) {
      await portal.call(admin, 'event.bind', { event, handler: listener.handler });
    }
    await portal.call(admin, 'crm.item.update', { entityTypeId: 2, id: 5, fields: { categoryId: 2 } });
    await portal.emulator.settle();
    await listener.close();
    expect(listener.received).toMatchObject([
      { event: 'ONCRMDEALMOVETOCATEGORY', 'data[FIELDS][CATEGORY_ID]': '2', 'data[FIELDS][STAGE_ID]': 'C2:NEW' },
    ]);
    expect((await historyOf(portal, 5)).at(-1)).toMatchObject({ TYPE_ID: 5, CATEGORY_ID: 2, STAGE_ID: 'C2:NEW' });
    await portal.call(admin, 'crm.deal.update', { id: 5, fields: { CATEGORY_ID: 0 } });
    expect((await portal.call(admin, 'crm.deal.get', { id: 5 })).body).toMatchObject({ result: { CATEGORY_ID: '2' } });
  });

  it('refuses a stage of nowhere, a person of nowhere and a sum that is none', async () => {
    const { call } = openInstalledPortal();
    const update = async (fields: object): Promise<number> => (await call(admin, 'crm.deal.update', { id: 5, fields })).status;
    expect(await update({ STAGE_ID: 'C9:NEW' })).toBe(400);
    expect(await update({ ASSIGNED_BY_ID: 99 })).toBe(400);
    expect(await update({ OPPORTUNITY: 'много' })).toBe(400);
    expect((await call(admin, 'crm.deal.get', { id: 5 })).body).toMatchObject({ result: { DATE_MODIFY: '2026-09-05T10:00:00+03:00' } });
  });
});

describe('a notice', () => {
  it('is kept for its person and replaced by one of the same tag', async () => {
    const { call, page } = openInstalledPortal();
    const notify = (MESSAGE: string): ReturnType<typeof call> =>
      call(admin, 'im.notify.system.add', { USER_ID: smallPortalPeople.anna, MESSAGE, TAG: 'plan' });
    expect((await notify('План пришёл')).body['result']).toBe(1);
    await notify('План изменён');
    await call(admin, 'im.notify.personal.add', { USER_ID: smallPortalPeople.anna, MESSAGE: 'Ждём подписи' });
    expect((await page(smallPortalPeople.anna, 'GET', 'state')).body['notifications']).toEqual([
      { at: '2026-11-16T10:42:00+03:00', text: 'Ждём подписи' },
      { at: '2026-11-16T10:42:00+03:00', text: 'План изменён' },
    ]);
    expect((await page(smallPortalPeople.boris, 'GET', 'state')).body['notifications']).toEqual([]);
  });
});
