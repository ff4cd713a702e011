import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { smallPortalPeople } from '#support/small-portal.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { admin, fieldOf, openPortal, registration, rowsOf } from './portal-under-test.ts';

let folder = '';
let stateFile = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portal-state-'));
  stateFile = join(folder, 'portal.ndjson');
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const tab = { PLACEMENT: 'CRM_DEAL_DETAIL_TAB', HANDLER: 'http://127.0.0.1:4110/portal/placement', TITLE: 'Курс' };

describe('a portal that was killed', () => {
  it('comes back with its tokens, bindings, options, installation, changes and notices', async () => {
    const before = openPortal({ stateFile });
    const { fields } = before.emulator.openFrame({ userId: admin, placement: 'DEFAULT' });
    const token = fieldOf(fields, 'AUTH_ID');
    await before.callWith(token, 'placement.bind', tab);
    await before.callWith(token, 'event.bind', { event: 'ONAPPTEST', handler: 'http://127.0.0.1:1/x' });
    await before.callWith(token, 'app.option.set', { options: { zone: 'Europe/Moscow' } });
    await before.callWith(token, 'user.option.set', { options: { seen: 'Y' } });
    before.emulator.finishInstall(admin);
    before.emulator.updateDeal(smallPortalPeople.anna, 30, { stageId: 'WON' });
    await before.callWith(token, 'crm.lead.update', { id: 3, fields: { STATUS_ID: 'CONVERTED' } });
    await before.callWith(token, 'im.notify.system.add', { USER_ID: admin, MESSAGE: 'Готово' });
    // Nothing is closed here: what was answered is in the file already.

    const after = openPortal({ stateFile });
    expect(after.emulator.isInstalled).toBe(true);
    expect((await after.callWith(token, 'placement.get')).body['result']).toMatchObject([{ placement: tab.PLACEMENT }]);
    expect((await after.callWith(token, 'event.get')).body['result']).toMatchObject([{ event: 'ONAPPTEST' }]);
    expect((await after.callWith(token, 'app.option.get')).body['result']).toEqual({ zone: 'Europe/Moscow' });
    expect((await after.callWith(token, 'user.option.get', { option: 'seen' })).body['result']).toBe('Y');
    expect((await after.callWith(token, 'crm.deal.get', { id: 30 })).body).toMatchObject({ result: { STAGE_ID: 'WON' } });
    expect((await after.callWith(token, 'crm.lead.get', { id: 3 })).body).toMatchObject({ result: { STATUS_ID: 'CONVERTED' } });
    expect(rowsOf(await after.callWith(token, 'crm.stagehistory.list', { entityTypeId: 2, filter: { OWNER_ID: 30 } }))).toHaveLength(2);
    expect((await after.page(admin, 'GET', 'state')).body['notifications']).toMatchObject([{ text: 'Готово' }]);
    const again = after.emulator.openFrame({ userId: admin, placement: 'DEFAULT' });
    expect(again.fields['APPLICATION_TOKEN']).toBe(fields['APPLICATION_TOKEN']);
    const refreshed = await after.oauth({
      grant_type: 'refresh_token',
      client_id: registration.clientId,
      client_secret: registration.clientSecret,
      refresh_token: fieldOf(fields, 'REFRESH_ID'),
    });
    expect(refreshed.status).toBe(200);
  });

  it('remembers calls under way and done, activities, comments and what was deleted', async () => {
    const before = openPortal({ stateFile });
    before.emulator.finishInstall(admin);
    const register = { USER_ID: admin, PHONE_NUMBER: '+79001112233', TYPE: 1, CRM_ENTITY_TYPE: 'COMPANY', CRM_ENTITY_ID: 3 };
    const done = await callIdOf(before.call(admin, 'telephony.externalCall.register', { ...register, EXTERNAL_CALL_ID: 'first' }));
    const running = await callIdOf(before.call(admin, 'telephony.externalCall.register', { ...register, EXTERNAL_CALL_ID: 'second' }));
    await before.call(admin, 'telephony.externalCall.finish', { CALL_ID: done, USER_ID: admin, DURATION: 7 });
    await before.call(admin, 'crm.timeline.comment.add', { fields: { ENTITY_ID: 1, ENTITY_TYPE: 'deal', COMMENT: 'Помним' } });
    await before.call(admin, 'crm.activity.delete', { id: 5 });
    await before.call(admin, 'crm.deal.delete', { id: 60 });

    const { call } = openPortal({ stateFile });
    expect(rowsOf(await call(admin, 'voximplant.statistic.get', { FILTER: { CALL_ID: done } }))).toMatchObject([{ CALL_DURATION: '7' }]);
    expect((await call(admin, 'crm.activity.get', { id: 44 })).body['result']).toMatchObject({ ORIGIN_ID: `VI_${done}`, AUTHOR_ID: '1' });
    expect((await call(admin, 'telephony.externalCall.finish', { CALL_ID: running, USER_ID: admin })).status).toBe(200);
    expect((await call(admin, 'crm.timeline.comment.get', { id: 1 })).body['result']).toMatchObject({ COMMENT: 'Помним' });
    expect((await call(admin, 'crm.activity.get', { id: 5 })).status).toBe(400);
    expect((await call(admin, 'crm.deal.get', { id: 60 })).status).toBe(400);
    expect((await call(admin, 'crm.deal.add', { fields: { TITLE: 'Новая' } })).body['result']).toBe(61);
  });

  it('forgets the line that was being written and goes on writing', async () => {
    const before = openPortal({ stateFile });
    before.emulator.finishInstall(admin);
    before.emulator.updateDeal(admin, 30, { amount: '5.00' });
    const whole = readFileSync(stateFile, 'utf8');
    appendFileSync(stateFile, whole.trimEnd().split('\n').at(-1)?.replace('5.00', '6.00').slice(0, -20) ?? '');

    const after = openPortal({ stateFile });
    expect(readFileSync(stateFile, 'utf8')).toBe(whole);
    expect((await after.call(admin, 'crm.deal.get', { id: 30 })).body).toMatchObject({ result: { OPPORTUNITY: '5.00' } });
    after.emulator.updateDeal(admin, 30, { amount: '7.00' });

    const third = openPortal({ stateFile });
    expect((await third.call(admin, 'crm.deal.get', { id: 30 })).body).toMatchObject({ result: { OPPORTUNITY: '7.00' } });
  });

  it('says so when its file is damaged in the middle', () => {
    const { emulator } = openPortal({ stateFile });
    emulator.finishInstall(admin);
    const [first = '', ...others] = readFileSync(stateFile, 'utf8').split('\n');
    writeFileSync(stateFile, [first, '{"kind":"no such thing"}', ...others].join('\n'));
    expect(() => openPortal({ stateFile })).toThrow(`damaged at ${stateFile}:2`);
  });

  it('does not take the memory of another portal', () => {
    openPortal({ stateFile });
    expect(() => openPortal({ stateFile, memberId: 'f'.repeat(32) })).toThrow('another portal');
  });
});

async function callIdOf(answer: ReturnType<ReturnType<typeof openPortal>['call']>): Promise<string> {
  const { CALL_ID } = (await answer).body['result'] as { CALL_ID: string };
  return CALL_ID;
}
