import { afterEach, describe, expect, it, vi } from 'vitest';
import { smallPortal } from '#support/small-portal.ts';
import { admin, fieldOf, openInstalledPortal } from './portal-under-test.ts';

afterEach(() => {
  vi.useRealTimers();
});

describe('the request bucket', () => {
  it('of a cloud portal takes fifty at once, then two a second', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { call } = openInstalledPortal({ limits: 'cloud' });
    const burst = await Promise.all(Array.from({ length: 51 }, () => call(admin, 'server.time')));
    expect(burst.filter(({ status }) => status === 200)).toHaveLength(50);
    const refused = burst.find(({ status }) => status !== 200);
    expect([refused?.status, refused?.body['error']]).toEqual([503, 'QUERY_LIMIT_EXCEEDED']);
    vi.setSystemTime(Date.now() + 1000);
    const later = await Promise.all(Array.from({ length: 3 }, () => call(admin, 'server.time')));
    expect(later.map(({ status }) => status)).toEqual([200, 200, 503]);
  });

  it('counts a batch once', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { call } = openInstalledPortal({ limits: 'cloud' });
    const cmd = Array.from({ length: 50 }, () => 'server.time');
    const answers = [await call(admin, 'batch', { cmd }), await call(admin, 'batch', { cmd })];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  });

  it('of an enterprise portal takes 250 and says so in app.info', async () => {
    const { call } = openInstalledPortal({ limits: 'enterprise' });
    const burst = await Promise.all(Array.from({ length: 240 }, () => call(admin, 'server.time')));
    expect(burst.every(({ status }) => status === 200)).toBe(true);
    expect((await call(admin, 'app.info')).body).toMatchObject({ result: { LICENSE_FAMILY: 'ent' } });
  });
});

interface Timed {
  readonly result: { result: unknown[]; result_error: unknown; result_time: { operating: number; operating_reset_at: number }[] };
}

async function spend(call: ReturnType<typeof openInstalledPortal>['call'], batches: number): Promise<Timed> {
  const cmd = Array.from({ length: 50 }, () => 'crm.deal.list?select[]=ID');
  for (let index = 1; index < batches; index += 1) await call(admin, 'batch', { cmd });
  return (await call(admin, 'batch', { cmd })).body as unknown as Timed;
}

describe('the operating time of a method', () => {
  it('is 30 ms a call, 0.3 ms a row, 20 ms for counting and 0.002 ms for each row an offset skips', async () => {
    const { call } = openInstalledPortal({ limits: 'cloud' });
    const spent = async (method: string, parameters: object = {}): Promise<number> => {
      const { body } = await call(admin, method, { ...parameters });
      return (body['time'] as { operating: number }).operating;
    };
    expect(await spent('server.time')).toBeCloseTo(0.03, 9);
    expect(await spent('crm.item.list', { entityTypeId: 2, start: -1 })).toBeCloseTo(0.03 + 0.015, 9);
    expect(await spent('crm.deal.list')).toBeCloseTo(0.03 + 0.015 + 0.02, 9);
    expect(await spent('crm.lead.list', { start: 12 })).toBeCloseTo(0.05 + 12 * 0.000_002, 9);
  });

  it('adds up call by call inside a batch, the batch itself being free', async () => {
    const { call } = openInstalledPortal({ limits: 'cloud' });
    const { body } = await call(admin, 'batch', { cmd: ['server.time', 'server.time', 'profile'] });
    const answer = body as unknown as Timed & { time: { operating: number } };
    expect(answer.result.result_time.map(({ operating }) => operating)).toEqual([0.03, 0.06, 0.03]);
    expect(answer.time.operating).toBe(0);
  });

  it('above 480 seconds in ten minutes refuses the method, inside a batch too, until the oldest minute drops out', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-16T07:42:30Z') });
    const { call, emulator } = openInstalledPortal({ limits: 'enterprise' });
    const last = await spend(call, 147);
    expect(last.result.result_error).toEqual([]);
    expect(last.result.result_time.at(-1)).toMatchObject({ operating_reset_at: Date.parse('2026-11-16T07:52:30Z') / 1000 });
    expect(last.result.result_time.at(-1)?.operating).toBeCloseTo(147 * 50 * 0.065, 3);
    await spend(call, 1);
    const refused = { error: 'OPERATION_TIME_LIMIT', error_description: 'Method is blocked due to operation time limit.' };
    expect(await call(admin, 'crm.deal.list')).toEqual({ status: 429, body: refused });
    const mixed = await call(admin, 'batch', { cmd: { blocked: 'crm.deal.list', free: 'crm.item.list?entityTypeId=2' } });
    expect(mixed).toMatchObject({ status: 200, body: { result: { result_error: { blocked: refused }, result: { free: { items: {} } } } } });
    const webhook = await emulator.handle(new Request(`${emulator.makeWebhook(admin)}crm.deal.list`));
    expect(webhook.status).toBe(200);
    vi.setSystemTime(new Date('2026-11-16T07:52:29Z'));
    expect((await call(admin, 'crm.deal.list')).status).toBe(429);
    vi.setSystemTime(new Date('2026-11-16T07:52:30Z'));
    expect((await call(admin, 'crm.deal.list')).status).toBe(200);
  });

  it('is not limited where limits are off', async () => {
    const { call } = openInstalledPortal({ limits: 'off' });
    await spend(call, 149);
    expect((await call(admin, 'crm.deal.list')).status).toBe(200);
  });
});

describe('the pace of a portal', () => {
  it('makes answers take what they cost, a batch the sum of its calls, requests side by side', async () => {
    const { call } = openInstalledPortal({ pace: { latencyMs: 10, timeScale: 1 } });
    const measure = async (work: Promise<unknown>): Promise<number> => {
      const startMs = performance.now();
      await work;
      return performance.now() - startMs;
    };
    expect(await measure(call(admin, 'server.time'))).toBeGreaterThanOrEqual(39);
    expect(await measure(call(admin, 'batch', { cmd: Array.from({ length: 10 }, () => 'server.time') }))).toBeGreaterThanOrEqual(309);
    expect(await measure(Promise.all(Array.from({ length: 20 }, () => call(admin, 'server.time'))))).toBeLessThan(600);
    const { time } = (await call(admin, 'server.time')).body as { time: { duration: number } };
    expect(time.duration).toBeGreaterThanOrEqual(0.03);
  });

  it('runs the bucket, the baskets and the lives of tokens faster by the same factor', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-16T07:42:00Z') });
    const { call, emulator, callWith } = openInstalledPortal({ limits: 'cloud', pace: { latencyMs: 0, timeScale: 60 } });
    const { fields } = emulator.openFrame({ userId: admin, placement: 'DEFAULT' });
    expect(fields['AUTH_EXPIRES']).toBe('60');
    await Promise.all(Array.from({ length: 50 }, () => call(admin, 'server.time')));
    expect((await call(admin, 'server.time')).status).toBe(503);
    vi.setSystemTime(Date.now() + 1000);
    const { status, body } = await call(admin, 'server.time');
    expect([status, (body['time'] as { operating_reset_at: number }).operating_reset_at]).toEqual([
      200,
      Date.parse('2026-11-16T07:42:10Z') / 1000,
    ]);
    vi.setSystemTime(Date.now() + 60_000);
    expect((await callWith(fields['AUTH_ID'] ?? '', 'profile')).body['error']).toBe('expired_token');
  });

  it('cuts a request off after a minute with a page of the web server', async () => {
    const { call, emulator } = openInstalledPortal({ pace: { latencyMs: 0, timeScale: 10_000 } });
    expect((await call(admin, 'server.time')).status).toBe(200);
    const data = { ...smallPortal(), companies: Array.from({ length: 1_000_000 }, (_, index) => ({ id: index + 1, title: '' })) };
    await emulator.close();
    const large = openInstalledPortal({ data, pace: { latencyMs: 0, timeScale: 10_000 } });
    const cmd = Array.from({ length: 31 }, () => 'crm.company.list?start=999950&select[]=ID');
    const token = fieldOf(large.emulator.openFrame({ userId: admin, placement: 'DEFAULT' }).fields, 'AUTH_ID');
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ cmd, auth: token }) };
    const answer = await large.emulator.handle(new Request(`${large.options.portalOrigin}/rest/batch`, init));
    expect([answer.status, answer.headers.get('content-type')]).toEqual([504, 'text/html']);
    expect(await answer.text()).toContain('504 Gateway Time-out');
  });
});
