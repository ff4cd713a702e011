import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readIdentity } from '#bitrix/application.ts';
import { readBindings, sendBindings } from '#bitrix/bindings.ts';
import { createBitrixHttp } from '#bitrix/bitrix-http.ts';
import { dealsChangedSince } from '#bitrix/crm/deals.ts';
import { createEgressPolicy } from '#bitrix/egress-policy.ts';
import { list } from '#bitrix/pages.ts';
import type { PortalClient } from '#bitrix/portal-client.ts';
import { createPortalClients } from '#bitrix/portal-clients.ts';
import { PortalError } from '#bitrix/portal-error.ts';
import { listDepartments, listUsers } from '#bitrix/structure.ts';
import { createLog } from '#kernel/log.ts';

type Reply = (response: ServerResponse, body: string) => void;

let server: Server;
let reply: Reply;
let asked = 0;

beforeEach(async () => {
  asked = 0;
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      asked += 1;
      reply(response, Buffer.concat(chunks).toString('utf8'));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function connect(): PortalClient {
  const egress = createEgressPolicy({ allowLoopback: true });
  const clients = createPortalClients({
    http: createBitrixHttp({ egress }),
    egress,
    systemClock: () => new Date(),
    log: createLog({ level: 'silent' }),
    limits: { perSecond: 1e6, burst: 1e6, overdraft: 0 },
    operating: { limitSeconds: 1e9, slowFrom: 1, parkFrom: 1 },
    sleep: async () => undefined,
    random: () => 0,
  });
  const clientEndpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/rest/`;
  return clients.open({ memberId: 'a'.repeat(32), clientEndpoint, priority: 'background', getAccessToken: async () => 'token' });
}

const json =
  (body: unknown): Reply =>
  (response) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end(typeof body === 'string' ? body : JSON.stringify(body));

/** Whatever comes, it is an answer or a `PortalError`: everything else would end more than the reading of this portal. */
async function outcomeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'answered';
  } catch (failure) {
    if (!(failure instanceof PortalError)) throw failure;
    return failure.kind;
  }
}

const call = (): Promise<unknown> => connect().call('profile', {}, z.unknown());
const batch = (): Promise<unknown> => connect().batch([{ method: 'app.info' }, { method: 'profile' }]);
const deep = (depth: number): string => `{"result":${'['.repeat(depth)}${']'.repeat(depth)}}`;

describe('T26: a body without an end', () => {
  it('is cut off at ten megabytes', async () => {
    let sentBytes = 0;
    const chunk = Buffer.alloc(1 << 20, 'x');
    reply = (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const write = (): void => {
        // Two gigabytes, if anybody takes them.
        while (sentBytes < 2 ** 31 && !response.destroyed) {
          sentBytes += chunk.length;
          if (!response.write(chunk)) return void response.once('drain', write);
        }
        response.end();
      };
      write();
    };
    expect(await outcomeOf(call())).toBe('unavailable');
    expect(sentBytes / asked).toBeLessThan(64 * 2 ** 20);
  });

  it('is cut off by what it unpacks to', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 2 ** 20, ' '));
    reply = (response) => void response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'application/json' }).end(bomb);
    expect(await outcomeOf(call())).toBe('unavailable');
  });
});

describe('T26: a hostile answer', () => {
  const answers: readonly [what: string, body: unknown][] = [
    ['HTML', '<html><body>Welcome</body></html>'],
    ['nothing', ''],
    ['half of JSON', '{"result":{"ID":'],
    ['JSON nested a million deep', deep(1_000_000)],
    ['a number', '1'],
    ['a list', '[]'],
    ['null', 'null'],
    ['an error that is an object', { error: { code: ['x'] } }],
    ['an error as long as a book', { error: 'x'.repeat(1_000_000) }],
    ['a total that is none', { result: [], total: 1.5, next: -1 }],
    ['a total beyond all numbers', '{"result":[],"total":1e308,"next":1e308}'],
    ['a total that is text', { result: [], total: 'many' }],
    ['times of another world', '{"result":{},"time":{"operating":-1,"operating_reset_at":1e300,"date_start":7}}'],
    ['a prototype', '{"__proto__":{"polluted":true},"result":{"__proto__":{"polluted":true}}}'],
    ['errors that are text', { result: { result: [], result_error: ['x', 'y'] } }],
    ['totals that are lies', { result: { result: [{}, {}], result_total: [1.5, -3], result_next: ['x', null] } }],
    ['times that are lies', '{"result":{"result":[{},{}],"result_time":[{"operating_reset_at":1e300},7]}}'],
    ['a result that is text', { result: { result: 'x', result_error: 'y' } }],
    ['more answers than questions', { result: { result: Array.from({ length: 10_000 }, () => ({})) } }],
    [
      'a person who is no number',
      {
        result: {
          result: [
            { CODE: 'kurs', VERSION: 1 },
            { ID: 'me', ADMIN: true },
          ],
        },
      },
    ],
    [
      'a person who is negative',
      {
        result: {
          result: [
            { CODE: 'kurs', VERSION: 1 },
            { ID: -1, ADMIN: true },
          ],
        },
      },
    ],
    ['a version beyond the store', { result: { result: [{ CODE: 'kurs', VERSION: 1e15 }, { ID: 1 }] } }],
  ];

  it.each(answers)('of %s is an answer or a failure of this portal, and nothing else', async (_what, body) => {
    reply = json(body);
    expect(['answered', 'malformed', 'unavailable', 'refused']).toContain(await outcomeOf(call()));
    expect(['answered', 'malformed', 'unavailable', 'refused']).toContain(await outcomeOf(batch()));
    expect(['answered', 'malformed', 'unavailable', 'refused']).toContain(await outcomeOf(readIdentity(connect())));
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('names no administrator whose number is none', async () => {
    for (const ID of ['me', '', -1, 0, 1.5, null, [1], { toString: 'x' }]) {
      reply = json({
        result: {
          result: [
            { CODE: 'kurs', VERSION: 1 },
            { ID, ADMIN: true },
          ],
        },
      });
      expect((await readIdentity(connect())).person).toBeNull();
    }
  });

  it('tells counts as unknown that are none', async () => {
    reply = json({ result: [], total: 1.5, next: 'x' });
    expect(await connect().call('profile', {}, z.unknown())).toMatchObject({ total: null, next: null });
  });

  it('keeps codes short and printable', async () => {
    reply = json({ error: `A\u0000B${'x'.repeat(5000)}` });
    const failure = await call().catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(PortalError);
    expect((failure as PortalError).code).toHaveLength(100);
    expect((failure as PortalError).code).not.toContain('\u0000');
  });
});

describe('T26: a list without an end', () => {
  it('of departments is given up', async () => {
    const departments = (start: number) => ({ result: [{ ID: String(start + 1), NAME: 'x' }], next: start + 1 });
    reply = (response, body) => json(departments(Number((JSON.parse(body) as { START?: number }).START ?? 0)))(response, body);
    expect(await outcomeOf(listDepartments(connect()))).toBe('malformed');
    expect(asked).toBeLessThanOrEqual(400);
  });

  it('of departments that goes in a circle ends', async () => {
    reply = json({ result: [{ ID: '1', NAME: 'x' }], next: 0 });
    expect(await outcomeOf(listDepartments(connect()))).toBe('answered');
    expect(asked).toBe(1);
  });

  const pageBehind = (after: number, row: (id: number) => object) => Array.from({ length: 50 }, (_, index) => row(after + index + 1));

  it('of people is given up before it fills the memory', async () => {
    let last = 0;
    reply = (response, body) => {
      const { cmd } = JSON.parse(body) as { cmd: Record<string, string> };
      const pages = Object.keys(cmd).map(() => {
        const page = pageBehind(last, (id) => ({ ID: String(id), ACTIVE: true }));
        last += 50;
        return page;
      });
      json({ result: { result: Object.fromEntries(pages.map((page, index) => [`c${index}`, page])) } })(response, body);
    };
    expect(await outcomeOf(listUsers(connect()))).toBe('malformed');
    expect(asked).toBeLessThanOrEqual(100);
  });

  it('of deals that goes in a circle is given up', async () => {
    reply = json({ result: { result: { c0: { items: pageBehind(0, (id) => ({ id })) } } } });
    const read = async (): Promise<void> => {
      for await (const page of list(connect(), dealsChangedSince(new Date(0)), { firstPages: 1, pagesPerRequest: 1 })) void page;
    };
    expect(await outcomeOf(read())).toBe('malformed');
    expect(asked).toBe(2);
  });

  it('of bindings is taken away in requests of fifty', async () => {
    const placements = Array.from({ length: 120 }, (_, index) => ({ placement: 'X', handler: `https://a.example/${index}` }));
    reply = json({ result: { result: { c0: placements, c1: [] } } });
    const { placements: bound } = await readBindings(connect());
    reply = json({ result: { result: {} } });
    const unbind = bound.map(({ handler }) => ({ method: 'placement.unbind', params: { PLACEMENT: 'X', HANDLER: handler } }));
    expect(await sendBindings(connect(), unbind)).toHaveLength(120);
    expect(asked).toBe(1 + 3);
  });
});
