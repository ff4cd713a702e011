import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { findConsecutivePorts, findFreePorts } from '#support/free-ports.ts';

const entry = fileURLToPath(new URL('../../server/portal-emulator/run-emulator.ts', import.meta.url));
const running: ChildProcess[] = [];

afterEach(async () => {
  for (const child of running.splice(0)) {
    if (child.exitCode !== null) continue;
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
});

function start(args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', entry, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  return child;
}

async function readStart(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    if (text.includes('limits')) break;
  }
  return text;
}

/** What it printed until its last line, by the first word of each line. */
async function startPortal(args: readonly string[] = []): Promise<Readonly<Record<string, string>>> {
  const [port, oauthPort] = await findFreePorts(2);
  const child = start(['--port', String(port), '--oauth-port', String(oauthPort), ...args]);
  return Object.fromEntries((await readStart(child)).split('\n').map((line) => [line.slice(0, 14).trim(), line.slice(14)]));
}

describe('the emulator on its own', () => {
  it('prints a webhook that any client can call', async () => {
    const printed = await startPortal(['--limits', 'off']);
    const webhook = printed['webhook']?.split(' ')[0] ?? '';
    const deals = await fetch(`${webhook}crm.deal.list`, {
      method: 'POST',
      body: new URLSearchParams({ 'select[]': 'ID', 'order[ID]': 'ASC' }),
    });
    const { total } = (await deals.json()) as { total: number };
    expect(total).toBeGreaterThanOrEqual(50);
    const page = await fetch(printed['portal'] ?? '', { redirect: 'manual' });
    expect(page.status).toBeLessThan(400);
  });

  it('prints what an application needs for OAuth', async () => {
    const printed = await startPortal(['--limits', 'off']);
    const grant = { grant_type: 'refresh_token', client_id: printed['client_id'] ?? '', client_secret: printed['client_secret'] ?? '' };
    const refuse = await fetch(`${printed['token']}?${new URLSearchParams({ ...grant, refresh_token: 'wrong' })}`);
    expect(await refuse.json()).toMatchObject({ error: 'invalid_grant' });
    expect(printed['member_id']).toMatch(/^[0-9a-f]{32}$/);
  });

  it('keeps the limits and the pace it was told, starts its calendar where it was told', async () => {
    const printed = await startPortal([
      '--limits',
      'enterprise',
      '--latency-ms',
      '50',
      '--time-scale',
      '60',
      '--now',
      '2026-03-02T09:00:00+03:00',
    ]);
    expect(printed['limits']).toBe('enterprise, latency 50 ms, time × 60');
    const startMs = performance.now();
    const webhook = printed['webhook']?.split(' ')[0] ?? '';
    const { result } = (await (await fetch(`${webhook}server.time`)).json()) as { result: string };
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(50);
    expect(result.slice(0, 10)).toBe('2026-03-02');
  });

  it('registers an application whose page it opens', async () => {
    const printed = await startPortal(['--limits', 'off', '--handler-url', 'http://127.0.0.1:4319/handler']);
    expect(printed['application']).toContain('http://127.0.0.1:4319/handler');
  });

  it('serves several portals with one application and one authorization server', async () => {
    const port = await findConsecutivePorts(3);
    const child = start(['--port', String(port), '--portals', '2', '--limits', 'off']);
    const lines = (await readStart(child)).split('\n').map((line) => [line.slice(0, 14).trim(), line.slice(14)] as const);
    const all = (name: string): string[] => lines.flatMap(([key, value]) => (key === name ? [value] : []));
    expect(all('portal')).toEqual([`http://localhost:${port}/`, `http://localhost:${port + 1}/`]);
    expect(all('token')).toEqual([`http://localhost:${port + 2}/oauth/token/`]);
    expect(new Set(all('member_id')).size).toBe(2);
    const members: unknown[] = [];
    for (const authorize of all('authorize')) {
      const sent = await fetch(authorize, { redirect: 'manual' });
      expect(sent.status).toBe(302);
      const code = new URLSearchParams((sent.headers.get('location') ?? '').split('?')[1]).get('code') ?? '';
      const exchange = {
        grant_type: 'authorization_code',
        client_id: all('client_id')[0] ?? '',
        client_secret: all('client_secret')[0] ?? '',
      };
      const answer = await fetch(`${all('token')[0]}?${new URLSearchParams({ ...exchange, code })}`);
      members.push(((await answer.json()) as { member_id: string }).member_id);
    }
    expect(members).toEqual(all('member_id'));
  });

  it('starts a portal to which something has happened', async () => {
    const printed = await startPortal(['--limits', 'off', '--state', 'unpaid']);
    expect((await fetch(printed['authorize'] ?? '', { redirect: 'manual' })).status).toBe(402);
    const [newPort = 0] = await findFreePorts(1);
    const moved = await startPortal(['--limits', 'off', '--renamed-to', String(newPort)]);
    expect(moved['portal']).toBe(`http://localhost:${newPort}/`);
  });

  it('lists its options', async () => {
    const child = start(['--help']);
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => (text += String(chunk)));
    await once(child, 'close');
    for (const option of ['--portals', '--state', '--renamed-to', '--allow-local-handlers']) expect(text).toContain(option);
  });

  it('names every option it cannot read and stops', async () => {
    const child = start(['--port', 'harbour', '--limits', 'fast']);
    let errors = '';
    child.stderr?.on('data', (chunk: Buffer) => (errors += String(chunk)));
    const [code] = (await once(child, 'close')) as [number];
    expect(code).toBe(1);
    expect(errors).toContain('--port');
    expect(errors).toContain('--limits');
    expect(errors).toContain('npm run emulator');
  });
});
