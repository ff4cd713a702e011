import type { Control } from './controls/control.ts';
import { ofEvidence } from './controls/of-evidence.ts';
import { ofFiles } from './controls/of-files.ts';
import { ofFloods } from './controls/of-floods.ts';
import { ofInstallation } from './controls/of-installation.ts';
import { ofOperation } from './controls/of-operation.ts';
import { ofPages } from './controls/of-pages.ts';
import { ofSessions } from './controls/of-sessions.ts';

/** Every control; a test of a threat joins by a row. */
export const controls: readonly Control[] = [
  ...ofInstallation,
  ...ofSessions,
  ...ofPages,
  ...ofFloods,
  ...ofFiles,
  ...ofOperation,
  ...ofEvidence,
];
