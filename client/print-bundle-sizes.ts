import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
}

/** JavaScript that an entry needs before it shows data: its own chunk, what that imports, and the larger of the two languages. */
const budgetsKb: Readonly<Record<string, number>> = { 'deal-tab': 200 };
const languages = ['locales/ru.json', 'locales/en.json'];

const built = new URL('../dist/client/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', built), 'utf8')) as Record<string, Chunk>;
let isOverBudget = false;

for (const [key, chunk] of Object.entries(manifest)) {
  if (chunk.isEntry !== true) continue;
  const name = key.replace(/\.html$/, '');
  const kilobytes = gzipBytes(key) / 1000;
  const budget = budgetsKb[name];
  console.log(`${name} ${kilobytes.toFixed(1)} kB gzip${budget === undefined ? '' : ` of ${budget}`}`);
  if (budget !== undefined && kilobytes > budget) isOverBudget = true;
}

if (isOverBudget) {
  console.error('An entry is above its budget.');
  process.exitCode = 1;
}

function gzipBytes(entry: string): number {
  const files = new Set<string>();
  collect(entry, files);
  const texts = languages.map((language) => sizeOf(manifest[language]?.file));
  return [...files].reduce((sum, file) => sum + sizeOf(file), Math.max(...texts));
}

function collect(key: string, files: Set<string>): void {
  const chunk = manifest[key];
  if (chunk === undefined || files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const imported of chunk.imports ?? []) collect(imported, files);
}

function sizeOf(file: string | undefined): number {
  return file === undefined || !file.endsWith('.js') ? 0 : gzipSync(readFileSync(fileURLToPath(new URL(file, built)))).length;
}
