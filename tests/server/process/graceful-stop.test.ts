import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getChanges, type Changes } from '#contract/changes.ts';
import { getPlan, saveDraft } from '#contract/plan.ts';
import { getSyncStatus } from '#contract/sync-status.ts';
import type { Visitor } from '#demo/visitor.ts';
import { findFreePorts } from '#support/free-ports.ts';
import { createTestDatabase } from '#support/test-database.ts';
import { testEngine } from '#support/test-store.ts';
import { installAs, visitAs } from './portal-visitor.ts';
import { startProduct, until, type Product } from './start-product.ts';

const [admin, author, seller] = [1, 2, 6];
const months = ['2027-01', '2027-02', '2027-03', '2027-04', '2027-05', '2027-06'];
const line = (value: number) => ({ metric: 'calls' as const, scope: `person:${seller}`, value: String(value) });
/** Throws where nobody catches it. */
const faultOnSignal = "--import=data:text/javascript,process.on('SIGUSR2',()=>{throw(new(Error)('lost'))})";

let product: Product;
let environment: Record<string, string> = {};
let internalUrl: string;

beforeAll(async () => {
  const [internalPort = 0] = await findFreePorts(1);
  internalUrl = `http://127.0.0.1:${internalPort}`;
  environment = { METRICS_PORT: String(internalPort), NODE_OPTIONS: faultOnSignal };
  if (testEngine() === 'postgres') {
    const { databaseUrl, migrationDatabaseUrl } = await createTestDatabase();
    environment = { ...environment, DATABASE_URL: databaseUrl, MIGRATION_DATABASE_URL: migrationDatabaseUrl };
  }
  product = await startProduct({ args: ['--scenario', 'fresh'], environment });
  await installAs(product, admin);
});
afterAll(() => product?.remove());

const startAgain = async (): Promise<void> => {
  product = await startProduct({ args: ['--scenario', 'fresh'], environment, dataDir: product.dataDir, ports: product.ports });
};

/** Writes one number after another into a month until the server is gone; returns the last one that was answered. */
async function write(visitor: Visitor, month: string): Promise<number> {
  for (let value = 1; ; value += 1) {
    try {
      await visitor.call(saveDraft, { month, lines: [line(value)] });
    } catch (failure) {
      // Turned away for being too fast, it goes on; with the connection refused it is over.
      if (failure instanceof Error && failure.message.includes('answered 429')) continue;
      return value - 1;
    }
  }
}

describe('a stop under load', () => {
  it('answers what was asked, keeps what was answered, and the next process goes on', { timeout: 400_000 }, async () => {
    const visitor = await visitAs(product, author);
    await until(
      () =>
        visitor.call(saveDraft, { month: months[0] ?? '', lines: [line(1)] }).then(
          () => true,
          () => false,
        ),
      120_000,
      () => 'the author may not write',
    );
    const { rows } = await visitor.call(getSyncStatus, {});
    const { revision } = await visitor.call(getChanges, { after: -1 });
    const writing = months.map((month) => write(visitor, month));
    const polls: Promise<Changes>[] = Array.from({ length: 4 }, () => visitor.call(getChanges, { after: revision + 1_000_000 }));
    await until(
      async () => (await visitor.call(getPlan, { month: '2027-06' })).draft.length > 0,
      60_000,
      () => 'nothing is written',
    );
    expect((await fetch(`${internalUrl}/readyz`)).status).toBe(200);
    product.signal('SIGTERM');
    for (const changes of await Promise.all(polls)) expect(changes.reconnectAfterMs).toBeGreaterThan(0);
    const answered = await Promise.all(writing);
    // It gives itself less than ten seconds and says by its code that they were enough.
    expect(await product.ended()).toBe(0);
    expect(answered.every((value) => value > 0)).toBe(true);

    await startAgain();
    const again = await visitAs(product, author);
    for (const [index, month] of months.entries()) {
      const kept = Number((await again.call(getPlan, { month })).draft[0]?.value);
      const last = answered[index] ?? 0;
      expect([month, kept >= last && kept <= last + 1]).toEqual([month, true]);
    }
    const { rows: kept } = await again.call(getSyncStatus, {});
    expect(kept).toBeGreaterThanOrEqual(rows);
    const goesOn = async (): Promise<boolean> => {
      const now = await again.call(getSyncStatus, {});
      return now.rows > kept || now.state === 'ready';
    };
    await until(goesOn, 120_000, () => 'the load does not go on');
  });

  it('is cut short by a second signal', async () => {
    // Somebody who never ends a request keeps the stop waiting.
    const slow = connect(product.ports.app, '127.0.0.1');
    slow.on('error', () => undefined);
    slow.write('POST /api/session HTTP/1.1\r\nhost: kurs\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{');
    await until(
      async () => (await fetch(`${product.appUrl}/readyz`)).ok,
      10_000,
      () => 'it does not serve',
    );
    product.signal('SIGTERM');
    await until(
      async () => (await fetch(`${internalUrl}/readyz`)).status === 503,
      10_000,
      () => 'it does not say that it ends',
    );
    product.signal('SIGTERM');
    expect(await product.ended()).toBe(1);
    slow.destroy();
    await startAgain();
  });

  it('is none when something was thrown that nobody caught: the process says so and ends', async () => {
    product.signal('SIGUSR2');
    expect(await product.ended()).toBe(1);
    expect(product.output()).toContain('the process ends');
    await startAgain();
    expect((await fetch(`${product.appUrl}/readyz`)).status).toBe(200);
  });
});
