import { describe, expect, it } from 'vitest';
import { toPacePoints } from '#components/overview/pace-points.ts';
import type { PaceDay } from '#contract/overview.ts';

const blank = { runRate: null, forecast: null, low: null, high: null };
const pace: PaceDay[] = [
  { day: '2026-11-01', isWorkday: false, plan: '0.00', fact: '0.00', ...blank },
  { day: '2026-11-02', isWorkday: true, plan: '1000000.00', fact: '1500000.00', ...blank },
  {
    day: '2026-11-03',
    isWorkday: true,
    plan: '2000000.00',
    fact: '1600000.00',
    runRate: '3000000.00',
    forecast: '2500000.00',
    low: '2000000.00',
    high: '3000000.00',
  },
  {
    day: '2026-11-04',
    isWorkday: false,
    plan: '2000000.00',
    fact: null,
    runRate: '3000000.00',
    forecast: '2500000.00',
    low: '2000000.00',
    high: '3000000.00',
  },
];

describe('the points of the pace chart', () => {
  const points = toPacePoints(pace, '2026-11-03');

  it('end the fact at the last finished day, although today has one already', () => {
    expect(points.fact).toEqual([
      [0, 0],
      [1, 0],
      [2, 1.5],
    ]);
    expect(points.today).toBe(2);
  });

  it('step the plan at the end of each day', () => {
    expect(points.plan).toEqual([
      [0, 0],
      [1, 0],
      [1, 0],
      [2, 0],
      [2, 1],
      [3, 1],
      [3, 2],
      [4, 2],
      [4, 2],
    ]);
  });

  it('start forecast, fan and run-rate where the fact ends', () => {
    for (const curve of [points.forecast, points.low, points.high, points.runRate]) expect(curve[0]).toEqual([2, 1.5]);
    expect(points.forecast.at(-1)).toEqual([4, 2.5]);
  });

  it('join days off into strips', () => {
    expect(points.offDays).toEqual([
      [0, 1],
      [3, 4],
    ]);
  });

  it('draw no plan and no today where there is none', () => {
    const bare = toPacePoints(
      pace.map((day) => ({ ...day, plan: null })),
      '2026-12-01',
    );
    expect(bare.plan).toEqual([]);
    expect(bare.today).toBeNull();
  });
});
