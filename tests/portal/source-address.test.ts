import { request } from 'node:http';
import { hostPortalEmulator } from '#portal-emulator/host-portal-emulator.ts';
import { sourceAddressHeader } from '#portal-emulator/source-address.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { findFreePorts } from '#support/free-ports.ts';
import { admin, openInstalledPortal, registration, type PortalUnderTest } from './portal-under-test.ts';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function hostPortal(): Promise<PortalUnderTest> {
  const [port, oauthPort] = await findFreePorts(2);
  const origins = { portalOrigin: `http://localhost:${port}`, oauthOrigin: `http://localhost:${oauthPort}` };
  const portal = openInstalledPortal({
    ...origins,
    limits: 'cloud',
    applications: [{ ...registration, clientId: 'local.second', clientSecret: 'x', code: 'second' }],
  });
  portal.emulator.finishInstall(admin, 'local.second');
  closing.push((await hostPortalEmulator(portal.emulator, origins)).close);
  return portal;
}

/** Status of a call that leaves this machine's loopback by the given address. */
function ask(address: string, from: string, headers: Record<string, string> = {}): Promise<number> {
  const { hostname: host, port, pathname, search } = new URL(address);
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, path: pathname + search, localAddress: from, headers: { ...headers, host: `${host}:${port}` } },
      (response) => {
        response.resume();
        response.once('end', () => resolve(response.statusCode ?? 0));
      },
    );
    sent.once('error', reject).end();
  });
}

async function spend(address: string, from: string, times: number, headers?: Record<string, string>): Promise<number[]> {
  const statuses: number[] = [];
  for (let index = 0; index < times; index += 1) statuses.push(await ask(address, from, headers));
  return statuses;
}

function countRefused(statuses: readonly number[]): number {
  return statuses.filter((status) => status === 503).length;
}

// Only Linux answers at every address of 127.0.0.0/8 without being told to.
describe.skipIf(process.platform !== 'linux')('the request bucket of a hosted portal', () => {
  it('is one for each address that calls', async () => {
    const { emulator } = await hostPortal();
    const address = `${emulator.makeWebhook(admin)}server.time`;
    expect(countRefused(await spend(address, '127.0.0.1', 60))).toBeGreaterThan(5);
    expect(countRefused(await spend(address, '127.0.0.2', 40))).toBe(0);
  });

  it('is shared by the applications, webhooks and browsers of one address', async () => {
    const { emulator, options } = await hostPortal();
    const tokens = [registration.clientId, 'local.second'].map(
      (clientId) => emulator.openFrame({ userId: admin, placement: 'DEFAULT', clientId }).fields['AUTH_ID'] ?? '',
    );
    for (const token of tokens) await spend(`${options.portalOrigin}/rest/server.time?auth=${token}`, '127.0.0.1', 25);
    const webhook = `${emulator.makeWebhook(admin)}server.time`;
    expect(countRefused(await spend(webhook, '127.0.0.1', 10, { origin: 'http://127.0.0.1:4110' }))).toBeGreaterThan(5);
  });

  it('cannot be chosen by the caller', async () => {
    const { emulator } = await hostPortal();
    const address = `${emulator.makeWebhook(admin)}server.time`;
    await spend(address, '127.0.0.1', 50);
    const forged = await spend(address, '127.0.0.1', 10, { [sourceAddressHeader]: '10.0.0.9' });
    expect(countRefused(forged)).toBeGreaterThan(5);
  });
});
