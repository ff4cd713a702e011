import { shiftDay, weekday, type Day } from '../period.ts';

/** What a forecast of a scope is made of at a moment, minor units. */
export interface PipelineMark {
  readonly fact: bigint;
  readonly commit: bigint;
  readonly best: bigint;
  readonly pipeline: bigint;
}

/** `old` is of an earlier week; `moved` is of this week, and the pipeline is another one since. */
export type SubmissionState = 'missing' | 'fresh' | 'moved' | 'old';

/** The Monday of a day's week: what was said before it is said anew. */
export function weekOf(day: Day): Day {
  return shiftDay(day, 1 - weekday(day));
}

/** Whether what somebody said of a month still stands: it is of this week and of the same pipeline. */
export function judgeSubmission(
  last: { readonly day: Day; readonly mark: PipelineMark } | undefined,
  now: { readonly today: Day; readonly mark: PipelineMark },
): SubmissionState {
  if (last === undefined) return 'missing';
  if (last.day < weekOf(now.today)) return 'old';
  const parts = ['fact', 'commit', 'best', 'pipeline'] as const;
  return parts.every((part) => last.mark[part] === now.mark[part]) ? 'fresh' : 'moved';
}
