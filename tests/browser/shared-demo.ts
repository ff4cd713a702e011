import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createServer } from 'node:http';
import type { TestProject } from 'vitest/node';
import { startProduct, type Product } from '../server/process/start-product.ts';
import { untilLoaded, visitAs } from '../server/process/portal-visitor.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    demoKeeper: string;
  }
}

/** Keeps one demo for all browser tests that need it: started when the first asks, stopped when the last has run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let running: { product: Promise<Product>; isPushOn: boolean } | undefined;
  const run = (isPushOn: boolean): Promise<Product> => {
    if (running?.isPushOn === isPushOn) return running.product;
    const before = running;
    running = { isPushOn, product: start(isPushOn, before?.product) };
    return running.product;
  };
  const move = (at: string): Promise<Product> => {
    const before = running;
    running = { isPushOn: true, product: start(true, before?.product, at) };
    return running.product;
  };
  const keeper = createServer((request, response) => {
    const at = /^\/at\/(.+)$/.exec(request.url ?? '')?.[1];
    (at === undefined ? run(request.url !== '/without-push') : move(at)).then(
      ({ appUrl, portalUrl }) => response.end(JSON.stringify({ appUrl, portalUrl })),
      (failure: unknown) => response.writeHead(500).end(failure instanceof Error ? failure.message : 'unknown'),
    );
  }).listen(0, '127.0.0.1');
  await once(keeper, 'listening');
  const address = keeper.address();
  if (typeof address !== 'object' || address === null) throw new Error('The keeper of the demo has no address');
  project.provide('demoKeeper', `http://127.0.0.1:${address.port}`);
  return async () => {
    keeper.close();
    await (await running?.product.catch(() => undefined))?.remove();
  };
}

/** The same portal and the same data go on when only the push is switched, or the clock is moved on. */
async function start(isPushOn: boolean, before: Promise<Product> | undefined, at?: string): Promise<Product> {
  const last = await before;
  await last?.stop();
  if (last !== undefined && at !== undefined) await writeFile(join(last.dataDir, 'clock.json'), JSON.stringify({ businessAt: at }));
  const place = last === undefined ? {} : { dataDir: last.dataDir, ports: last.ports };
  const product = await startProduct({ args: ['--scenario', 'demo', ...(isPushOn ? [] : ['--no-push'])], ...place });
  if (last === undefined) await product.untilPrinted(/Open http/, 240_000);
  await untilLoaded(await visitAs(product, 2));
  return product;
}
