import { ApiVersion, type AjaxResult, type B24OAuth } from '@bitrix24/b24jssdk';
import { smallPortal } from '#support/small-portal.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hostEmulator, type HostedEmulator } from './hosted-emulator.ts';
import { createSdkClient } from './sdk-client.ts';

const dealCount = 160;

let host: HostedEmulator;
let client: B24OAuth;

beforeAll(async () => {
  const data = smallPortal();
  const deals = Array.from({ length: dealCount }, (_, index) => ({ ...data.deals[index % data.deals.length]!, id: index + 1 }));
  host = await hostEmulator({ data: { ...data, deals } });
});

afterAll(() => host.close());

beforeEach(() => {
  client = createSdkClient(host.portal);
  host.forget();
});

const paths = (): string[] => host.requests.map(({ path }) => path);

describe('the official client', () => {
  it('calls a method over the doubled slash of its endpoint', async () => {
    const answer = await client.actions.v2.call.make({ method: 'crm.deal.get', params: { id: 7 } });
    expect(answer.isSuccess).toBe(true);
    expect(answer.getData()?.result).toMatchObject({ ID: '7', TITLE: 'Сделка 7' });
    expect(paths()).toEqual(['/rest//crm.deal.get']);
  });

  it('reads pages of a list by itself, knows the total and goes on with the next one', async () => {
    const first = await client.actions.v2.call.make({ method: 'crm.deal.list', params: { select: ['ID'] } });
    expect([first.getTotal(), first.isMore()]).toEqual([dealCount, true]);
    const second = await first.fetchNext(client.getHttpClient(ApiVersion.v2));
    expect(second?.getData()?.result).toMatchObject(Array.from({ length: 50 }, (_, index) => ({ ID: String(index + 51) })));
  });

  it('is told what was refused', async () => {
    const call = client.actions.v2.call.make({ method: 'crm.item.list', params: { entityTypeId: 2, filter: { NOPE: 1 } } });
    await expect(call).rejects.toMatchObject({ code: 'INVALID_ARG_VALUE', status: 400 });
    const unknown = client.actions.v2.call.make({ method: 'crm.deal.nothing' });
    await expect(unknown).rejects.toMatchObject({ code: 'ERROR_METHOD_NOT_FOUND', status: 404 });
    expect(host.requests.map(({ status }) => status)).toEqual([400, 404]);
  });

  it('writes, and reads what it wrote with its letters and numbers', async () => {
    const fields = { TITLE: 'Щётки & «ёлки» 100 %', OPPORTUNITY: 1234.5, CURRENCY_ID: 'RUB', STAGE_ID: 'NEW' };
    const added = await client.actions.v2.call.make<number>({ method: 'crm.deal.add', params: { fields } });
    const id = added.getData()?.result;
    const read = await client.actions.v2.call.make({ method: 'crm.deal.get', params: { id } });
    expect(read.getData()?.result).toMatchObject({ TITLE: fields.TITLE, OPPORTUNITY: '1234.50', STAGE_ID: 'NEW' });
    const removed = await client.actions.v2.call.make<boolean>({ method: 'crm.deal.delete', params: { id } });
    expect(removed.getData()?.result).toBe(true);
  });

  it('says that the portal is there and how long it takes', async () => {
    expect(await client.tools.healthCheck.make()).toBe(true);
    expect(await client.tools.ping.make()).toBeGreaterThanOrEqual(0);
  });
});

describe('a batch of the official client', () => {
  it('by names carries references from one command to the next', async () => {
    const answer = await client.actions.v2.batch.make({
      calls: {
        deal: { method: 'crm.deal.get', params: { id: 7 } },
        owner: { method: 'user.get', params: { ID: '$result[deal][ASSIGNED_BY_ID]' } },
      },
      options: { isHaltOnError: false },
    });
    expect(answer.isSuccess).toBe(true);
    expect(answer.getData()).toMatchObject({ deal: { ID: '7', ASSIGNED_BY_ID: '4' }, owner: [{ ID: '4', LAST_NAME: 'Кольцов' }] });
  });

  it('by numbers keeps its order, and a command that failed stands beside the others', async () => {
    const answer = await client.actions.v2.batch.make({
      calls: [
        ['crm.deal.get', { id: 7 }],
        ['crm.item.get', { entityTypeId: 2, id: 999_999 }],
        ['profile', {}],
      ],
      options: { isHaltOnError: false, returnAjaxResult: true },
    });
    const rows = answer.getData() as AjaxResult[];
    expect(rows.map((row) => row.isSuccess)).toEqual([true, false, true]);
    expect(rows[2]?.getData()?.result).toMatchObject({ ID: '1', ADMIN: true });
    expect(answer.isSuccess).toBe(false);
    expect([...answer.getErrors()]).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  it('halts at the first failure when it is asked to', async () => {
    const answer = await client.actions.v2.batch.make({
      calls: {
        deal: ['crm.deal.get', { id: 7 }],
        missing: ['crm.item.get', { entityTypeId: 2, id: 999_999 }],
        after: ['profile', {}],
      },
      options: { isHaltOnError: true },
    });
    expect(Object.keys(answer.getData() as object)).toEqual(['deal']);
    expect([...answer.getErrors()]).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  it('of more than fifty commands goes in chunks', async () => {
    const calls = Array.from({ length: 120 }, (_, index): [string, { id: number }] => ['crm.deal.get', { id: index + 1 }]);
    const answer = await client.actions.v2.batchByChunk.make<{ ID: string }>({ calls, options: { isHaltOnError: true } });
    expect(answer.getData()?.map((deal) => Number(deal.ID))).toEqual(Array.from({ length: 120 }, (_, index) => index + 1));
    expect(paths()).toEqual(['/rest//batch', '/rest//batch', '/rest//batch']);
  });
});

describe('a whole list', () => {
  const list = { method: 'crm.item.list', params: { entityTypeId: 2, select: ['id'] }, idKey: 'id', customKeyForResult: 'items' };
  const everyId = Array.from({ length: dealCount }, (_, index) => index + 1);

  it('is fetched page by page by its id', async () => {
    const pages: number[][] = [];
    for await (const page of client.actions.v2.fetchList.make<{ id: number }>(list)) pages.push(page.map(({ id }) => id));
    expect(pages.map((page) => page.length)).toEqual([50, 50, 50, 10]);
    expect(pages.flat()).toEqual(everyId);
    expect(paths()).toHaveLength(4);
  });

  it('of a classic method is fetched likewise', async () => {
    const classic = { method: 'crm.deal.list', params: { select: ['ID'], filter: { '>OPPORTUNITY': 100_000 } }, idKey: 'ID' };
    const ids: string[] = [];
    for await (const page of client.actions.v2.fetchList.make<{ ID: string }>(classic)) ids.push(...page.map(({ ID }) => ID));
    const counted = await client.actions.v2.call.make({ method: 'crm.deal.list', params: classic.params });
    expect(ids).toHaveLength(counted.getTotal());
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is called as one answer', async () => {
    const answer = await client.actions.v2.callList.make<{ id: number }>(list);
    expect(answer.getData()?.map(({ id }) => id)).toEqual(everyId);
  });
});
