import type { DataHealth } from '#contract/data-health.ts';

export type LagPoint = readonly [hoursAgo: number, minutes: number | null];

const hourMs = 3_600_000;
/** Nothing was measured for longer than this: the line breaks instead of claiming a value. */
const gapMs = 12 * 60_000;

/** Points of the last day on an axis that ends with now at 0; a gap holds a point without a value. */
export function toLagPoints(lags: DataHealth['lags'], now: string): LagPoint[] {
  const end = Date.parse(now);
  const hours = (at: number): number => (at - end) / hourMs;
  return lags.flatMap((lag, index): LagPoint[] => {
    const at = Date.parse(lag.at);
    const before = lags[index - 1];
    const point: LagPoint = [hours(at), lag.seconds / 60];
    const isAfterGap = before !== undefined && at - Date.parse(before.at) > gapMs;
    return isAfterGap ? [[hours(at - 1), null], point] : [point];
  });
}

export interface LagHour {
  readonly from: string;
  readonly seconds: number;
}

/** The worst of each hour counted back from now, the newest first; hours without a measurement are left out. */
export function worstByHour(lags: DataHealth['lags'], now: string): LagHour[] {
  const end = Date.parse(now);
  const worst = new Map<number, number>();
  for (const lag of lags) {
    const hour = Math.max(0, Math.ceil((end - Date.parse(lag.at)) / hourMs) - 1);
    worst.set(hour, Math.max(worst.get(hour) ?? 0, lag.seconds));
  }
  return [...worst]
    .toSorted(([left], [right]) => left - right)
    .map(([hour, seconds]) => ({ from: new Date(end - (hour + 1) * hourMs).toISOString(), seconds }));
}
