const hidesAWord = [
  'utils',
  'helpers',
  'common',
  'misc',
  'lib',
  'shared',
  'core',
  'base',
  'manager',
  'service',
  'types',
  'constants',
  'index',
];

const topLevel = [
  'README.md',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'bitrix-manifest',
  'client',
  'decisions',
  'server',
  'tests',
];

const shapes: readonly { readonly ending: RegExp; readonly stem: RegExp; readonly words: string }[] = [
  { ending: /\.vue$/, stem: /^[A-Z][a-zA-Z0-9]*$/, words: 'PascalCase' },
  { ending: /\.sql$/, stem: /^\d{4}-[a-z0-9-]+$/, words: 'NNNN-name' },
  { ending: /(\.test|\.config|\.d)?\.(ts|mjs|css|html)$/, stem: /^[a-z0-9]+(-[a-z0-9]+)*$/, words: 'kebab-case' },
];

/** What is wrong with the names of these files, one sentence per fault. */
export function findNameFaults(paths: readonly string[]): string[] {
  return paths.flatMap((path) => [...topLevelFaults(path), ...hiddenWordFaults(path), ...shapeFaults(path)]);
}

function topLevelFaults(path: string): string[] {
  const top = path.split('/')[0] ?? path;
  return top.startsWith('.') || topLevel.includes(top) ? [] : [`${path}: ${top} does not belong at the top`];
}

function hiddenWordFaults(path: string): string[] {
  const names = path.split('/').map((name) => name.replace(/\..*$/, ''));
  return names.filter((name) => hidesAWord.includes(name)).map((name) => `${path}: the name "${name}" hides a missing word`);
}

function shapeFaults(path: string): string[] {
  const name = path.split('/').at(-1) ?? path;
  if (name.startsWith('.')) return [];
  const shape = shapes.find(({ ending }) => ending.test(name));
  if (shape === undefined || shape.stem.test(name.replace(shape.ending, ''))) return [];
  return [`${path}: such files are named in ${shape.words}`];
}
