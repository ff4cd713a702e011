import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { historyOfLadder, percentByHistory, rangeOf } from '#domain/stage-history.ts';
import { listFallingChances, listStageFaults, type StageSetting } from '#domain/stage-setting.ts';

describe('the history of a ladder', () => {
  it('counts a deal on every step it has reached, passed or skipped', () => {
    const reached = [
      { step: 0, deals: 54, won: 2 },
      { step: 2, deals: 40, won: 10 },
      { step: 3, deals: 12, won: 12 },
    ];
    expect(historyOfLadder(reached, 4)).toEqual([
      { entered: 106, won: 24 },
      { entered: 52, won: 22 },
      { entered: 52, won: 22 },
      { entered: 12, won: 12 },
    ]);
  });

  it('never grows down the ladder', () => {
    const step = fc.record({ step: fc.nat(7), deals: fc.nat(500) }).map((one) => ({ ...one, won: Math.floor(one.deals / 3) }));
    fc.assert(
      fc.property(fc.array(step), (reached) => {
        const ladder = historyOfLadder(reached, 8);
        for (const [at, { entered, won }] of ladder.entries()) {
          expect(won).toBeLessThanOrEqual(entered);
          expect(entered).toBeLessThanOrEqual(ladder[at - 1]?.entered ?? Infinity);
          expect(won).toBeLessThanOrEqual(ladder[at - 1]?.won ?? Infinity);
        }
      }),
    );
  });
});

describe('the chance of a stage by its history', () => {
  it('is the share won, and with few deals a mean with the table', () => {
    expect(percentByHistory({ entered: 412, won: 57 }, 5)).toBe(14);
    expect(percentByHistory({ entered: 12, won: 12 }, 98)).toBe(99);
    expect(percentByHistory({ entered: 0, won: 0 }, 40)).toBe(40);
  });

  it('lies with its range inside 0–100, and the range narrows with the number of deals', () => {
    expect(rangeOf({ entered: 0, won: 0 })).toBeNull();
    const history = fc.tuple(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(history, ([entered, share]) => {
        const won = Math.round(entered * share);
        const range = rangeOf({ entered, won });
        const wide = rangeOf({ entered: entered * 10, won: won * 10 });
        if (range === null || wide === null) throw new Error('there are deals');
        expect(range.low).toBeGreaterThanOrEqual(0);
        expect(range.high).toBeLessThanOrEqual(100);
        expect(range.percent).toBeGreaterThanOrEqual(range.low - 1e-9);
        expect(range.percent).toBeLessThanOrEqual(range.high + 1e-9);
        expect(wide.high - wide.low).toBeLessThan(range.high - range.low);
      }),
    );
  });

  it('has the ranges of the design for its counts', () => {
    const whole = (entered: number, won: number): number[] => {
      const range = rangeOf({ entered, won });
      return range === null ? [] : [range.low, range.high].map(Math.round);
    };
    expect(whole(412, 57)).toEqual([12, 16]);
    expect(whole(214, 52)).toEqual([21, 28]);
    expect(whole(12, 12)).toEqual([88, 100]);
  });
});

describe('percents that people set', () => {
  const stage = (stageId: string, progress: number): StageSetting => ({
    stageId,
    progress,
    tablePercent: progress,
    source: 'table',
    handPercent: null,
  });

  it('name every open stage in order, with progress that never falls and a number where it is by hand', () => {
    expect(listStageFaults(['A', 'B'], [stage('A', 0), stage('B', 10)])).toEqual([]);
    expect(listStageFaults(['A', 'B'], [stage('B', 0), stage('A', 10)])).toEqual(['not-every-stage']);
    expect(listStageFaults(['A', 'B'], [stage('A', 0)])).toEqual(['not-every-stage']);
    expect(listStageFaults(['A', 'B'], [stage('A', 20), stage('B', 10)])).toEqual(['progress-falls']);
    expect(listStageFaults(['A'], [{ ...stage('A', 20), source: 'hand' }])).toEqual(['no-hand-percent']);
  });

  it('say which chances fall', () => {
    expect(listFallingChances([5, 10, 8, 8, 60])).toEqual([2]);
  });
});
