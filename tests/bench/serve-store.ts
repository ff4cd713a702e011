import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { v7 as uuidv7 } from 'uuid';
import { createApi } from '#http/api/routes.ts';
import { createChangeFeed } from '#http/change-feed.ts';
import { createErrorReply } from '#http/error-reply.ts';
import { createSessions } from '#http/session.ts';
import { createRequestLimits, roomyRates } from '#http/limits/request-limits.ts';
import { createPersonTurns } from '#http/person-turns.ts';
import type { Web } from '#http/web.ts';
import { createKeyRing } from '#kernel/key-ring.ts';
import { createLog } from '#kernel/log.ts';
import { readSealKey } from '#ledger/seal.ts';
import { keptByStore, type Evidence } from '#store/evidence.ts';
import type { Store } from '#store/open-store.ts';
import { getPortal } from '#store/portals.ts';

export interface ServedStore {
  /** Asks the API as a person; the answer's text, or a failure. */
  ask(token: string, path: string): Promise<string>;
  send(token: string, method: 'PUT' | 'POST', path: string, body: object): Promise<string>;
  openSession(userId: bigint, isAdmin: boolean): Promise<string>;
  close(): Promise<void>;
}

/** The API over a store, by HTTP as a browser asks it; no portal stands behind it. */
export async function serveStore(
  store: Store,
  portalId: bigint,
  businessNow: Date,
  evidence: Evidence = keptByStore,
): Promise<ServedStore> {
  const log = createLog({ level: 'silent' });
  const systemClock = (): Date => new Date();
  const sessions = createSessions({ key: randomBytes(32), systemClock });
  const changeFeed = await createChangeFeed(store, { isOn: true });
  const sealKey = readSealKey(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  const sealKeys = createKeyRing(() => [sealKey]);
  const limits = createRequestLimits(roomyRates, systemClock);
  const parts = {
    store,
    limits,
    shedding: { isShed: () => false },
    sessions,
    changeFeed,
    sealKeys,
    listRetiredKeys: () => [],
    evidence,
    turns: createPersonTurns(),
    metrics: null,
    businessClock: () => businessNow,
    systemClock,
    build: uuidv7(),
    log,
  };
  // Pages, installing and reading the portal take no part in screens.
  const web = parts as Partial<Web> as Web;
  const app = express();
  app.set('query parser', 'simple');
  app.use(createApi(web));
  app.use(createErrorReply(log));
  const server = createServer(app);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true });
  return {
    ask: (token, path) => exchange({ agent, port, token, method: 'GET', path }),
    send: (token, method, path, body) => exchange({ agent, port, token, method, path, body: JSON.stringify(body) }),
    openSession: (userId, isAdmin) =>
      store.forPortal(portalId).transaction(async (tx) => {
        const { session } = await sessions.open(tx, await getPortal(tx), { userId, isAdmin });
        return session.token;
      }),
    close: async () => {
      agent.destroy();
      await changeFeed.close();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}

interface Asked {
  readonly agent: Agent;
  readonly port: number;
  readonly token: string;
  readonly method: 'GET' | 'PUT' | 'POST';
  readonly path: string;
  readonly body?: string;
}

function exchange({ agent, port, token, method, path, body }: Asked): Promise<string> {
  const headers = { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
  return new Promise((resolve, reject) => {
    const sent = request({ agent, port, host: '127.0.0.1', method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => void chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        if (response.statusCode === 200) resolve(text);
        else reject(new Error(`${path} answered ${response.statusCode}: ${text.slice(0, 200)}`));
      });
    });
    sent.on('error', reject).end(body);
  });
}
