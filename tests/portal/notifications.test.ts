import { smallPortalPeople } from '#support/small-portal.ts';
import { describe, expect, it } from 'vitest';
import { admin, openInstalledPortal, registration, type PortalUnderTest } from './portal-under-test.ts';

const { anna } = smallPortalPeople;

async function shownTo(portal: PortalUnderTest, userId: number): Promise<string[]> {
  const { body } = await portal.page(userId, 'GET', 'state');
  return (body['notifications'] as { text: string }[]).map(({ text }) => text);
}

async function byWebhook(portal: PortalUnderTest, webhook: string, parameters: object): Promise<void> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(parameters) };
  expect((await portal.emulator.handle(new Request(`${webhook}im.notify.system.add`, init))).status).toBe(200);
}

describe('a notice', () => {
  it('takes the place of the one with the same tag', async () => {
    const portal = openInstalledPortal();
    const notify = (MESSAGE: string, tags: object): ReturnType<PortalUnderTest['call']> =>
      portal.call(admin, 'im.notify.personal.add', { USER_ID: anna, MESSAGE, ...tags });
    await notify('План пришёл', { TAG: 'plan|7', SUB_TAG: 'plan' });
    await notify('Второй план', { TAG: 'plan|8', SUB_TAG: 'plan' });
    await notify('План изменён', { TAG: 'plan|7', SUB_TAG: 'plan' });
    expect((await shownTo(portal, anna)).toSorted()).toEqual(['Второй план', 'План изменён']);
  });

  it('of a webhook has a tag only within the application it names', async () => {
    const portal = openInstalledPortal();
    const webhook = portal.emulator.makeWebhook(admin);
    const notice = { USER_ID: anna, TAG: 'plan|7' };
    await portal.call(admin, 'im.notify.system.add', { ...notice, MESSAGE: 'От приложения' });
    await byWebhook(portal, webhook, { ...notice, MESSAGE: 'Без приложения' });
    await byWebhook(portal, webhook, { ...notice, MESSAGE: 'Без приложения ещё раз' });
    expect(await shownTo(portal, anna)).toHaveLength(3);
    await byWebhook(portal, webhook, { ...notice, MESSAGE: 'В приложении', CLIENT_ID: registration.clientId });
    expect((await shownTo(portal, anna)).toSorted()).toEqual(['Без приложения', 'Без приложения ещё раз', 'В приложении']);
  });

  it.each([
    [{ USER_ID: 'anna' }, 'USER_ID_EMPTY'],
    [{ MESSAGE: '  ' }, 'MESSAGE_EMPTY'],
    [{ ATTACH: 'x'.repeat(60_001) }, 'ATTACH_OVERSIZE'],
    [{ ATTACH: '{"BLOCKS":' }, 'ATTACH_ERROR'],
  ])('is refused with %j', async (wrong, code) => {
    const portal = openInstalledPortal();
    const { status, body } = await portal.call(admin, 'im.notify.personal.add', { USER_ID: anna, MESSAGE: 'План', ...wrong });
    expect([status, body['error']]).toEqual([400, code]);
    expect(await shownTo(portal, anna)).toEqual([]);
  });

  it('takes an attachment as an object or as JSON, and goes to nobody who is not there', async () => {
    const portal = openInstalledPortal();
    const send = async (parameters: object): Promise<unknown> =>
      (await portal.call(admin, 'im.notify.personal.add', { USER_ID: anna, MESSAGE: 'План', ...parameters })).body['result'];
    expect(await send({ ATTACH: { ID: 1, BLOCKS: [{ MESSAGE: 'Ноябрь' }] } })).toBe(1);
    expect(await send({ ATTACH: '[{"MESSAGE":"Ноябрь"}]' })).toBe(2);
    expect(await send({ USER_ID: 999 })).toBe(false);
  });
});
