import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { View } from '#contract/session.ts';
import type { Language } from '#contract/wire.ts';

/** A built page without its first data. */
export type PageShell = (language: Language, view: View) => string;

const Manifest = z.record(z.string(), z.object({ file: z.string(), isDynamicEntry: z.boolean().optional() }));

/**
 * A page asks for its words and its view only when its script runs; told beforehand, the browser fetches them beside the script.
 * A view that is not part of the page's own script is a file that bears its name: `views/my-plan/MyPlanView.vue`.
 */
export async function readShell(folder: string, name: string, manifestName: string): Promise<PageShell> {
  const html = await readFile(join(folder, name), 'utf8');
  const manifest = Manifest.parse(JSON.parse(await readFile(join(folder, manifestName), 'utf8')));
  return (language, view) => {
    const files = Object.entries(manifest).filter(([source, { isDynamicEntry }]) => {
      const isWords = source.startsWith('locales/') && source.endsWith(`/${language}.json`);
      return isWords || (isDynamicEntry === true && source.toLowerCase() === `views/${view}/${view.replace('-', '')}view.vue`);
    });
    const links = files.map(([, { file }]) => `<link rel="modulepreload" crossorigin href="/${file}">`).join('');
    return html.replace(/<html[^>]*>/, `<html lang="${language}">`).replace('</head>', () => `${links}</head>`);
  };
}
