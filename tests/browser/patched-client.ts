import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { prepareClient, type ClientBuild } from '#kernel/client-build.ts';
import { patchSources, patchesOfRun } from '#support/guard-off.ts';

/** The built client, or one of its own whose sources this run has patches for. */
export async function openClient(): Promise<{ client: ClientBuild; remove(): Promise<void> }> {
  const patches = patchesOfRun().filter(({ file }) => file.startsWith('client/'));
  if (patches.length === 0) return { client: await prepareClient({ onBuild: () => undefined }), remove: async () => undefined };
  const folder = await mkdtemp(join(tmpdir(), 'kurs-patched-client-'));
  for (const mode of ['workspace', 'cards']) {
    await build({
      configFile: join(import.meta.dirname, '../../client/vite.config.ts'),
      mode,
      logLevel: 'error',
      plugins: [patchSources({ patches, applied: new Set() })],
      build: { outDir: folder, emptyOutDir: mode === 'workspace' },
    });
  }
  return { client: { folder, id: 'patched' }, remove: () => rm(folder, { recursive: true, force: true }) };
}
