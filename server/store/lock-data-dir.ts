import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { createServer } from 'node:net';

/**
 * PGlite has no lock of its own: a second process on the same folder loses rows silently.
 * An abstract socket is freed by the kernel even after kill -9; the file beside the folder tells who holds it
 * and guards where processes do not share a network namespace.
 */
export async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  const file = `${dataDir}.lock`;
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    const name = `kurs-${createHash('sha256').update(dataDir).digest('hex').slice(0, 32)}`;
    server.once('error', () => reject(new Error(inUse(dataDir, file))));
    server.listen(process.platform === 'linux' ? `\0${name}` : `${dataDir}.sock`, resolve);
  });
  server.unref();
  const freeSocket = (): Promise<void> => new Promise((resolve) => void server.close(() => resolve()));
  try {
    takeFile(file, dataDir);
  } catch (failure) {
    await freeSocket();
    throw failure;
  }
  return async () => {
    rmSync(file, { force: true });
    await freeSocket();
  };
}

function takeFile(file: string, dataDir: string): void {
  try {
    const descriptor = openSync(file, 'wx');
    writeSync(descriptor, String(process.pid));
    closeSync(descriptor);
  } catch {
    if (isAlive(file)) throw new Error(inUse(dataDir, file));
    rmSync(file, { force: true });
    takeFile(file, dataDir);
  }
}

function holder(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return 0;
  }
}

function isAlive(file: string): boolean {
  const pid = holder(file);
  // The socket is ours already, so a file with our own pid is left over from before a container restart.
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return command.includes('node');
  } catch {
    return false;
  }
}

function inUse(dataDir: string, file: string): string {
  return `The data folder ${dataDir} is in use by process ${holder(file) || 'unknown'}. Stop it, choose another DATA_DIR, or set DATABASE_URL to run several processes.`;
}
