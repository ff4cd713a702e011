import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { openStore, type StoreOptions } from '#store/open-store.ts';
import { createBareApp } from './bare-app.ts';
import { createOwnApp } from './own-app.ts';

/** What a process of its own serves, and from where. */
export interface ServeOrder {
  readonly kind: 'own' | 'bare';
  readonly options: StoreOptions;
  readonly portalId: string;
  /** Hex of the key of sessions. */
  readonly sessionKey: string;
  readonly now: string;
}

export type ServeNews = { readonly port: number } | { readonly rssMb: number };

/** Serves until its parent goes; tells its memory whenever it is asked. */
process.once('message', (order: ServeOrder) => void serve(order));
process.once('disconnect', () => process.exit(0));

async function serve(order: ServeOrder): Promise<void> {
  const store = await openStore(order.options);
  const parts = { store, portalId: BigInt(order.portalId), key: Buffer.from(order.sessionKey, 'hex'), now: new Date(order.now) };
  const port = await listen(order.kind === 'own' ? await createOwnApp(parts) : createBareApp(parts));
  process.on('message', () => tell({ rssMb: Math.round(process.memoryUsage.rss() / 1_048_576) }));
  tell({ port });
}

async function listen(app: Express): Promise<number> {
  const server = createServer(app);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const tell = (news: ServeNews): void => void process.send?.(news);
