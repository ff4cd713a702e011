import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { everyScope } from '#portal-emulator/rest/scope-catalogue.ts';
import { smallPortalPeople } from '#support/small-portal.ts';
import { describe, expect, it } from 'vitest';
import { waitingProcess } from './battery/battery-activity-data.ts';
import { batteryData } from './battery/battery-data.ts';
import { admin, fieldOf, openInstalledPortal, registration, rowsOf, type PortalUnderTest } from './portal-under-test.ts';

const { anna } = smallPortalPeople;
const application = { ...registration, scopes: everyScope };
const origin = new URL(registration.handlerUrl).origin;
const open = (stateFile: string | null = null): PortalUnderTest => openInstalledPortal({ application, data: batteryData(), stateFile });

async function refusalOf(answer: ReturnType<PortalUnderTest['call']>): Promise<unknown> {
  const { status, body } = await answer;
  return [status, body['error'], body['error_description']];
}

describe('a trigger', () => {
  it('is added once and named anew', async () => {
    const { call } = open();
    for (const NAME of ['План подписан', 'План принят']) await call(admin, 'crm.automation.trigger.add', { CODE: 'plan.signed', NAME });
    expect((await call(admin, 'crm.automation.trigger.list')).body['result']).toEqual([{ NAME: 'План принят', CODE: 'plan.signed' }]);
    expect((await call(admin, 'crm.automation.trigger.delete', { CODE: 'plan.signed' })).body['result']).toBe(true);
    expect((await call(admin, 'crm.automation.trigger.list')).body['result']).toEqual([]);
  });

  it.each([
    [{ CODE: '' }, 'Empty trigger code!'],
    [{ CODE: 'план' }, 'Wrong trigger code!'],
    [{ NAME: ' ' }, 'Empty trigger name!'],
  ])('is refused with %j', async (wrong, description) => {
    const { call } = open();
    const trigger = { CODE: 'plan.signed', NAME: 'План подписан', ...wrong };
    expect(await refusalOf(call(admin, 'crm.automation.trigger.add', trigger))).toEqual([400, '', description]);
  });

  it('is started for records of the CRM only', async () => {
    const { call } = open();
    await call(admin, 'crm.automation.trigger.add', { CODE: 'plan', NAME: 'План' });
    const execute = (parameters: object): ReturnType<typeof call> =>
      call(admin, 'crm.automation.trigger.execute', { CODE: 'plan', OWNER_TYPE_ID: 2, OWNER_ID: 1, ...parameters });
    expect((await execute({})).body['result']).toBe(true);
    expect((await execute({ OWNER_TYPE_ID: 1046 })).body['result']).toBe(true);
    expect(await refusalOf(execute({ OWNER_TYPE_ID: 77 }))).toEqual([400, '', 'Incorrect parameter OWNER_TYPE_ID.']);
    expect(await refusalOf(execute({ OWNER_ID: 0 }))).toEqual([400, '', 'Incorrect parameter OWNER_ID.']);
  });

  it('is a matter of administrators', async () => {
    expect(await refusalOf(open().call(anna, 'crm.automation.trigger.list'))).toEqual([
      403,
      'ACCESS_DENIED',
      'Access denied! Admin permissions required',
    ]);
  });
});

describe('a type of user fields', () => {
  const type = { USER_TYPE_ID: 'plan_bar', HANDLER: `${origin}/portal/field`, TITLE: 'План', DESCRIPTION: 'Полоска' };

  it('is registered, changed and deleted', async () => {
    const { call } = open();
    expect((await call(admin, 'userfieldtype.add', type)).body['result']).toBe(true);
    await call(admin, 'userfieldtype.update', { USER_TYPE_ID: 'plan_bar', TITLE: 'План месяца' });
    expect((await call(admin, 'userfieldtype.list')).body).toMatchObject({ result: [{ ...type, TITLE: 'План месяца' }], total: 1 });
    expect((await call(admin, 'userfieldtype.delete', { USER_TYPE_ID: 'plan_bar' })).body['result']).toBe(true);
    expect(rowsOf(await call(admin, 'userfieldtype.list'))).toEqual([]);
  });

  it('is drawn by the placement USERFIELD_TYPE', async () => {
    const portal = open();
    await portal.call(admin, 'userfieldtype.add', type);
    await portal.call(admin, 'userfieldtype.add', { USER_TYPE_ID: 'second', HANDLER: `${origin}/portal/second` });
    const options = { MODE: 'view', ENTITY_ID: 'CRM_DEAL', FIELD_NAME: 'UF_CRM_PLAN', ENTITY_VALUE_ID: '1' };
    const frame = portal.emulator.openFrame({ userId: anna, placement: 'USERFIELD_TYPE', userTypeId: 'second', options });
    expect(frame.url.split('?')[0]).toBe(`${origin}/portal/second`);
    expect(fieldOf(frame.fields, 'PLACEMENT')).toBe('USERFIELD_TYPE');
    expect(JSON.parse(fieldOf(frame.fields, 'PLACEMENT_OPTIONS'))).toEqual(options);
  });

  it.each([
    [{ USER_TYPE_ID: 'план' }, 'ERROR_ARGUMENT'],
    [{ USER_TYPE_ID: 'x'.repeat(44) }, 'ERROR_ARGUMENT'],
    [{ HANDLER: '' }, 'ERROR_ARGUMENT'],
    [{ HANDLER: 'https://elsewhere.example/field' }, 'ERROR_HANDLER_URL_MATCH'],
    [{ HANDLER: 'ftp://127.0.0.1/field' }, 'ERROR_UNSUPPORTED_PROTOCOL'],
  ])('is refused with %j', async (wrong, code) => {
    const { call } = open();
    const { status, body } = await call(admin, 'userfieldtype.add', { ...type, ...wrong });
    expect([status, body['error']]).toEqual([400, code]);
    expect(rowsOf(await call(admin, 'userfieldtype.list'))).toEqual([]);
  });

  it('takes a handler of its own and an administrator', async () => {
    const { call } = open();
    await call(admin, 'userfieldtype.add', type);
    const words = 'Unable to set placement handler: Handler already binded';
    expect(await refusalOf(call(admin, 'userfieldtype.add', { ...type, USER_TYPE_ID: 'other' }))).toEqual([400, 'ERROR_CORE', words]);
    expect(await refusalOf(call(anna, 'userfieldtype.list'))).toEqual([403, 'ACCESS_DENIED', 'Access denied!']);
  });
});

describe('a robot', () => {
  const robot = { CODE: 'tell_plan', HANDLER: `${origin}/portal/robot`, NAME: 'Сообщить план' };

  it.each([
    [{ CODE: 'план' }, 'ERROR_ACTIVITY_VALIDATION_FAILURE', 'Wrong activity code!'],
    [{ NAME: {} }, 'ERROR_ACTIVITY_VALIDATION_FAILURE', 'Empty activity NAME!'],
    [{ HANDLER: 'tell' }, 'ERROR_WRONG_HANDLER_URL', 'Wrong handler URL'],
    [{ HANDLER: 'ftp://127.0.0.1/robot' }, 'ERROR_UNSUPPORTED_PROTOCOL', 'Unsupported handler protocol'],
    [{ PROPERTIES: { '1st': { Name: 'Первый' } } }, 'ERROR_ACTIVITY_VALIDATION_FAILURE', 'Wrong property key 1st!'],
    [{ RETURN_PROPERTIES: { plan: {} } }, 'ERROR_ACTIVITY_VALIDATION_FAILURE', 'Empty property NAME plan!'],
    [{ FILTER: 'b24' }, 'ERROR_ACTIVITY_VALIDATION_FAILURE', 'Wrong activity FILTER!'],
    [{ DOCUMENT_TYPE: ['crm'] }, 'ERROR_ACTIVITY_VALIDATION_FAILURE', 'Wrong activity DOCUMENT_TYPE!'],
    [{ USE_PLACEMENT: 'Y' }, 'ERROR_WRONG_HANDLER_URL', 'Wrong handler URL'],
  ])('is refused with %j', async (wrong, code, description) => {
    const { call } = open();
    expect(await refusalOf(call(admin, 'bizproc.robot.add', { ...robot, ...wrong }))).toEqual([400, code, description]);
    expect((await call(admin, 'bizproc.robot.list')).body['result']).toEqual(['count_margin']);
  });

  it('is installed once, changed and deleted', async () => {
    const { call } = open();
    expect((await call(admin, 'bizproc.robot.add', robot)).body['result']).toBe(true);
    expect((await call(admin, 'bizproc.robot.add', robot)).body['error']).toBe('ERROR_ACTIVITY_ALREADY_INSTALLED');
    const update = (FIELDS: object): ReturnType<typeof call> => call(admin, 'bizproc.robot.update', { CODE: robot.CODE, FIELDS });
    expect((await update({ NAME: { ru: 'План', en: 'Plan' } })).body['result']).toBe(true);
    expect((await update({})).body['error_description']).toBe('No fields to update');
    expect((await call(admin, 'bizproc.robot.list')).body['result']).toEqual(['count_margin', 'tell_plan']);
    expect((await call(admin, 'bizproc.robot.delete', { CODE: 'tell_plan' })).body['result']).toBe(true);
    expect((await call(admin, 'bizproc.robot.delete', { CODE: 'tell_plan' })).body['error']).toBe('ERROR_ACTIVITY_NOT_FOUND');
  });

  it('is answered once', async () => {
    const { call } = open();
    const answer = (): ReturnType<typeof call> =>
      call(anna, 'bizproc.event.send', { EVENT_TOKEN: waitingProcess, RETURN_VALUES: { margin: 12.5 } });
    expect((await answer()).body['result']).toBe(true);
    expect(await refusalOf(answer())).toEqual([403, 'ACCESS_DENIED', 'Access denied!']);
  });
});

describe('what an application has registered', () => {
  it('outlives a restart of the portal', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'portal-'));
    try {
      const first = open(join(folder, 'state.jsonl'));
      await first.call(admin, 'crm.automation.trigger.add', { CODE: 'plan', NAME: 'План' });
      await first.call(admin, 'bizproc.robot.add', { CODE: 'tell_plan', HANDLER: `${origin}/portal/robot`, NAME: 'План' });
      await first.call(admin, 'userfieldtype.add', { USER_TYPE_ID: 'planbar', HANDLER: `${origin}/portal/field` });
      const meeting = { type: 'user', ownerId: admin, name: 'Разбор', from: '2026-11-17 15:00:00', to: '2026-11-17 16:00:00' };
      await first.call(admin, 'calendar.event.add', { ...meeting, is_meeting: 'Y', attendees: [admin, anna] });
      await first.emulator.close();
      const second = open(join(folder, 'state.jsonl'));
      const ask = async (method: string, parameters: object = {}): Promise<unknown> =>
        (await second.call(admin, method, { ...parameters })).body['result'];
      expect(await ask('crm.automation.trigger.list')).toEqual([{ NAME: 'План', CODE: 'plan' }]);
      expect(await ask('bizproc.robot.list')).toEqual(['count_margin', 'tell_plan']);
      expect(await ask('userfieldtype.list')).toMatchObject([{ USER_TYPE_ID: 'planbar' }]);
      expect(await ask('calendar.event.get', { type: 'user', ownerId: anna })).toMatchObject([{ NAME: 'Разбор', MEETING_STATUS: 'Q' }]);
      await second.emulator.close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
