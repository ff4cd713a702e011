import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockDataDir } from '#store/lock-data-dir.ts';
import { openStore } from '#store/open-store.ts';
import { copyMigratedStore, testEngine } from '#support/test-store.ts';

let folder: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kurs-lock-'));
});

afterEach(async () => {
  for (const child of children.splice(0)) await kill(child);
  rmSync(folder, { recursive: true, force: true });
});

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** Starts another process on the folder and waits for the first thing it says. */
async function startOther(memberId: string): Promise<{ child: ChildProcess; says: string }> {
  const script = fileURLToPath(new URL('./hold-data-dir.ts', import.meta.url));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, folder, memberId], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  if (child.stdout === null) throw new Error('the process has no output');
  const [says] = await once(createInterface(child.stdout), 'line');
  return { child, says: String(says) };
}

const open = () => openStore({ databaseUrl: null, migrationDatabaseUrl: null, dataDir: folder });

// The folder belongs to PGlite: with PostgreSQL there is nothing to hold, and the run beside this one holds it.
if (testEngine() === 'pglite') {
  describe('a data folder', () => {
    beforeEach(() => copyMigratedStore(folder));

    it('is refused to a second process within two seconds, with words that help, and the first goes on', async () => {
      const store = await open();
      const { says } = await startOther('second');
      const { refusedAfterMs, message } = JSON.parse(says) as { refusedAfterMs: number; message: string };
      expect(refusedAfterMs).toBeLessThan(2000);
      expect(message).toContain(folder);
      expect(message).toContain(`in use by process ${process.pid}`);
      expect(message).toMatch(/DATA_DIR.*DATABASE_URL/);
      const portalId = await store.directory.savePortalId('first');
      expect(await store.directory.findPortalId('first')).toBe(portalId);
      expect(await store.directory.findPortalId('second')).toBeUndefined();
      await store.close();
      expect(existsSync(join(folder, 'store.lock'))).toBe(false);
    }, 40_000);

    it('is free at once after kill -9 of its holder, with what the holder has saved', async () => {
      const { child, says } = await startOther('killed');
      expect(says).toBe('holding');
      await expect(open()).rejects.toThrow(`in use by process ${child.pid}`);
      await kill(child);
      const store = await open();
      expect(await store.directory.findPortalId('killed')).toBeTypeOf('bigint');
      await store.close();
    }, 40_000);
  });
}

describe('the lock', () => {
  const lock = () => lockDataDir(join(folder, 'store'));
  const file = (): string => join(folder, 'store.lock');
  const lockAndUnlock = async (): Promise<string> => {
    const unlock = await lock();
    const holder = readFileSync(file(), 'utf8');
    await unlock();
    return holder;
  };

  it('is held once, also inside one process, and names its holder in a file that goes with it', async () => {
    const unlock = await lock();
    await expect(lock()).rejects.toThrow(`in use by process ${process.pid}`);
    await unlock();
    expect(existsSync(file())).toBe(false);
    expect(await lockAndUnlock()).toBe(String(process.pid));
  });

  it('of another folder is another lock', async () => {
    const unlock = await lock();
    await expect(lockDataDir(join(folder, 'other')).then((unlockOther) => unlockOther())).resolves.toBeUndefined();
    await unlock();
  });

  it('takes over a file that a dead process or an earlier life left behind', async () => {
    const dead = await startIdle();
    await kill(dead);
    for (const left of [String(dead.pid), String(process.pid), '', 'nonsense', '0', '-1']) {
      writeFileSync(file(), left);
      expect(await lockAndUnlock()).toBe(String(process.pid));
    }
  });

  it('respects a file of a living process that shares no sockets with us, and is free when that one ends', async () => {
    const elsewhere = await startIdle();
    writeFileSync(file(), String(elsewhere.pid));
    await expect(lock()).rejects.toThrow(`in use by process ${elsewhere.pid}`);
    await kill(elsewhere);
    expect(await lockAndUnlock()).toBe(String(process.pid));
  });
});

/** Another Node process that does nothing. */
async function startIdle(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 60_000)'], { stdio: 'ignore' });
  children.push(child);
  await once(child, 'spawn');
  return child;
}
