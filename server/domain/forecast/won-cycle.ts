import { median } from './weighted-pipeline.ts';

/** While there is no history. */
const assumedCycleDays = 45;
/** Fewer deals say nothing about how long one takes. */
const fewestDeals = 5;

/** A median with the number of deals it stands on; undefined below five. */
export function usualOf(durations: readonly { value: number; count: number }[]): { days: number; deals: number } | undefined {
  const deals = durations.reduce((total, { count }) => total + count, 0);
  const days = deals < fewestDeals ? undefined : median(durations);
  return days === undefined ? undefined : { days, deals };
}

/** Median days from creation to winning. */
export function wonCycleOf(cycles: readonly { value: number; count: number }[]): number {
  return usualOf(cycles)?.days ?? assumedCycleDays;
}
