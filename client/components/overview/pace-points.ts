import type { Overview, PaceDay } from '#contract/overview.ts';

export type Point = [x: number, y: number];

/** Curves of the chart in millions; x counts finished days, so day 16 fills the strip from 15 to 16. */
export interface PacePoints {
  readonly days: number;
  /** Start of today's strip; null when today is outside the month. */
  readonly today: number | null;
  readonly offDays: readonly [from: number, to: number][];
  readonly plan: readonly Point[];
  readonly fact: readonly Point[];
  readonly runRate: readonly Point[];
  readonly forecast: readonly Point[];
  readonly low: readonly Point[];
  readonly high: readonly Point[];
}

export function toPacePoints(pace: Overview['pace'], today: string): PacePoints {
  const todayIndex = pace.findIndex((day) => day.day === today);
  const fact = factPoints(pace, today);
  const start = fact.at(-1) ?? [0, 0];
  return {
    days: pace.length,
    today: todayIndex < 0 ? null : todayIndex,
    offDays: offDays(pace),
    plan: stepped(pace),
    fact,
    runRate: ahead(pace, start, (day) => day.runRate),
    forecast: ahead(pace, start, (day) => day.forecast),
    low: ahead(pace, start, (day) => day.low),
    high: ahead(pace, start, (day) => day.high),
  };
}

function toMillions(amount: string): number {
  return Number(amount) / 1_000_000;
}

/** Up to the last finished day: an unfinished one would look like a fall of the pace. */
function factPoints(pace: readonly PaceDay[], today: string): Point[] {
  const points: Point[] = [[0, 0]];
  pace.forEach((day, index) => {
    if (day.fact !== null && day.day < today) points.push([index + 1, toMillions(day.fact)]);
  });
  return points;
}

function stepped(pace: readonly PaceDay[]): Point[] {
  if (pace.every((day) => day.plan === null)) return [];
  const points: Point[] = [[0, 0]];
  let level = 0;
  pace.forEach((day, index) => {
    points.push([index + 1, level]);
    level = day.plan === null ? level : toMillions(day.plan);
    points.push([index + 1, level]);
  });
  return points;
}

function ahead(pace: readonly PaceDay[], start: Point, amountOf: (day: PaceDay) => string | null): Point[] {
  const points: Point[] = [];
  pace.forEach((day, index) => {
    const amount = amountOf(day);
    if (amount !== null && index + 1 > start[0]) points.push([index + 1, toMillions(amount)]);
  });
  return points.length === 0 ? [] : [start, ...points];
}

function offDays(pace: readonly PaceDay[]): [number, number][] {
  const strips: [number, number][] = [];
  pace.forEach((day, index) => {
    if (day.isWorkday) return;
    const last = strips.at(-1);
    if (last && last[1] === index) last[1] = index + 1;
    else strips.push([index, index + 1]);
  });
  return strips;
}
