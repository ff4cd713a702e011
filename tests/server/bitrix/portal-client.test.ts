import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createBitrixHttp } from '#bitrix/bitrix-http.ts';
import { createEgressPolicy } from '#bitrix/egress-policy.ts';
import type { PortalClient } from '#bitrix/portal-client.ts';
import { createPortalClients } from '#bitrix/portal-clients.ts';
import { PortalError } from '#bitrix/portal-error.ts';
import { createLog } from '#kernel/log.ts';

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

let server: Server;
let answer: Answer;
const received: { url: string; body: string }[] = [];
const pauses: number[] = [];
let now = new Date('2026-11-16T07:00:00Z');

beforeEach(async () => {
  received.length = 0;
  pauses.length = 0;
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      received.push({ url: request.url ?? '', body });
      answer(request, response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function connect(
  over: { token?: () => Promise<string>; refresh?: (stale: string) => Promise<string>; allowLoopback?: boolean } = {},
): PortalClient {
  const egress = createEgressPolicy({ allowLoopback: over.allowLoopback ?? true });
  const clients = createPortalClients({
    http: createBitrixHttp({ egress }),
    egress,
    systemClock: () => now,
    log: createLog({ level: 'silent' }),
    limits: { perSecond: 1000, burst: 1000, overdraft: 0 },
    sleep: async (ms) => void pauses.push(ms),
    random: () => 1,
  });
  const { refresh } = over;
  const clientEndpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/rest/`;
  return clients.open({
    memberId: 'a'.repeat(32),
    clientEndpoint,
    priority: 'background',
    getAccessToken: over.token ?? (async () => 'first'),
    refreshAccess: refresh && (async (stale) => ({ accessToken: await refresh(stale), clientEndpoint })),
  });
}

const reply =
  (status: number, body: unknown): Answer =>
  (_, response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(typeof body === 'string' ? body : JSON.stringify(body));
const reset: Answer = (request) => void request.socket.destroy();
const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no failure',
    (failure: unknown) => failure,
  );
const anything = z.unknown();

describe('writing', () => {
  it('is sent once, whatever becomes of the answer', async () => {
    for (const broken of [
      reset,
      reply(502, '<html>'),
      reply(503, { error: 'QUERY_LIMIT_EXCEEDED' }),
      reply(500, { error: 'INTERNAL_SERVER_ERROR' }),
    ]) {
      received.length = 0;
      answer = broken;
      expect(
        await failureOf(connect().call('event.bind', { event: 'ONCRMDEALADD', handler: 'https://kurs.example.com/event' }, anything)),
      ).toBeInstanceOf(PortalError);
      expect(received).toHaveLength(1);
    }
  });

  it('is sent once in a batch too', async () => {
    answer = reset;
    expect(await failureOf(connect().batch([{ method: 'profile' }, { method: 'placement.bind', params: {} }]))).toBeInstanceOf(PortalError);
    expect(received).toHaveLength(1);
  });
});

describe('reading', () => {
  it('is repeated with growing pauses until the portal answers', async () => {
    const answers = [
      reset,
      reply(503, { error: 'QUERY_LIMIT_EXCEEDED' }),
      reply(502, '<html>bad gateway</html>'),
      reply(200, { result: 'RUB' }),
    ];
    answer = (...call) => answers.shift()?.(...call);
    expect((await connect().call('crm.currency.base.get', {}, z.string())).result).toBe('RUB');
    expect(pauses).toEqual([1000, 2000, 4000]);
  });

  it('gives up after eight attempts', async () => {
    answer = reply(503, { error: 'QUERY_LIMIT_EXCEEDED' });
    expect(await failureOf(connect().call('profile', {}, anything))).toMatchObject({ kind: 'rate-limited' });
    expect(received).toHaveLength(8);
  });

  it('is repeated when the answer broke off in the middle, a write is not', async () => {
    const answers = [reply(200, '{"result":"RU'), reply(200, { result: 'RUB' })];
    answer = (...call) => answers.shift()?.(...call);
    expect((await connect().call('crm.currency.base.get', {}, z.string())).result).toBe('RUB');
    answer = reply(200, '{"result":tr');
    received.length = 0;
    const failure = await failureOf(connect().call('event.bind', { event: 'ONCRMDEALADD' }, anything));
    expect(failure).toMatchObject({ kind: 'unavailable', code: 'not-json' });
    expect(received).toHaveLength(1);
  });

  it('is not repeated when the portal refuses', async () => {
    answer = reply(400, { error: '', error_description: 'Access denied.' });
    expect(await failureOf(connect().call('crm.item.list', {}, anything))).toMatchObject({ kind: 'refused' });
    expect(received).toHaveLength(1);
  });

  it('does not take the refusal of a gateway for one of the portal', async () => {
    answer = reply(403, '<html>blocked</html>');
    expect(await failureOf(connect().call('profile', {}, anything))).toMatchObject({ kind: 'malformed' });
  });

  it('refuses an answer of another shape', async () => {
    answer = reply(200, { result: { unexpected: true } });
    expect(await failureOf(connect().call('crm.currency.base.get', {}, z.string()))).toMatchObject({
      kind: 'malformed',
      code: 'unexpected-answer',
    });
  });

  it('does not carry the token to another address', async () => {
    answer = (_, response) => void response.writeHead(302, { location: '/rest/elsewhere' }).end();
    expect(await failureOf(connect().call('profile', {}, anything))).toMatchObject({ kind: 'moved' });
    expect(received).toHaveLength(1);
  });

  it('stops at ten megabytes', async () => {
    answer = (_, response) => void response.writeHead(200).end(Buffer.alloc(11 * 1024 * 1024, 'x'));
    expect(await failureOf(connect().call('profile', {}, anything))).toBeInstanceOf(PortalError);
  });

  it('asks nothing when the method is not on the list', async () => {
    expect(await failureOf(connect().call('crm.deal.delete', { id: 1 }, anything))).toMatchObject({ code: 'method-not-allowed' });
    expect(await failureOf(connect().batch([{ method: 'profile' }, { method: 'user.update' }]))).toMatchObject({
      code: 'method-not-allowed',
    });
    expect(received).toEqual([]);
  });
});

describe('an expired token', () => {
  const byToken: Answer = (_, response, body) =>
    body.includes('"auth":"second"')
      ? void response.end(JSON.stringify({ result: 'done' }))
      : void response
          .writeHead(401)
          .end(JSON.stringify({ error: 'expired_token', error_description: 'The access token provided has expired.' }));

  it('is refreshed once and the call is repeated, a write as well', async () => {
    answer = byToken;
    const stale: string[] = [];
    const client = connect({ refresh: async (token) => (stale.push(token), 'second') });
    expect((await client.call('event.unbind', { event: 'X' }, z.string())).result).toBe('done');
    expect(stale).toEqual(['first']);
    expect(received).toHaveLength(2);
  });

  it('that is refused again after the exchange is a failure', async () => {
    answer = byToken;
    expect(await failureOf(connect({ refresh: async () => 'third' }).call('profile', {}, anything))).toMatchObject({
      kind: 'expired-token',
    });
    expect(received).toHaveLength(2);
  });

  it('of somebody else is left to the caller', async () => {
    answer = byToken;
    expect(await failureOf(connect().call('profile', {}, anything))).toMatchObject({ kind: 'expired-token' });
    expect(received).toHaveLength(1);
  });
});

describe('a method that has used up its operating time', () => {
  it('is left alone until the portal frees it; other methods go on', async () => {
    const reset = Math.floor(now.getTime() / 1000) + 120;
    const client = connect();
    answer = reply(200, { result: 'ok', time: { operating: 100, operating_reset_at: reset } });
    await client.call('crm.item.list', {}, anything);
    answer = reply(429, { error: 'OPERATION_TIME_LIMIT', error_description: 'Method is blocked due to operation time limit.' });
    expect(await failureOf(client.call('crm.item.list', {}, anything))).toMatchObject({
      kind: 'operation-limit',
      retryAt: new Date(reset * 1000),
    });
    answer = reply(200, { result: 'ok' });
    expect(await failureOf(client.call('crm.item.list', {}, anything))).toMatchObject({ code: 'parked' });
    expect((await client.call('profile', {}, z.string())).result).toBe('ok');
    expect(received).toHaveLength(3);
    now = new Date(reset * 1000 + 1);
    expect((await client.call('crm.item.list', {}, z.string())).result).toBe('ok');
  });
});

describe('a batch', () => {
  it('answers in the order of its commands, each with its own result or error', async () => {
    answer = reply(200, {
      result: {
        result: { c0: 'one', c2: [] },
        result_error: { c1: { error: 'ERROR_ARGUMENT', error_description: 'bad' } },
        result_total: { c0: 7 },
        result_next: [],
        result_time: [],
      },
    });
    const outcomes = await connect().batch([
      { method: 'profile' },
      { method: 'user.get', params: { FILTER: { '>ID': 5n, USER_TYPE: 'employee' } } },
      { method: 'scope' },
    ]);
    expect(outcomes).toMatchObject([
      { kind: 'done', result: 'one', total: 7 },
      { kind: 'failed', error: { code: 'ERROR_ARGUMENT' } },
      { kind: 'done', result: [] },
    ]);
    const sent = JSON.parse(received[0]?.body ?? '') as { cmd: Record<string, string> };
    expect(decodeURIComponent(sent.cmd['c1'] ?? '')).toBe('user.get?FILTER[>ID]=5&FILTER[USER_TYPE]=employee');
  });
});

describe('the way out', () => {
  const { check } = createEgressPolicy({ allowLoopback: false });

  it.each([
    'http://portal.bitrix24.ru/rest/',
    'https://10.0.0.5/rest/',
    'https://127.0.0.1/rest/',
    'https://[::1]/rest/',
    'https://localhost/rest/',
    'https://portal.bitrix24.ru:8443/rest/',
    'https://user:pass@portal.bitrix24.ru/rest/',
    'https://metadata.internal/rest/',
    'https://intranet/rest/',
    'file:///etc/passwd',
    'rest',
  ])('refuses %s', (endpoint) => {
    expect(check(endpoint).kind).toBe('refused');
  });

  it('lets the portals of Bitrix24 and public on-premise portals through', () => {
    expect(check('https://portal.bitrix24.ru/rest/').kind).toBe('allowed');
    expect(check('https://crm.company.ru/rest/').kind).toBe('allowed');
  });

  it('does not connect to a public name that leads inside', async () => {
    const { lookup } = createEgressPolicy({ allowLoopback: false });
    const outcome = await new Promise<Error | null>((resolve) => lookup('localhost', {}, (error) => resolve(error)));
    expect(outcome?.message).toContain('closed address');
  });

  it('does not open a client at a refused address', () => {
    expect(() => connect({ allowLoopback: false })).toThrow('egress-refused');
  });
});

describe('a portal that does not answer', () => {
  it('is left alone after five failures, and a person is told so at once', async () => {
    answer = reply(502, '<html>');
    const client = connect();
    expect(await failureOf(client.call('profile', {}, anything))).toMatchObject({ code: 'status-502' });
    expect(received).toHaveLength(5);
    expect(await failureOf(client.call('profile', {}, anything))).toMatchObject({ kind: 'unavailable', code: 'circuit-open' });
    expect(received).toHaveLength(5);
    now = new Date(now.getTime() + 60_000);
    answer = reply(200, { result: 'ok' });
    expect((await client.call('profile', {}, z.string())).result).toBe('ok');
  });

  it('is one that answers, though it refuses', async () => {
    answer = reply(400, { error: 'ERROR_ARGUMENT' });
    const client = connect();
    for (let index = 0; index < 8; index += 1) await failureOf(client.call('profile', {}, anything));
    expect(received).toHaveLength(8);
  });
});
