import type { Patch } from '#support/guard-off.ts';

/** With these texts exchanged a guard is off: the named test must fail, and it must not fail otherwise. */
export interface Control {
  readonly threat: `T${number}`;
  /** What is off. */
  readonly off: string;
  readonly patches: readonly Patch[];
  readonly project: 'server-pglite' | 'support' | 'client' | 'browser';
  /** The file, and the beginning of the full name of the test, groups before « > ». */
  readonly file: string;
  readonly test: string;
}
