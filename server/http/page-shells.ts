import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Language } from '#contract/wire.ts';

/** A built page without its first data, for each language. */
export type PageShell = Readonly<Record<Language, string>>;

const Manifest = z.record(z.string(), z.object({ file: z.string() }));

/** A page asks for its words only when its script runs; told beforehand, the browser fetches them beside the script. */
export async function readShell(folder: string, name: string, manifestName: string): Promise<PageShell> {
  const html = await readFile(join(folder, name), 'utf8');
  const manifest = Manifest.parse(JSON.parse(await readFile(join(folder, manifestName), 'utf8')));
  const write = (language: Language): string => {
    const files = Object.entries(manifest).filter(([source]) => source.startsWith('locales/') && source.endsWith(`/${language}.json`));
    const links = files.map(([, { file }]) => `<link rel="modulepreload" crossorigin href="/${file}">`).join('');
    return html.replace(/<html[^>]*>/, `<html lang="${language}">`).replace('</head>', () => `${links}</head>`);
  };
  return { ru: write('ru'), en: write('en') };
}
