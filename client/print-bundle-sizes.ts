import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
}

type Manifest = Readonly<Record<string, Chunk>>;

interface Part {
  readonly manifest: string;
  /** JavaScript that the part needs before it shows data: its own chunk and view, what they import, and the larger of the two languages. */
  readonly budgetKb: number;
  readonly texts: readonly string[];
  readonly views: readonly string[];
}

const parts: readonly Part[] = [
  { manifest: 'cards-manifest.json', budgetKb: 120, texts: ['cards'], views: [] },
  {
    ...{ manifest: 'workspace-manifest.json', budgetKb: 460 },
    ...{ texts: ['cards', 'workspace'], views: ['views/workspace/WorkspaceView.vue'] },
  },
];

const built = new URL('../dist/client/', import.meta.url);

for (const { manifest: name, budgetKb, texts, views } of parts) {
  const manifest = JSON.parse(readFileSync(new URL(name, built), 'utf8')) as Manifest;
  const [entry] = Object.keys(manifest).filter((key) => manifest[key]?.isEntry === true);
  if (entry === undefined) throw new Error(`${name} has no entry`);
  const languages = ['ru', 'en'].map((language) => sum(texts.map((folder) => sizeOf(manifest[`locales/${folder}/${language}.json`]))));
  const kilobytes = (sum(collect(manifest, [entry, ...views]).map(sizeOf)) + Math.max(...languages)) / 1000;
  console.log(`${entry.replace('.html', '')} ${kilobytes.toFixed(1)} kB gzip of ${budgetKb}`);
  if (kilobytes <= budgetKb) continue;
  console.error('It is above its budget.');
  process.exitCode = 1;
}

function collect(manifest: Manifest, keys: readonly string[]): Chunk[] {
  const found = new Map<string, Chunk>();
  const visit = (key: string): void => {
    const chunk = manifest[key];
    if (chunk === undefined || found.has(key)) return;
    found.set(key, chunk);
    chunk.imports?.forEach(visit);
  };
  keys.forEach(visit);
  return [...found.values()];
}

function sizeOf(chunk: Chunk | undefined): number {
  return chunk?.file.endsWith('.js') === true ? gzipSync(readFileSync(fileURLToPath(new URL(chunk.file, built)))).length : 0;
}

function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total + size, 0);
}
