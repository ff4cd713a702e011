import type { Patch } from '#support/guard-off.ts';
import { ofInstallation } from './controls/of-installation.ts';
import { ofPages } from './controls/of-pages.ts';
import { ofSessions } from './controls/of-sessions.ts';

/** With these texts exchanged a guard is off: the named test must fail, and it must not fail otherwise. */
export interface Control {
  readonly threat: `T${number}`;
  /** What is off. */
  readonly off: string;
  readonly patches: readonly Patch[];
  readonly project: 'server-pglite' | 'client' | 'browser';
  /** The file, and the beginning of the full name of the test, groups before « > ». */
  readonly file: string;
  readonly test: string;
}

export const controls: readonly Control[] = [...ofInstallation, ...ofSessions, ...ofPages];
