import { daysInMonth, monthOf, shiftDay, weekday } from '../period.ts';

/** Time as deals live it: a day passes as fast as deals are won on days of its kind; one unit is an average day. */
export interface WorkingClock {
  /** Number of the first day the clock knows. */
  readonly first: number;
  /** Units passed before each day, one element more than there are days. */
  readonly passed: Float64Array;
}

/** What happened on each day of the past, from the day `first`. */
export interface DayCounts {
  readonly first: number;
  readonly events: Float64Array;
  /** How many could have had the event, such as open deals; all ones where everything is counted as it comes. */
  readonly exposed: Float64Array;
}

/** Days around a day whose level the day is compared with. */
const levelDays = 91;
const sweeps = 6;

/** Kinds of days: how many there are, how many repetitions make half a belief, and days of history from which they are looked at. */
const kinds = [
  { levels: 7, half: 4, every: 7, from: 0, of: (day: string) => weekday(day) - 1 },
  { levels: 4, half: 4, every: 30.44, from: 0, of: partOfMonth },
  { levels: 3, half: 1, every: 91.3, from: 270, of: (day: string) => (Number(day.slice(5, 7)) - 1) % 3 },
  { levels: 12, half: 1.5, every: 365.25, from: 700, of: (day: string) => Number(day.slice(5, 7)) - 1 },
] as const;

/**
 * Clock of a portal from `first` to `until`: pace of a day = θ(weekday) · θ(part of month) · θ(month of quarter) · θ(month),
 * θ = ((O + 2) ÷ (E + 2)) ^ (n ÷ (n + k)), where O are events on such days, E the rolling level × exposure × the other θ
 * and n the repetitions seen.
 */
export function fitClock(counts: DayCounts, until: number): WorkingClock {
  const days = counts.events.length;
  const total = Math.max(days, Math.ceil(until) - counts.first + 1);
  const level = expectedByLevel(counts);
  const tables = kinds.map((kind) => {
    const ofDay = new Uint8Array(total);
    for (let day = 0; day < total; day += 1) ofDay[day] = kind.of(dayText(counts.first + day));
    return { kind, ofDay, theta: new Float64Array(kind.levels).fill(1) };
  });
  const pace = new Float64Array(total).fill(1);
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    for (const { kind, ofDay, theta } of tables) {
      if (days < kind.from || days === 0) continue;
      const belief = days / kind.every / (days / kind.every + kind.half);
      const observed = new Float64Array(kind.levels);
      const expected = new Float64Array(kind.levels);
      for (let day = 0; day < days; day += 1) {
        const at = ofDay[day] ?? 0;
        observed[at] = (observed[at] ?? 0) + (counts.events[day] ?? 0);
        expected[at] = (expected[at] ?? 0) + ((level[day] ?? 0) * (pace[day] ?? 1)) / (theta[at] ?? 1);
      }
      const fitted = theta.map((_, at) => (((observed[at] ?? 0) + 2) / ((expected[at] ?? 0) + 2)) ** belief);
      for (let day = 0; day < total; day += 1) {
        const at = ofDay[day] ?? 0;
        pace[day] = ((pace[day] ?? 1) * (fitted[at] ?? 1)) / (theta[at] ?? 1);
      }
      theta.set(fitted);
    }
  }
  return toClock(counts.first, pace, days);
}

/** A clock whose every day is one unit. */
export function evenClock(first: number, until: number): WorkingClock {
  return toClock(first, new Float64Array(Math.max(1, Math.ceil(until) - first + 1)).fill(1), 0);
}

/** Units passed from the clock's first day to a moment. */
export function clockAt(clock: WorkingClock, moment: number): number {
  const place = moment - clock.first;
  const last = clock.passed.length - 1;
  if (place <= 0) return place;
  if (place >= last) return (clock.passed[last] ?? 0) + place - last;
  const day = Math.floor(place);
  const before = clock.passed[day] ?? 0;
  return before + ((clock.passed[day + 1] ?? before) - before) * (place - day);
}

/** Units that pass on a day. */
export function paceOf(clock: WorkingClock, day: number): number {
  return clockAt(clock, day + 1) - clockAt(clock, day);
}

/** Events to expect on each day by the level of the days around it. */
function expectedByLevel({ events, exposed }: DayCounts): Float64Array {
  const days = events.length;
  const half = Math.floor(levelDays / 2);
  const sums = { events: running(events), exposed: running(exposed) };
  return Float64Array.from({ length: days }, (_, day) => {
    const [from, to] = [Math.max(0, day - half), Math.min(days, day + half + 1)];
    const open = (sums.exposed[to] ?? 0) - (sums.exposed[from] ?? 0);
    return open === 0 ? 0 : (((sums.events[to] ?? 0) - (sums.events[from] ?? 0)) / open) * (exposed[day] ?? 0);
  });
}

function running(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let index = 0; index < values.length; index += 1) sums[index + 1] = (sums[index] ?? 0) + (values[index] ?? 0);
  return sums;
}

/** The average day of the past is one unit. */
function toClock(first: number, pace: Float64Array, past: number): WorkingClock {
  const passed = running(pace);
  const mean = past === 0 ? 1 : (passed[past] ?? past) / past;
  return { first, passed: passed.map((units) => units / mean) };
}

function partOfMonth(day: string): number {
  const date = Number(day.slice(8, 10));
  if (date > daysInMonth(monthOf(day)) - 5) return 3;
  return date > 20 ? 2 : date > 10 ? 1 : 0;
}

/** A day by its number since 1 January 1970. */
function dayText(number: number): string {
  return shiftDay('1970-01-01', number);
}
