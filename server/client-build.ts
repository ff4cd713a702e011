import { createHash } from 'node:crypto';
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
    const { build } = await import('vite');
    await build({ configFile: join(root, 'client/vite.config.ts'), logLevel: 'error' });
  }
  const shells = ['app.html', 'deal-tab.html'].map((name) => readFileSync(join(folder, name)));
  return { folder, id: createHash('sha256').update(Buffer.concat(shells)).digest('hex').slice(0, 8) };
}

function isStale(): boolean {
  const built = join(folder, 'app.html');
  if (!existsSync(built) || !existsSync(join(folder, 'deal-tab.html'))) return true;
  const builtAt = statSync(built).mtimeMs;
  // A deployed package may carry the build without the sources.
  const sources = ['client', 'server/contract', 'server/domain', 'bitrix-manifest'].map((name) => join(root, name)).filter((path) => existsSync(path));
  return sources.some((source) => newestChange(source) > builtAt);
}

function newestChange(source: string): number {
  return readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.d.ts'))
    .reduce((newest, entry) => Math.max(newest, statSync(join(entry.parentPath, entry.name)).mtimeMs), 0);
}
