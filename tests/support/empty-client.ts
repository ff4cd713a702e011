import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const page = (title: string): string => `<!doctype html><html lang="ru"><head><title>${title}</title></head><body></body></html>`;
const manifest = (part: string): string =>
  JSON.stringify({
    [`locales/${part}/ru.json`]: { file: `assets/${part}-ru.js` },
    [`locales/${part}/en.json`]: { file: `assets/${part}-en.js` },
    ...(part === 'workspace' ? { 'views/workspace/WorkspaceView.vue': { file: 'assets/WorkspaceView.js', isDynamicEntry: true } } : {}),
  });

/** What a build of the client leaves in its folder, with two empty pages: for whoever asks the server and looks at no page. */
export async function writeEmptyClient(folder: string): Promise<void> {
  await mkdir(join(folder, 'assets'), { recursive: true });
  for (const name of ['app', 'deal-tab']) await writeFile(join(folder, `${name}.html`), page(name));
  for (const part of ['workspace', 'cards']) await writeFile(join(folder, `${part}-manifest.json`), manifest(part));
}
