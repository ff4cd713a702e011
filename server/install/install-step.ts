export type StepName = 'proof' | 'rights' | 'saved' | 'placements' | 'events';

export interface InstallStep {
  readonly name: StepName;
  readonly outcome: 'done' | 'partly' | 'failed';
  /** Codes of what was left out or refused. */
  readonly missing: readonly string[];
}
