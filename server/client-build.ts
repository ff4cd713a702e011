import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'dist/client');

export interface ClientBuild {
  readonly folder: string;
  /** Short name of this build, sent with every answer. */
  readonly id: string;
}

/** The built client; builds it when it is missing or older than its sources. */
export async function prepareClient(options: { onBuild: () => void }): Promise<ClientBuild> {
  if (isStale()) {
    options.onBuild();
    await build();
  }
  const shells = ['app.html', 'deal-tab.html'].map((name) => readFileSync(join(folder, name)));
  return { folder, id: createHash('sha256').update(Buffer.concat(shells)).digest('hex').slice(0, 8) };
}

/** The workspace, then the tabs of cards: each in a process of its own, so that the bundler's memory goes back when it is done. */
async function build(): Promise<void> {
  for (const mode of ['workspace', 'cards']) await buildPart(mode);
}

async function buildPart(mode: string): Promise<void> {
  const arguments_ = [
    join(root, 'node_modules/vite/bin/vite.js'),
    'build',
    '-c',
    join(root, 'client/vite.config.ts'),
    '--mode',
    mode,
    '--logLevel',
    'error',
  ];
  const bundler = spawn(process.execPath, arguments_, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = (await once(bundler, 'exit')) as [number | null];
  if (code !== 0) throw new Error('The pages could not be built, see above');
}

function isStale(): boolean {
  const built = join(folder, 'app.html');
  if (!existsSync(built) || !existsSync(join(folder, 'deal-tab.html'))) return true;
  const builtAt = statSync(built).mtimeMs;
  // A deployed package may carry the build without the sources.
  const sources = ['client', 'server/contract', 'server/domain', 'bitrix-manifest']
    .map((name) => join(root, name))
    .filter((path) => existsSync(path));
  return sources.some((source) => newestChange(source) > builtAt);
}

function newestChange(source: string): number {
  return readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.d.ts'))
    .reduce((newest, entry) => Math.max(newest, statSync(join(entry.parentPath, entry.name)).mtimeMs), 0);
}
