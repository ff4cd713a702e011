import { afterEach, describe, expect, it, vi } from 'vitest';
import { admin, openInstalledPortal } from './portal-under-test.ts';

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
