import { smallPortalPeople } from '#support/small-portal.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { listenForEvents, type EventListener } from './event-listener.ts';
import { admin, openInstalledPortal, rowsOf, type PortalUnderTest } from './portal-under-test.ts';

const { anna, boris } = smallPortalPeople;
let listener: EventListener | null = null;

afterEach(async () => {
  await listener?.close();
  listener = null;
});

async function comment(portal: PortalUnderTest, text: string, dealId: unknown = 1): Promise<number> {
  const fields = { ENTITY_ID: dealId, ENTITY_TYPE: 'deal', COMMENT: text };
  return (await portal.call(admin, 'crm.timeline.comment.add', { fields })).body['result'] as number;
}

async function refusalOf(answer: ReturnType<PortalUnderTest['call']>): Promise<unknown> {
  const { status, body } = await answer;
  return [status, body['error'], body['error_description']];
}

describe('comments in the timeline', () => {
  it('are listed by record in the order that is asked for', async () => {
    const portal = openInstalledPortal();
    for (const text of ['Первый', 'Второй']) await comment(portal, text);
    await comment(portal, 'О другой сделке', 2);
    const filter = { ENTITY_ID: 1, ENTITY_TYPE: 'deal' };
    const answer = await portal.call(admin, 'crm.timeline.comment.list', { filter, order: { ID: 'DESC' }, select: ['ID', 'COMMENT'] });
    expect(answer.body).toMatchObject({
      total: 2,
      result: [
        { ID: '2', COMMENT: 'Второй' },
        { ID: '1', COMMENT: 'Первый' },
      ],
    });
    expect(Object.keys(rowsOf(answer)[0] ?? {})).toEqual(['ID', 'COMMENT']);
  });

  it('come fifty at a time', async () => {
    const portal = openInstalledPortal();
    for (let index = 0; index < 51; index += 1) await comment(portal, `Комментарий ${index}`);
    const filter = { ENTITY_ID: 1, ENTITY_TYPE: 'deal' };
    const first = await portal.call(admin, 'crm.timeline.comment.list', { filter });
    expect([rowsOf(first).length, first.body['next'], first.body['total']]).toEqual([50, 50, 51]);
    expect(rowsOf(await portal.call(admin, 'crm.timeline.comment.list', { filter, start: 50 }))).toMatchObject([{ ID: '51' }]);
  });

  it('are changed and deleted, each with its event', async () => {
    const portal = openInstalledPortal();
    listener = await listenForEvents();
    const { handler, received } = listener;
    for (const event of ['ONCRMTIMELINECOMMENTUPDATE', 'ONCRMTIMELINECOMMENTDELETE']) {
      await portal.call(admin, 'event.bind', { event, handler });
    }
    const id = await comment(portal, 'План снижен');
    expect((await portal.call(admin, 'crm.timeline.comment.update', { id, fields: { COMMENT: 'План повышен' } })).body['result']).toBe(id);
    expect((await portal.call(admin, 'crm.timeline.comment.get', { id })).body['result']).toMatchObject({ COMMENT: 'План повышен' });
    const deleted = await portal.call(admin, 'crm.timeline.comment.delete', { id, ownerTypeId: 2, ownerId: 1 });
    expect(deleted.body['result']).toBeNull();
    expect(await refusalOf(portal.call(admin, 'crm.timeline.comment.get', { id }))).toEqual([400, '', 'Not found.']);
    await portal.emulator.settle();
    const seen = received.map((event) => `${event['event']} ${event['data[ID]']}`);
    expect(seen.toSorted()).toEqual([`ONCRMTIMELINECOMMENTDELETE ${id}`, `ONCRMTIMELINECOMMENTUPDATE ${id}`]);
    expect(await comment(portal, 'Новый')).toBe(id + 1);
  });

  it('are refused under an owner that is not theirs and with an empty text', async () => {
    const portal = openInstalledPortal();
    const id = await comment(portal, 'План снижен');
    const update = (parameters: object): Promise<unknown> =>
      refusalOf(portal.call(admin, 'crm.timeline.comment.update', { id, fields: { COMMENT: 'x' }, ...parameters }));
    expect(await update({ ownerTypeId: 2, ownerId: 7 })).toEqual([400, 'OWNER_NOT_FOUND', 'Owner was not found']);
    expect(await update({ fields: { COMMENT: ' ' } })).toEqual([400, 'INVALID_ARG_VALUE', 'Empty comment message']);
    expect((await portal.call(admin, 'crm.timeline.comment.get', { id })).body['result']).toMatchObject({ COMMENT: 'План снижен' });
  });

  it('go with their record, and an activity bound to it loses the binding', async () => {
    const portal = openInstalledPortal();
    const id = await comment(portal, 'План снижен');
    const todo = { ownerTypeId: 1, ownerId: 3, deadline: '2026-11-20T15:00:00+03:00' };
    const { body } = await portal.call(admin, 'crm.activity.todo.add', todo);
    const activityId = (body['result'] as { id: number }).id;
    await portal.call(admin, 'crm.activity.binding.add', { activityId, entityTypeId: 2, entityId: 1 });
    await portal.call(admin, 'crm.deal.delete', { id: 1 });
    expect(await refusalOf(portal.call(admin, 'crm.timeline.comment.get', { id }))).toEqual([400, '', 'Not found.']);
    const found = await portal.call(admin, 'crm.activity.list', { filter: { BINDINGS: [{ OWNER_TYPE_ID: 2, OWNER_ID: 1 }] } });
    expect(rowsOf(found).map((row) => row['ID'])).not.toContain(String(activityId));
    expect((await portal.call(admin, 'crm.activity.get', { id: activityId })).body['result']).toMatchObject({ OWNER_TYPE_ID: '1' });
  });

  it("of another's deal are hidden", async () => {
    const portal = openInstalledPortal();
    const [deal] = rowsOf(await portal.call(admin, 'crm.deal.list', { filter: { ASSIGNED_BY_ID: anna } }));
    const id = await comment(portal, 'План снижен', deal?.['ID']);
    expect(await refusalOf(portal.call(boris, 'crm.timeline.comment.get', { id }))).toEqual([400, '', 'Access denied.']);
    const filter = { ENTITY_ID: deal?.['ID'], ENTITY_TYPE: 'deal' };
    expect(await refusalOf(portal.call(boris, 'crm.timeline.comment.list', { filter }))).toEqual([400, '', 'Access denied.']);
    expect(await refusalOf(portal.call(boris, 'crm.timeline.comment.delete', { id }))).toEqual([400, 'ACCESS_DENIED', 'Access denied']);
  });
});
