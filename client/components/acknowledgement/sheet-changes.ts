import type { PlanSheet } from '#contract/acknowledgement.ts';

export interface TargetChange {
  metric: PlanSheet['targets'][number]['metric'];
  was: string;
  value: string;
}

/** Targets that differ from the version the person got before. */
export function toChanges(sheet: Pick<PlanSheet, 'targets' | 'previousVersion'>): TargetChange[] {
  if (sheet.previousVersion === null) return [];
  return sheet.targets.flatMap(({ metric, value, was }) => (was === null || Number(was) === Number(value) ? [] : [{ metric, was, value }]));
}

export interface PartChange extends TargetChange {
  readonly key: string;
  readonly title: string;
}

/** Targets about parts of what is sold that differ from those the person had; what was taken out has become nothing. */
export function toPartChanges(sheet: Pick<PlanSheet, 'parts' | 'previousVersion'>): PartChange[] {
  if (sheet.previousVersion === null) return [];
  return sheet.parts.flatMap(({ metric, key, title, value, was }) =>
    was === null || value === was ? [] : [{ metric, key: `${metric} ${key}`, title, was, value: value ?? '0' }],
  );
}

/** Coarsest scale at which every amount is exact, so that the rows add up on the screen. */
export function exactScale(amounts: readonly string[]): 'thousands' | 'units' | 'cents' {
  const cents = amounts.map((amount) =>
    BigInt(amount.replace(/\.(\d+)$/, (_, digits: string) => digits.padEnd(2, '0').slice(0, 2)) + (amount.includes('.') ? '' : '00')),
  );
  if (cents.every((value) => value % 100_000n === 0n)) return 'thousands';
  return cents.every((value) => value % 100n === 0n) ? 'units' : 'cents';
}

/** Groups of eight for comparing a fingerprint by eye. */
export function toGroups(hash: string): string[] {
  return hash.match(/.{1,8}/g) ?? [];
}
