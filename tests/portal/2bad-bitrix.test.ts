import { Bitrix, Method } from '@2bad/bitrix';
import { smallPortalPeople } from '#support/small-portal.ts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { hostEmulator, type HostedEmulator } from './hosted-emulator.ts';
import { admin, fieldOf } from './portal-under-test.ts';

type Client = ReturnType<typeof Bitrix>;

let host: HostedEmulator;
let bitrix: Client;

beforeAll(async () => {
  host = await hostEmulator({ limits: 'cloud', pace: { latencyMs: 0, timeScale: 20 } });
  bitrix = Bitrix(host.portal.emulator.makeWebhook(admin));
});

afterAll(() => host.close());

beforeEach(() => host.forget());

afterEach(() => {
  vi.useRealTimers();
});

const asked = (): string[] => host.requests.map(({ path, status }) => `${path.split('/').at(-1)} ${status}`);
/** Methods that the client's own table does not name are called by casting, as its README says. */
const unnamed = (method: string): Method => method as Method;

describe('@2bad/bitrix by an incoming webhook', () => {
  it('creates, reads, changes and deletes a deal', async () => {
    const { result: id } = await bitrix.deals.create({ TITLE: 'Насосы «Волга» & Ко', OPPORTUNITY: '1500.5', STAGE_ID: 'NEW' });
    expect(id).toBeGreaterThan(60);
    const { result: created } = await bitrix.deals.get(String(id));
    expect(created).toMatchObject({ ID: String(id), TITLE: 'Насосы «Волга» & Ко', OPPORTUNITY: '1500.50', ASSIGNED_BY_ID: '1' });
    expect((await bitrix.deals.update(String(id), { STAGE_ID: 'WON' })).result).toBe(true);
    expect((await bitrix.deals.get(String(id))).result).toMatchObject({ STAGE_ID: 'WON', CLOSED: 'Y' });
    await bitrix.call(unnamed('crm.deal.delete'), { id } as never);
    await expect(bitrix.deals.get(String(id))).rejects.toMatchObject({
      response: { statusCode: 400, body: { error_description: 'Not found' } },
    });
  });

  it('lists every deal by batches of pages it counts itself', async () => {
    const { result, total } = await bitrix.deals.list({ select: ['ID', 'TITLE'], order: { ID: 'DESC' } });
    expect([result.length, total]).toEqual([60, 60]);
    expect(result.map((deal) => Number(deal.ID))).toEqual(Array.from({ length: 60 }, (_, index) => 60 - index));
    expect(Object.keys(result[0] ?? {}).sort()).toEqual(['ID', 'TITLE']);
    expect(asked()).toEqual(['crm.deal.list 200', 'batch 200']);
  });

  it('lists one page with its filter in one request', async () => {
    const { result, total } = await bitrix.deals.list({ filter: { '>=OPPORTUNITY': 500_000, ASSIGNED_BY_ID: smallPortalPeople.anna } });
    expect(result.every((deal) => Number(deal.OPPORTUNITY) >= 500_000 && deal.ASSIGNED_BY_ID === '3')).toBe(true);
    expect(total).toBe(result.length);
    expect(asked()).toEqual(['crm.deal.list 200']);
  });

  it('works on leads likewise', async () => {
    const { result: id } = await bitrix.leads.create({ TITLE: 'Заявка с сайта' });
    await bitrix.leads.update(String(id), { STATUS_ID: 'IN_PROCESS' });
    expect((await bitrix.leads.get(String(id))).result).toMatchObject({ TITLE: 'Заявка с сайта', STATUS_ID: 'IN_PROCESS' });
    const { result, total } = await bitrix.leads.list({ select: ['ID', 'STATUS_ID'] });
    expect(result).toHaveLength(total);
    expect(result.find((lead) => lead.ID === String(id))).toEqual({ ID: String(id), STATUS_ID: 'IN_PROCESS' });
    await bitrix.call(unnamed('crm.lead.delete'), { id } as never);
  });

  it('reads what fields there are', async () => {
    expect((await bitrix.deals.fields()).result).toMatchObject({ TITLE: { type: 'string' }, OPPORTUNITY: { type: 'double' } });
    expect((await bitrix.leads.fields()).result).toMatchObject({ STATUS_ID: { type: 'crm_status' } });
  });

  it('runs named commands and more than fifty of them', async () => {
    const named = await bitrix.batch({
      deal: { method: Method.CRM_DEAL_GET, params: { ID: '7' } },
      leads: { method: Method.CRM_LEAD_LIST, params: { filter: { STATUS_ID: 'NEW' }, select: ['ID'] } },
    });
    expect(named.result.result).toMatchObject({ deal: { ID: '7' } });
    expect(named.result.result_total).toMatchObject({ leads: 3 });
    host.forget();
    const commands = Array.from({ length: 60 }, (_, index) => ({ method: Method.CRM_DEAL_GET, params: { ID: String(index + 1) } }));
    const many = await bitrix.batch(commands);
    expect(many.result.result).toHaveLength(60);
    expect(asked()).toEqual(['batch 200', 'batch 200']);
  });

  it('rejects a batch of which a command failed', async () => {
    const commands = {
      fine: { method: Method.CRM_DEAL_GET, params: { ID: '7' } },
      missing: { method: Method.CRM_DEAL_GET, params: { ID: '999999' } },
    };
    await expect(bitrix.batch(commands)).rejects.toThrow('Received errors in 1 commands');
  });

  it('calls any other method', async () => {
    const answer = (await bitrix.call(unnamed('profile'), {} as never)) as unknown as { result: unknown };
    expect(answer.result).toMatchObject({ ID: '1', ADMIN: true });
    await expect(bitrix.call(unnamed('crm.deal.nothing'), {} as never)).rejects.toMatchObject({ response: { statusCode: 404 } });
  });

  it('waits and tries again when the portal has had too many requests', async () => {
    const webhook = host.portal.emulator.makeWebhook(admin);
    vi.useFakeTimers({ toFake: ['Date'] });
    await Promise.all(Array.from({ length: 60 }, () => fetch(`${webhook}server.time`)));
    host.forget();
    const letSomeDrain = async (path: string): Promise<void> => {
      if (path.endsWith('crm.deal.get') && host.requests.length === 1) vi.setSystemTime(Date.now() + 1000);
    };
    host.beforeEach(letSomeDrain);
    const { result } = await Bitrix(webhook).deals.get('7');
    expect(result.ID).toBe('7');
    expect(asked()).toEqual(['crm.deal.get 503', 'crm.deal.get 200']);
  });
});

describe('@2bad/bitrix by an access token', () => {
  const token = (): string =>
    fieldOf(host.portal.emulator.openFrame({ userId: smallPortalPeople.anna, placement: 'DEFAULT' }).fields, 'AUTH_ID');

  it('is known by the access_token that a hook of its user adds', async () => {
    const given = token();
    const addToken = ({ url }: { url: URL }): void => url.searchParams.set('access_token', given);
    const client = Bitrix(rest(), undefined, { hooks: { beforeRequest: [addToken] } });
    const answer = (await client.call(unnamed('profile'), {} as never)) as unknown as { result: unknown };
    expect(answer.result).toMatchObject({ ID: '3' });
  });

  it('is refused without one, which is what its own token option sends with got 11', async () => {
    const refusal = { response: { statusCode: 401, body: { error: 'NO_AUTH_FOUND' } } };
    await expect(Bitrix(rest(), token()).deals.get('7')).rejects.toMatchObject(refusal);
  });
});

function rest(): string {
  return `${host.portal.options.portalOrigin}/rest`;
}
