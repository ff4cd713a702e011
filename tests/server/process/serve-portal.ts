import { ServerResponse } from 'node:http';
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { createLoadShedding } from '#http/limits/load-shedding.ts';
import { roomyRates } from '#http/limits/request-limits.ts';
import { readKeys } from '#kernel/keys.ts';
import { createLog } from '#kernel/log.ts';
import { startService } from '#kernel/start-service.ts';
import { openStore, type StoreOptions } from '#store/open-store.ts';
import { createSecretText } from '#store/secret-text.ts';
import { testApplication } from '#support/hosted-portal.ts';

/** The whole service for one portal of a test, as a process that may be killed and started again. */
export interface ServePortalOrder {
  readonly port: number;
  readonly oauthOrigin: string;
  readonly store: StoreOptions;
  readonly keysDir: string;
  readonly clientFolder: string;
  readonly now: string;
  /** `kill -9` by itself as soon as an answer of 200 from this path is written; never when empty. */
  readonly diesBehind: string;
}

process.once('message', (order: ServePortalOrder) => void serve(order));
process.once('disconnect', () => process.exit(0));

async function serve(order: ServePortalOrder): Promise<void> {
  if (order.diesBehind !== '') dieBehind(order.diesBehind);
  const clock = (): Date => new Date(order.now);
  const keys = readKeys(order.keysDir);
  await startService({
    host: '127.0.0.1',
    port: order.port,
    appUrl: `http://127.0.0.1:${order.port}`,
    store: await openStore({ ...order.store, secretText: createSecretText(keys.secretText) }),
    keys,
    journalFile: join(order.keysDir, 'evidence.ndjson'),
    client: { folder: order.clientFolder, id: 'process' },
    application: testApplication,
    oauthHosts: [order.oauthOrigin],
    allowLoopback: true,
    businessClock: clock,
    readingClock: clock,
    isPushOn: true,
    rates: roomyRates,
    trustedProxyHops: 0,
    shedding: createLoadShedding(),
    log: createLog({ level: 'info' }),
  });
  // Its end may be a kill, and the next one starts sooner with what this one has compiled.
  flushCompileCache();
  process.send?.('serving');
}

function dieBehind(path: string): void {
  const { end } = ServerResponse.prototype;
  ServerResponse.prototype.end = function (this: ServerResponse, ...written: Parameters<typeof end>) {
    const ended = end.apply(this, written);
    if (this.req.url === path && this.statusCode === 200) process.kill(process.pid, 'SIGKILL');
    return ended;
  } as typeof end;
}
