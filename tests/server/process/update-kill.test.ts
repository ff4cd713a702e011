import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKeys } from '#kernel/keys.ts';
import { app as manifest } from '#manifest/app.ts';
import { events } from '#manifest/events.ts';
import { writeEmptyClient } from '#support/empty-client.ts';
import { findFreePorts } from '#support/free-ports.ts';
import { holdPort } from '#support/hold-port.ts';
import { hostPortal } from '#support/hosted-portal.ts';
import { smallPortal, smallPortalNow, smallPortalPeople } from '#support/small-portal.ts';
import { createReopenableStore, type ReopenableStore } from '#support/test-store.ts';
import { until } from '#support/until.ts';
import type { ServePortalOrder } from './serve-portal.ts';

const { admin } = smallPortalPeople;
let folder: string;
let place: ReopenableStore;
let hosted: Awaited<ReturnType<typeof hostPortal>>;
let order: ServePortalOrder;
let child: ChildProcess | undefined;
let printed = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kurs-update-'));
  await writeEmptyClient(folder);
  const keysDir = join(folder, 'keys');
  createKeys(keysDir);
  place = await createReopenableStore();
  const [port = 0] = await findFreePorts(1);
  const oauth = await holdPort();
  hosted = await hostPortal({ data: smallPortal(), port: oauth, appUrl: `http://127.0.0.1:${port}`, clock: { now: smallPortalNow } });
  const { oauthOrigin } = hosted.hosted;
  order = { port, oauthOrigin, store: place.options, keysDir, clientFolder: folder, now: smallPortalNow.toISOString(), diesBehind: '' };
});
afterAll(async () => {
  child?.kill('SIGKILL');
  await hosted?.close();
  await place?.remove();
  await rm(folder, { recursive: true, force: true });
});

async function serve(diesBehind = ''): Promise<void> {
  child = fork(join(import.meta.dirname, 'serve-portal.ts'), { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: [] });
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.send({ ...order, diesBehind });
  const [news] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as unknown[];
  if (news !== 'serving') throw new Error(`The service did not start: ${printed}`);
}

const exchanges = (): number => hosted.hosted.requests.filter((path) => path.startsWith('/oauth/token')).length;
const tokenOf = (): string => hosted.hosted.frame(admin).fields['APPLICATION_TOKEN'] ?? '';

async function tellOfDeal(applicationToken: string): Promise<number> {
  const auth = { 'auth[member_id]': hosted.hosted.memberId, 'auth[application_token]': applicationToken };
  const body = new URLSearchParams({ event: 'ONCRMDEALUPDATE', 'data[FIELDS][ID]': '1', ...auth });
  return (await fetch(`http://127.0.0.1:${order.port}${manifest.eventPath}`, { method: 'POST', body })).status;
}

describe('an update of the application', () => {
  it('that was answered is not lost when the process is killed behind the answer', { timeout: 300_000 }, async () => {
    const { emulator, frame, requests } = hosted.hosted;
    await serve(manifest.eventPath);
    const { url, fields } = frame(admin);
    expect((await fetch(url, { method: 'POST', body: new URLSearchParams({ ...fields }) })).status).toBe(200);
    emulator.finishInstall(admin);
    const [before, exchanged] = [tokenOf(), exchanges()];

    const ended = once(child as ChildProcess, 'exit');
    emulator.updateApplication({ version: 2, userId: admin });
    expect(await ended).toEqual([null, 'SIGKILL']);
    expect(tokenOf()).not.toBe(before);
    expect(exchanges()).toBe(exchanged);

    requests.length = 0;
    await serve();
    await until(async () => (await tellOfDeal(tokenOf())) === 200, 'the new application token to be known');
    expect(await tellOfDeal(before)).toBe(403);
    expect(exchanges()).toBe(1);
    await until(async () => (await boundEvents()) === events.length, 'the events to be bound again');
  });

  async function boundEvents(): Promise<number> {
    const { origin } = hosted.hosted;
    const body = new URLSearchParams({ auth: hosted.hosted.frame(admin).fields['AUTH_ID'] ?? '' });
    const answer = (await (await fetch(`${origin}/rest/event.get`, { method: 'POST', body })).json()) as { result?: unknown[] };
    return answer.result?.length ?? 0;
  }
});
