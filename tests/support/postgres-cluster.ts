import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { findFreePorts } from './free-ports.ts';

export interface PostgresCluster {
  /** Connection string of a role to a database of this cluster. */
  url(role: ClusterRole, database: string): string;
  stop(): Promise<void>;
}

export type ClusterRole = 'postgres' | 'kurs_owner' | 'kurs_app';

const folderPrefix = 'kurs-postgres-';

/** A cluster that lives as long as the run, with further settings of its caller; it never runs as root, because PostgreSQL refuses to. */
export async function startPostgresCluster(binaries: string, further: Readonly<Record<string, string>> = {}): Promise<PostgresCluster> {
  removeAbandonedClusters();
  const folder = mkdtempSync(join(tmpdir(), folderPrefix));
  writeFileSync(join(folder, 'owner.pid'), String(process.pid));
  const account = accountFor(folder);
  const password = randomBytes(16).toString('hex');
  initialise(binaries, folder, password, account);
  const [port = 0] = await findFreePorts(1);
  const server = launch(binaries, folder, account, { port: String(port), ...further });
  const stopNow = (): void => void server.kill('SIGQUIT');
  process.once('exit', stopNow);
  const url = (role: ClusterRole, database: string): string => `postgres://${role}:${password}@127.0.0.1:${port}/${database}`;
  const stop = async (): Promise<void> => {
    process.off('exit', stopNow);
    await stopServer(server);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await waitUntilReady(server, url('postgres', 'postgres'), folder);
    await createRoles(url('postgres', 'postgres'), password);
  } catch (failure) {
    await stop();
    throw failure;
  }
  return { url, stop };
}

interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

function accountFor(folder: string): Account {
  if (process.getuid?.() !== 0) return {};
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const found = accounts.find(([name]) => name === 'postgres') ?? accounts.find(([name]) => name === 'nobody');
  if (found === undefined) throw new Error('PostgreSQL does not run as root, and this machine has neither a postgres nor a nobody account');
  const account = { uid: Number(found[2]), gid: Number(found[3]) };
  chownSync(folder, account.uid, account.gid);
  return account;
}

function initialise(binaries: string, folder: string, password: string, account: Account): void {
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o644 });
  const flags = ['--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-sync'];
  const made = spawnSync(join(binaries, 'initdb'), ['-D', join(folder, 'data'), ...flags], { ...account, cwd: folder, encoding: 'utf8' });
  rmSync(passwordFile, { force: true });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.error?.message ?? made.stderr}`);
}

function launch(binaries: string, folder: string, account: Account, further: Readonly<Record<string, string>>): ChildProcess {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: folder,
    max_connections: '120',
    shared_buffers: '64MB',
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    logging_collector: 'on',
    log_directory: folder,
    log_filename: 'server.log',
    // The collector would create the log for its own account only.
    log_file_mode: '0644',
    ...further,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return spawn(join(binaries, 'postgres'), ['-D', join(folder, 'data'), ...flags], { ...account, cwd: folder, stdio: 'ignore' });
}

async function waitUntilReady(server: ChildProcess, url: string, folder: string): Promise<void> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (failure) {
      if (server.exitCode !== null || performance.now() > deadline) {
        throw new Error(`PostgreSQL did not start:\n${readLog(folder)}`, { cause: failure });
      }
      await sleep(50);
    }
  }
}

function readLog(folder: string): string {
  const file = join(folder, 'server.log');
  return existsSync(file) ? readFileSync(file, 'utf8').slice(-2000) : '(no log)';
}

async function createRoles(adminUrl: string, password: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query(`create role kurs_owner login nosuperuser nobypassrls password '${password}'`);
    await admin.query(`create role kurs_app login nosuperuser nobypassrls password '${password}'`);
  } finally {
    await admin.end();
  }
}

async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  server.kill('SIGINT');
  const patience = setTimeout(() => server.kill('SIGQUIT'), 5000);
  await gone;
  clearTimeout(patience);
}

/** A killed run leaves its server behind; the next run ends it and takes its folder away. */
function removeAbandonedClusters(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(folderPrefix))) {
    const folder = join(tmpdir(), name);
    try {
      if (!isAlive(readPid(join(folder, 'owner.pid')))) removeCluster(folder);
    } catch {
      // Another account's leftovers are for that account to take away.
    }
  }
}

function removeCluster(folder: string): void {
  const server = readPid(join(folder, 'data', 'postmaster.pid'));
  if (server !== undefined && isAlive(server) && runsIn(server, folder)) process.kill(server, 'SIGQUIT');
  rmSync(folder, { recursive: true, force: true });
}

function readPid(file: string): number | undefined {
  if (!existsSync(file)) return undefined;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  return Number.isInteger(pid) && pid > 1 ? pid : undefined;
}

function isAlive(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function runsIn(pid: number, folder: string): boolean {
  const commandLine = `/proc/${pid}/cmdline`;
  return existsSync(commandLine) && readFileSync(commandLine, 'utf8').includes(folder);
}
