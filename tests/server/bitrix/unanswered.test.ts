import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createBitrixHttp } from '#bitrix/bitrix-http.ts';
import { createEgressPolicy } from '#bitrix/egress-policy.ts';
import { createPortalClients } from '#bitrix/portal-clients.ts';
import { createLog } from '#kernel/log.ts';

type Answer = (response: ServerResponse) => void;

let server: Server;
let answer: Answer;
let received = 0;
const drips = new Set<NodeJS.Timeout>();

beforeEach(async () => {
  received = 0;
  server = createServer((request, response) => {
    received += 1;
    request.resume().on('end', () => answer(response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  for (const drip of drips) clearInterval(drip);
  drips.clear();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const never: Answer = () => undefined;
const drip: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  drips.add(setInterval(() => response.write(' '), 5));
};

/** Clients of one portal that share its circuit. */
function connect(longestMs?: number) {
  const egress = createEgressPolicy({ allowLoopback: true });
  const clients = createPortalClients({
    http: createBitrixHttp({ egress }),
    egress,
    systemClock: () => new Date(0),
    log: createLog({ level: 'silent' }),
    limits: { perSecond: 1000, burst: 1000, overdraft: 0 },
    sleep: async () => undefined,
    random: () => 1,
    ...(longestMs === undefined ? {} : { longestMs }),
  });
  const clientEndpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/rest/`;
  return (signal?: AbortSignal) =>
    clients
      .open({ memberId: 'a', clientEndpoint, priority: 'interactive', getAccessToken: async () => 'token', signal })
      .call('profile', {}, z.unknown());
}

const circuitOpen = { kind: 'unavailable', code: 'circuit-open' };

describe('a portal that takes too long', () => {
  it.each([
    ['that says nothing', never],
    ['whose answer drips in byte by byte', drip],
  ])('%s is one that does not answer: after five requests it is left alone', async (_, given) => {
    answer = given;
    const ask = connect(500);
    await expect(ask()).rejects.toMatchObject({ kind: 'unavailable', code: 'etimedout' });
    await expect(ask()).rejects.toMatchObject(circuitOpen);
    expect(received).toBe(5);
  });

  it('for the patience of whoever asks is left alone as well', async () => {
    answer = never;
    const ask = connect();
    for (let request = 1; request <= 5; request += 1)
      await expect(ask(AbortSignal.timeout(500))).rejects.toMatchObject({ name: 'TimeoutError' });
    await expect(ask()).rejects.toMatchObject(circuitOpen);
    expect(received).toBe(5);
  });

  it('is not one whose requests are given up for a reason of ours', async () => {
    const ask = connect();
    for (let request = 1; request <= 8; request += 1) {
      const stopping = new AbortController();
      answer = () => stopping.abort();
      await expect(ask(stopping.signal)).rejects.toMatchObject({ name: 'AbortError' });
    }
    answer = (response) => void response.end('{"result":"ok"}');
    expect((await ask()).result).toBe('ok');
    expect(received).toBe(9);
  });
});
