import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** Text of a source that is exchanged while it is loaded, so that a guard is off without a switch in the product. */
export interface Patch {
  readonly file: string;
  readonly text: string;
  readonly replacement: string;
}

const root = join(import.meta.dirname, '../..');

/** The patches that are on now, and the files in which they were applied. */
export interface GuardsOff {
  patches: readonly Patch[];
  readonly applied: Set<string>;
}

/** One for the process: the configuration of the tests is bundled and has a copy of this module of its own. */
export const guardsOff = findShared();

function findShared(): GuardsOff {
  const shared = globalThis as { kursGuardsOff?: GuardsOff };
  shared.kursGuardsOff ??= { patches: [], applied: new Set() };
  return shared.kursGuardsOff;
}

/** Exchanges the texts of the patches that are on; a text that is not there exactly once ends the run. */
export function patchSources(state: GuardsOff): Plugin {
  return {
    name: 'guards-off',
    enforce: 'pre',
    transform: (code, id) => {
      // Parts of a component, `?vue&type=…`, are cut out of the file that was patched.
      const here = state.patches.filter(({ file }) => id === join(root, file));
      if (here.length === 0) return null;
      for (const { file } of here) state.applied.add(file);
      return { code: here.reduce(exchange, code), map: null };
    },
  };
}

const variable = 'GUARDS_OFF';

/** Tells the processes of the tests, which build a client of their own, what is patched. */
export function announcePatches(patches: readonly Patch[]): void {
  process.env[variable] = JSON.stringify(patches);
}

export function patchesOfRun(): Patch[] {
  return JSON.parse(process.env[variable] ?? '[]') as Patch[];
}

/** What is wrong with a patch now; null when it can be applied. */
export function findFault({ file, text }: Patch): string | null {
  const times = readFileSync(join(root, file), 'utf8').split(text).length - 1;
  return times === 1 ? null : `${file} has «${text}» ${times} times, not once`;
}

function exchange(code: string, { file, text, replacement }: Patch): string {
  const parts = code.split(text);
  if (parts.length !== 2) throw new Error(`${file} has «${text}» ${parts.length - 1} times, not once`);
  return parts.join(replacement);
}
