import { afterAll, describe, expect, it } from 'vitest';
import { app as manifest } from '#manifest/app.ts';
import { createTestDatabase } from '#support/test-database.ts';
import { testEngine } from '#support/test-store.ts';
import { installAs, openFrameOf } from './portal-visitor.ts';
import { startProduct, until, type Product } from './start-product.ts';

const admin = 1;
const renewed = 'f0e1d2c3b4a5968778695a4b3c2d1e0f';
/** `kill -9` by itself at the moment that the answer to an event of an update is on its way. */
const diesBehindItsAnswer = `
import http from 'node:http';
const { end } = http.ServerResponse.prototype;
http.ServerResponse.prototype.end = function (...args) {
  if (this.req.url === '${manifest.eventPath}' && this.statusCode === 200) this.once('finish', () => process.kill(process.pid, 'SIGKILL'));
  return end.apply(this, args);
};`;
const preloaded = `--import=data:text/javascript;base64,${Buffer.from(diesBehindItsAnswer).toString('base64')}`;

let product: Product | undefined;
afterAll(() => product?.remove());

/** What the portal sends of an update, or of a deal, with this application token. */
async function send(event: string, applicationToken: string, tokens: Readonly<Record<string, string>> = {}): Promise<number> {
  if (product === undefined) throw new Error('nothing was started');
  const { fields } = await openFrameOf(product, admin);
  const form = {
    event,
    'data[FIELDS][ID]': '1',
    'auth[member_id]': fields['member_id'] ?? '',
    'auth[server_endpoint]': fields['SERVER_ENDPOINT'] ?? '',
    'auth[application_token]': applicationToken,
    ...tokens,
  };
  const { status } = await fetch(product.appUrl + manifest.eventPath, { method: 'POST', body: new URLSearchParams(form) });
  return status;
}

describe('an update of the application', () => {
  it('that was answered is not lost when the process is killed behind the answer', { timeout: 400_000 }, async () => {
    const stored: Record<string, string> = {};
    if (testEngine() === 'postgres') {
      const { databaseUrl, migrationDatabaseUrl } = await createTestDatabase();
      Object.assign(stored, { DATABASE_URL: databaseUrl, MIGRATION_DATABASE_URL: migrationDatabaseUrl });
    }
    const args = ['--scenario', 'fresh'];
    product = await startProduct({ args, environment: { ...stored, NODE_OPTIONS: preloaded } });
    await installAs(product, admin);
    const { fields } = await openFrameOf(product, admin);
    const before = fields['APPLICATION_TOKEN'] ?? '';
    const refreshToken = fields['REFRESH_ID'] ?? '';

    expect(await send('ONAPPUPDATE', renewed, { 'auth[refresh_token]': refreshToken })).toBe(200);
    expect(await product.ended()).toBeNull();

    product = await startProduct({ args, environment: stored, dataDir: product.dataDir, ports: product.ports });
    await until(
      async () => (await send('ONCRMDEALUPDATE', renewed)) === 200,
      60_000,
      () => 'the new application token is not known',
    );
    expect(await send('ONCRMDEALUPDATE', before)).toBe(403);
  });
});
