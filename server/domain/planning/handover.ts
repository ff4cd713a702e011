import { sum } from '../money.ts';
import type { Day } from '../period.ts';
import type { Scope } from '../plan.ts';
import type { Metric } from './metric.ts';
import { listPersonWorkdays, type PersonCalendar } from './person-workdays.ts';
import { lineKey, sortLines, type PlanLine } from './plan-line.ts';
import type { PlanPeriod } from './plan-period.ts';
import { prorateByDays } from './proration.ts';
import { splitTotal } from './split.ts';

export interface Handover {
  readonly from: Scope;
  /** Who takes it over and in what proportion; weights are not negative. */
  readonly to: readonly { readonly scope: Scope; readonly weight: bigint }[];
  /** The last day the one who leaves still works. */
  readonly lastDay: Day;
  /** Working days the plan was made for. */
  readonly person: PersonCalendar;
  /** What the one who leaves keeps of a line; by working days where it is not told. Never more than there is. */
  readonly keeps?: (line: PlanLine) => bigint | undefined;
  /** What moves of a line and each part of it are multiples of this; the smallest part of the unit where it is not told. */
  readonly step?: (line: PlanLine) => bigint;
}

export interface HandedOver {
  readonly lines: PlanLine[];
  /** What moved of each line of the one who leaves, in its unit. */
  readonly moved: readonly { readonly line: PlanLine; readonly amount: bigint }[];
}

/**
 * Hands the open rest of a leaver's plan to named receivers as changed lines: the leaver keeps P · days worked / own days of the
 * period (peers.md 5.12), the receivers get the rest, and the sum of each metric stays what it was. Only metrics that add up
 * over time are handed over; a number for each working day ends by itself, and what a state or ratio should be is not divided.
 */
export function handOver(
  lines: readonly PlanLine[],
  period: PlanPeriod,
  handover: Handover,
  findMetric: (code: string) => Metric | undefined,
): HandedOver {
  const result = new Map(lines.map((line) => [lineKey(line), line]));
  const days = listPersonWorkdays(handover.person, period);
  const worked = days.filter((day) => day <= handover.lastDay).length;
  const weights = handover.to.map(({ weight }) => weight);
  const moved: { line: PlanLine; amount: bigint }[] = [];
  for (const line of handover.to.length === 0 ? [] : lines) {
    if (line.scope !== handover.from || line.period !== period.key || findMetric(line.metric)?.overTime !== 'sum') continue;
    const step = handover.step?.(line) ?? 1n;
    const amount = openOf(line, handover.keeps?.(line) ?? prorateByDays(line.value, worked, days.length), step);
    if (amount === 0n) continue;
    moved.push({ line, amount });
    const { parts } = splitTotal(amount, weights.length, { kind: 'weights', weights }, { step });
    for (const [at, part] of [-amount, ...parts].entries()) {
      const scope = at === 0 ? handover.from : (handover.to[at - 1]?.scope ?? handover.from);
      const key = lineKey({ ...line, scope });
      const before = result.get(key)?.value;
      if (before !== undefined || part !== 0n) result.set(key, { ...line, scope, value: (before ?? 0n) + part });
    }
  }
  return { lines: sortLines([...result.values()]), moved };
}

/** A line that is not above what is kept has nothing open. */
function openOf({ value }: PlanLine, kept: bigint, step: bigint): bigint {
  const open = value - kept;
  return value >= 0n && open < 0n ? 0n : open - (open % step);
}

/** Sum of all lines of a metric, to see that nothing was lost on the way. */
export function totalOf(lines: readonly PlanLine[], metric: string): bigint {
  return sum(lines.filter((line) => line.metric === metric).map((line) => line.value));
}
