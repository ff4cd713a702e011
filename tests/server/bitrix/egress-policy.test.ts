import { createServer, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBitrixHttp, postText } from '#bitrix/bitrix-http.ts';
import { createEgressPolicy, type Resolve } from '#bitrix/egress-policy.ts';
import { createOAuth } from '#bitrix/oauth.ts';
import { admitHost } from '#support/deny-network.ts';
import { closedAddresses, hostileEndpoints } from './hostile-addresses.ts';
import { unprovenCertificate, unprovenKey } from './unproven-certificate.ts';

const { check } = createEgressPolicy({ allowLoopback: false });

const lookUp = (resolve: Resolve, options: object = {}): Promise<string | string[]> => {
  const { lookup } = createEgressPolicy({ allowLoopback: false, resolve });
  return new Promise((answer, refuse) =>
    lookup('portal.bitrix24.ru', options, (error, address) => (error ? refuse(error) : answer(address))),
  );
};
const answers =
  (...addresses: string[]): Resolve =>
  (_, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

describe('T4: an address that somebody named', () => {
  it('stands on a list of a hundred and twenty hostile ones at least, each of them once', () => {
    expect(hostileEndpoints.length).toBeGreaterThanOrEqual(120);
    expect(new Set(hostileEndpoints).size).toBe(hostileEndpoints.length);
  });

  it.each(hostileEndpoints)('is refused: %j', (endpoint) => {
    expect(check(endpoint).kind).toBe('refused');
  });

  it.each([
    'https://portal.bitrix24.ru/rest/',
    'https://portal.bitrix24.com/rest',
    'https://PORTAL.bitrix24.kz:443/rest/',
    'https://b24-abc123.bitrix24.eu/rest/1/',
    'https://crm.company.ru/rest/',
    'https://портал.рф/rest/',
    'https://intranet.company.ru/rest/',
    'https://localhost.company.ru/rest/',
  ])('is taken when it is a portal: %s', (endpoint) => {
    expect(check(endpoint).kind).toBe('allowed');
  });
});

describe('T4: a public name', () => {
  it.each(closedAddresses)('that leads to %j is not connected to, alone or among public addresses', async (address) => {
    await expect(lookUp(answers(address))).rejects.toThrow('closed address');
    await expect(lookUp(answers('185.71.76.1', address))).rejects.toThrow('closed address');
    await expect(lookUp(answers('185.71.76.1', '2a00:1450::1', address), { all: true })).rejects.toThrow('closed address');
  });

  it.each(['185.71.76.1', '8.8.8.8', '172.32.0.1', '100.128.0.1', '2a00:1450:4001::1', '2606:4700::1', '::ffff:8.8.8.8'])(
    'that leads to %s is connected to',
    async (address) => {
      expect(await lookUp(answers(address))).toBe(address);
    },
  );

  it('that does not resolve is not connected to', async () => {
    await expect(lookUp((_, callback) => callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), []))).rejects.toThrow(
      'no such name',
    );
    await expect(lookUp(answers())).rejects.toThrow('no address');
  });
});

describe('T4: an authorization server', () => {
  it('outside the list gets no secret, whatever its name resembles', async () => {
    let asked = 0;
    const http = createBitrixHttp({
      egress: createEgressPolicy({ allowLoopback: false }),
      fetch: async () => {
        asked += 1;
        return new Response('{}');
      },
    });
    const oauthHosts = ['https://oauth.bitrix.info'];
    const oauth = createOAuth({ clientId: 'local.test', clientSecret: 'secret', oauthHosts, http, systemClock: () => new Date() });
    for (const host of [
      'https://oauth.bitrix.info.evil.ru',
      'https://oauth.bitrix.info:8443',
      'http://oauth.bitrix.info',
      'https://oauth.bitrix.info@evil.ru',
      'https://evil.ru/oauth.bitrix.info',
      'https://xoauth.bitrix.info',
      'https://oauth.bitrix.info.',
      '//oauth.bitrix.info',
      '',
    ])
      expect(await oauth.refresh(`${host}/rest/`, 'token')).toMatchObject({ kind: 'refused', reason: 'host-not-allowed' });
    expect(asked).toBe(0);
    await oauth.refresh('https://oauth.bitrix.info/rest/', 'token');
    expect(asked).toBe(1);
  });
});

describe('T4: an address in figures', () => {
  it.each(['10.0.0.1', '169.254.169.254', '127.0.0.1', '[::1]', '[::ffff:10.0.0.1]', '[fd00:ec2::254]', '0x7f.1', '2130706433'])(
    'is not connected to, though nobody looks it up: %s',
    async (host) => {
      let isAsked = false;
      const fetch = async (): Promise<Response> => {
        isAsked = true;
        return new Response('{}');
      };
      const http = createBitrixHttp({ egress: createEgressPolicy({ allowLoopback: false }), fetch });
      await expect(postText(http, { url: `https://${host}/rest/`, body: '{}', contentType: 'application/json' })).rejects.toThrow(
        'is closed',
      );
      expect(isAsked).toBe(false);
    },
  );
});

describe('T4: a connection', () => {
  let server: Server;
  let answer: (response: ServerResponse) => void;
  let received: { url: string; host: string }[];
  let asked: string[];
  let shut: () => void;

  beforeEach(async () => {
    [received, asked] = [[], []];
    // The name leads where the test says, and that is this machine or nowhere.
    shut = admitHost('portal.bitrix24.ru');
    server = createServer((request, response) => {
      received.push({ url: request.url ?? '', host: request.headers.host ?? '' });
      answer(response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    shut();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  /** The name leads to these addresses, one after the other; only this machine is open. */
  const post = (addresses: string[], over: { longestMs?: number; path?: string } = {}) => {
    const resolve: Resolve = (hostname, callback) => {
      asked.push(hostname);
      answers(addresses.shift() ?? '')(hostname, callback);
    };
    const http = createBitrixHttp({ egress: createEgressPolicy({ allowLoopback: true, resolve }) });
    const url = `http://portal.bitrix24.ru:${(server.address() as AddressInfo).port}${over.path ?? '/rest/profile'}`;
    const { longestMs } = over;
    const send = () =>
      postText(http, { url, body: '{}', contentType: 'application/json', ...(longestMs === undefined ? {} : { longestMs }) });
    return { send };
  };

  it('goes to the very address that was looked at, and a name that turns inside afterwards is refused', async () => {
    answer = (response) => void response.writeHead(200, { connection: 'close' }).end('{}');
    const { send } = post(['127.0.0.1', '10.0.0.1', '169.254.169.254']);
    expect((await send()).status).toBe(200);
    expect(asked).toEqual(['portal.bitrix24.ru']);
    await expect(send()).rejects.toThrow('closed address 10.0.0.1');
    await expect(send()).rejects.toThrow('closed address 169.254.169.254');
    expect(received).toHaveLength(1);
  });

  it.each([301, 302, 303, 307, 308])('does not follow a redirect by %i', async (status) => {
    answer = (response) => void response.writeHead(status, { location: 'http://127.0.0.1:1/elsewhere' }).end();
    expect((await post(['127.0.0.1', '127.0.0.1']).send()).status).toBe(status);
    expect(received).toHaveLength(1);
    expect(asked).toHaveLength(1);
  });

  it('ends at ten megabytes, whether their length is told or not', async () => {
    const big = Buffer.alloc(10 * 1024 * 1024 + 1, 'x');
    answer = (response) => void response.writeHead(200, { 'content-length': big.length }).end(big);
    await expect(post(['127.0.0.1']).send()).rejects.toThrow('maxContentLength');
    answer = (response) => {
      response.writeHead(200);
      response.write(big.subarray(1));
      response.end('xx');
    };
    await expect(post(['127.0.0.1']).send()).rejects.toThrow('maxContentLength');
    answer = (response) => void response.writeHead(200).end(big.subarray(1));
    expect((await post(['127.0.0.1']).send()).text).toHaveLength(10 * 1024 * 1024);
  });

  it('ends at ten megabytes also when they come packed', async () => {
    const packed = gzipSync(Buffer.alloc(11 * 1024 * 1024, 'x'));
    expect(packed.length).toBeLessThan(20_000);
    answer = (response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed);
    await expect(post(['127.0.0.1']).send()).rejects.toThrow('maxContentLength');
  });

  it('is broken off when nobody has proven the certificate, whatever the environment says', async () => {
    const secure = createSecureServer({ cert: unprovenCertificate, key: unprovenKey }, (_, response) => void response.end('{}'));
    await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    try {
      const http = createBitrixHttp({ egress: createEgressPolicy({ allowLoopback: true, resolve: answers('127.0.0.1') }) });
      const url = `https://portal.bitrix24.ru:${(secure.address() as AddressInfo).port}/rest/`;
      await expect(postText(http, { url, body: '{}', contentType: 'application/json' })).rejects.toThrow(/certificate/);
    } finally {
      vi.unstubAllEnvs();
      secure.closeAllConnections();
      await new Promise((resolve) => secure.close(resolve));
    }
  });

  it('ends in time, though every byte comes before the last one is forgotten', async () => {
    answer = (response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write(' '), 20);
      response.once('close', () => clearInterval(drip));
    };
    const from = performance.now();
    await expect(post(['127.0.0.1'], { longestMs: 200 }).send()).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    expect(performance.now() - from).toBeLessThan(2000);
  });

  it('has 65 seconds unless it is given less: the portal itself gives up after 60', async () => {
    answer = (response) => void response.end('{}');
    const timeout = vi.spyOn(AbortSignal, 'timeout');
    await post(['127.0.0.1']).send();
    expect(timeout.mock.calls).toEqual([[65_000]]);
    timeout.mockRestore();
  });

  it('does not go through a proxy of the environment', async () => {
    answer = (response) => void response.end('{}');
    const before = process.env['http_proxy'];
    process.env['http_proxy'] = 'http://127.0.0.1:1';
    try {
      expect((await post(['127.0.0.1']).send()).status).toBe(200);
    } finally {
      if (before === undefined) delete process.env['http_proxy'];
      else process.env['http_proxy'] = before;
    }
    expect(received).toEqual([{ url: '/rest/profile', host: expect.stringContaining('portal.bitrix24.ru') }]);
  });
});
