import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createPieces, cutPieces } from '#domain/forecast/close-pieces.ts';
import { noDatePhase, overduePhase } from '#domain/forecast/deal-levels.ts';
import { evenClock } from '#domain/forecast/working-clock.ts';

const clock = evenClock(19_000, 19_500);
const cut = (closeIn: number, units: number): { end: number; phase: number; band: number }[] => {
  const pieces = createPieces();
  cutPieces(pieces, clock, 19_100, closeIn, units);
  return Array.from({ length: pieces.count }, (_, at) => ({ end: pieces.end[at]!, phase: pieces.phase[at]!, band: pieces.band[at]! }));
};

it('cuts the time after a landmark into pieces that follow each other and fill it', () => {
  fc.assert(
    fc.property(
      fc.option(fc.integer({ min: -90, max: 120 }), { nil: NaN }),
      fc.double({ min: 0.1, max: 300, noNaN: true }),
      (closeIn, units) => {
        const ends = cut(closeIn, units).map(({ end }) => end);
        expect(ends.at(-1)).toBeCloseTo(units, 9);
        expect(ends.every((end, at) => end > (ends[at - 1] ?? 0))).toBe(true);
      },
    ),
  );
});

it('lets the pull of a close date change as the date comes near and passes, and not without one or behind one', () => {
  expect(cut(20, 30)).toEqual([
    { end: 6, phase: 1, band: 0 },
    { end: 14, phase: 2, band: 0 },
    { end: 15, phase: 2, band: 1 },
    { end: 24, phase: 3, band: 1 },
    { end: 30, phase: 4, band: 1 },
  ]);
  expect(cut(NaN, 10)).toEqual([{ end: 10, phase: noDatePhase, band: 0 }]);
  expect(cut(-9, 10)).toEqual([{ end: 10, phase: overduePhase(9), band: 0 }]);
});
