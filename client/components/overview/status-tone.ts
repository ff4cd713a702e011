import type { PaceStatus } from '#contract/overview.ts';

export type Tone = 'good' | 'warn' | 'bad' | 'neutral';

const tones: Readonly<Record<PaceStatus, Tone>> = {
  ahead: 'good',
  'on-course': 'good',
  'at-risk': 'warn',
  behind: 'bad',
  'too-early': 'neutral',
  'no-plan': 'neutral',
};

export function statusTone(status: PaceStatus): Tone {
  return tones[status];
}

/** Colour of the forecast share at the month's end: the limits of the status words without their words. */
export function shareTone(share: number | null): Tone {
  if (share === null) return 'neutral';
  if (share >= 0.98) return 'good';
  return share >= 0.9 ? 'warn' : 'bad';
}

/** Calls against the norm: at the norm nothing is coloured. */
export function callsTone(fact: number, norm: number | null): 'warn' | 'bad' | null {
  if (norm === null || norm === 0 || fact >= norm) return null;
  return fact >= norm * 0.8 ? 'warn' : 'bad';
}
