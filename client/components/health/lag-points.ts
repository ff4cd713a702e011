import type { DataHealth } from '#contract/data-health.ts';

/** The last of the three is 1 for a point with no neighbours, which no line shows. */
export type LagPoint = readonly [hoursAgo: number, minutes: number | null, isAlone: 0 | 1];

const hourMs = 3_600_000;
/** No deal changed for longer than this: the line breaks instead of claiming a value. */
const gapMs = 30 * 60_000;

/** Points of the last day on an axis that ends with now at 0; a gap holds a point without a value. */
export function toLagPoints(lags: DataHealth['lags'], now: string): LagPoint[] {
  const end = Date.parse(now);
  const hours = (at: number): number => (at - end) / hourMs;
  const isFar = (one: number | undefined, other: number): boolean => one === undefined || Math.abs(one - other) > gapMs;
  const times = lags.map((lag) => Date.parse(lag.at));
  return lags.flatMap((lag, index): LagPoint[] => {
    const at = Date.parse(lag.at);
    const isAfterGap = isFar(times[index - 1], at);
    const point: LagPoint = [hours(at), lag.seconds / 60, isAfterGap && isFar(times[index + 1], at) ? 1 : 0];
    return isAfterGap && index > 0 ? [[hours(at - 1), null, 0], point] : [point];
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
