import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ErrorReply } from '#contract/errors.ts';
import { Boot } from '#contract/session.ts';
import { app as manifest } from '#manifest/app.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import { smallPortalPeople } from '#support/small-portal.ts';
import { everythingOf } from '../http/everything-of-a-portal.ts';

const { admin, head } = smallPortalPeople;
const megabyte = 1_000_000;
const form = 'application/x-www-form-urlencoded';

let service: TestService;
let portal: InstalledPortal;
let other: InstalledPortal;
let before: unknown;

beforeAll(async () => {
  service = await startTestService({ portals: 2 });
  portal = await service.installPortal();
  other = await service.installPortal();
});

afterAll(() => service?.stop());

const everything = async (): Promise<unknown> => [
  await everythingOf(portal),
  await everythingOf(other),
  await service.store.directory.listPortalIds(),
];

beforeEach(async () => {
  before = await everything();
});

afterEach(async () => {
  expect(await everything()).toEqual(before);
  expect((await fetch(`${service.appUrl}/readyz`)).status).toBe(200);
});

describe('a body without an end', () => {
  const addresses = [
    manifest.handlerPath,
    manifest.installerPath,
    manifest.eventPath,
    '/api/session',
    '/api/plans/2026-11/draft',
    '/nowhere',
  ];

  it.each(addresses)('is cut off early at %s, announced or not', async (path) => {
    for (const isAnnounced of [true, false]) {
      const flood = await pour({ path, method: path.endsWith('draft') ? 'PUT' : 'POST', bytes: 40 * megabyte, isAnnounced });
      expect([413, 401, 404]).toContain(flood.status);
      expect(flood.taken).toBeLessThan(4 * megabyte);
      if (path.startsWith('/portal/') && path !== manifest.eventPath) expect(flood.body).toContain('"reason":"request-malformed"');
      else expect(flood.body).toMatch(/"code":"[a-z-]+"/);
    }
  });

  it('that is small only while it is packed gets no further', async () => {
    const packed = gzipSync(Buffer.from(`member_id=${'a'.repeat(40 * megabyte)}`));
    const answer = await send(manifest.handlerPath, packed, { 'content-type': form, 'content-encoding': 'gzip' });
    expect(answer.status).toBe(413);
    expect(reasonOf(await answer.text())).toBe('request-malformed');
  });
});

describe('a token of somebody else', () => {
  it('does not open a portal for a person of another one', async () => {
    const foreign = other.frame(head).fields['AUTH_ID'] ?? '';
    const answer = await send(manifest.handlerPath, encode({ ...portal.frame(head).fields, AUTH_ID: foreign }), { 'content-type': form });
    expect(answer.status).toBe(403);
    expect(reasonOf(await answer.text())).toBe('access-denied');
  });

  it('of another portal tells nothing by an event', async () => {
    const fields = {
      event: 'ONCRMDEALUPDATE',
      'data[FIELDS][ID]': '1',
      ts: '1800000000',
      'auth[member_id]': portal.memberId,
      'auth[application_token]': other.frame(admin).fields['APPLICATION_TOKEN'] ?? '',
    };
    const answer = await send(manifest.eventPath, encode(fields), { 'content-type': form });
    expect(answer.status).toBe(403);
    expect(ErrorReply.parse(await answer.json()).error.code).toBe('forbidden');
  });
});

describe('what is no request at all', () => {
  const bodies: readonly [name: string, body: string | Buffer, type: string][] = [
    ['bytes', Buffer.from([0, 255, 254, 1, 2, 128, 37, 69]), form],
    ['a zero character', 'member_id=%00%00&AUTH_ID=%00', form],
    ['a lone surrogate', 'member_id=%ED%A0%80', form],
    ['fields named like the insides of objects', '__proto__[x]=1&constructor[prototype][y]=2&member_id=a', form],
    ['deep brackets', `a${'[b]'.repeat(3_000)}=1`, form],
    ['half of a JSON', '{"memberId":', 'application/json'],
    ['a JSON that is no object', '[[[[1]]]]', 'application/json'],
    ['a charset that is none', 'member_id=1', `${form}; charset=klingon`],
    ['XML', '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', 'text/xml'],
  ];
  const addresses = [manifest.handlerPath, manifest.installerPath, manifest.eventPath, '/api/session'];

  it.each(bodies)('%s gets a clear answer everywhere', async (_name, body, type) => {
    for (const path of addresses) {
      const answer = await send(path, body, { 'content-type': type });
      const text = await answer.text();
      expect([path, answer.status]).toEqual([path, expect.toSatisfy((status: number) => [400, 401, 403, 404, 413].includes(status))]);
      const isPage = path === manifest.handlerPath || path === manifest.installerPath;
      if (isPage) expect(['request-malformed', 'not-installed']).toContain(reasonOf(text));
      else expect(ErrorReply.parse(JSON.parse(text)).error.message).toMatch(/[а-яё]/i);
    }
  });

  it('does not keep the server waiting when it is no HTTP', async () => {
    const answer = await raw(Buffer.from('\u0016\u0003\u0001 hello\r\n\r\n'));
    expect(answer).toMatch(/^HTTP\/1\.1 400/);
  });
});

function encode(fields: Readonly<Record<string, string>>): string {
  return new URLSearchParams({ ...fields }).toString();
}

function send(path: string, body: string | Buffer, headers: Record<string, string>): Promise<Response> {
  return fetch(service.appUrl + path, { method: 'POST', body: typeof body === 'string' ? body : new Uint8Array(body), headers });
}

function reasonOf(page: string): string | undefined {
  const json = /<script type="application\/json" id="boot">(.*?)<\/script>/s.exec(page)?.[1];
  return json === undefined ? undefined : Boot.parse(JSON.parse(json)).notice?.reason;
}

/** Pours a body into a connection until the server answers or hangs up; `taken` is what had left by then. */
async function pour(flood: {
  path: string;
  method: string;
  bytes: number;
  isAnnounced: boolean;
}): Promise<{ status: number; taken: number; body: string }> {
  const { hostname, port } = new URL(service.appUrl);
  const socket = connect(Number(port), hostname);
  const length = flood.isAnnounced ? `content-length: ${flood.bytes}` : 'transfer-encoding: chunked';
  const type = flood.path.startsWith('/api/') ? 'application/json' : form;
  let answer = '';
  const ended = new Promise<void>((resolve) => {
    socket.on('data', (chunk) => {
      answer += chunk.toString();
      resolve();
    });
    socket.on('error', () => resolve());
    socket.on('close', () => resolve());
  });
  socket.write(`${flood.method} ${flood.path} HTTP/1.1\r\nhost: kurs\r\ncontent-type: ${type}\r\n${length}\r\n\r\n`);
  const piece = 'x'.repeat(40_000);
  const chunk = flood.isAnnounced ? piece : `${piece.length.toString(16)}\r\n${piece}\r\n`;
  const pouring = (async () => {
    for (let sent = 0; sent < flood.bytes && !socket.destroyed && answer === ''; sent += piece.length) {
      if (socket.write(chunk)) await new Promise((resolve) => setImmediate(resolve));
      else await Promise.race([new Promise((resolve) => socket.once('drain', resolve)), ended]);
    }
  })();
  await ended;
  const taken = socket.bytesWritten - socket.writableLength;
  await pouring;
  await new Promise((resolve) => setTimeout(resolve, 50));
  socket.destroy();
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]), taken, body: answer };
}

function raw(bytes: Buffer): Promise<string> {
  const { hostname, port } = new URL(service.appUrl);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
    socket.write(bytes);
  });
}
