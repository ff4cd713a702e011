import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostEmulator, type HostedEmulator } from './hosted-emulator.ts';

let host: HostedEmulator;
let portalOrigin: string;

beforeAll(async () => {
  host = await hostEmulator();
  portalOrigin = host.portal.options.portalOrigin;
});

afterAll(() => host.close());

describe('the hosted portal', () => {
  it('answers the preflight of a browser for any origin', async () => {
    const response = await fetch(`${portalOrigin}/rest/profile`, { method: 'OPTIONS' });
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-allow-headers')).toContain('content-type');
  });

  it('sends a reader of another host name home and refuses to take anything there', async () => {
    const elsewhere = portalOrigin.replace('localhost', '127.0.0.1');
    const read = await fetch(`${elsewhere}/crm/`, { redirect: 'manual' });
    expect([read.status, read.headers.get('location')]).toEqual([302, `${portalOrigin}/crm/`]);
    expect((await fetch(`${elsewhere}/rest/profile`, { method: 'POST' })).status).toBe(421);
  });

  it('takes bodies of ten megabytes and no more', async () => {
    const send = (size: number): Promise<Response> =>
      fetch(`${portalOrigin}/rest/profile`, { method: 'POST', body: new URLSearchParams({ filler: 'x'.repeat(size) }) });
    expect((await send(1_000_000)).status).toBe(401);
    const tooLong = await send(11_000_000).then(
      (response) => response.status,
      () => 'cut off',
    );
    expect([413, 'cut off']).toContain(tooLong);
  });
});
