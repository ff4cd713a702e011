import { expectedDensity, measuredDensity, restOf, toWindow } from '#sync/id-windows.ts';
import type { SyncCursor } from '#store/sync-cursors.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const cursorAt = (position: bigint, rows: bigint, expectedRows: bigint | null): SyncCursor => ({
  entity: 'deals',
  direction: 'backward',
  state: 'loading',
  recentSince: null,
  position,
  rows,
  expectedRows,
  startedAt: null,
  finishedAt: null,
  modifiedUntil: null,
  updatedAt: null,
  failure: null,
});

describe('a window of ids', () => {
  it('begins where the one before it ended, until no id is left', () => {
    fc.assert(
      fc.property(fc.bigInt(2n, 10_000_000n), fc.double({ min: 0.0005, max: 1, noNaN: true }), (highest, rowsPerId) => {
        const cursor = cursorAt(highest, 0n, null);
        let after = highest;
        for (let windows = 0; ; windows += 1) {
          const window = toWindow(cursor, after, rowsPerId);
          if (window.until === null) throw new Error('a window of known density has an end');
          expect(window.until).toBeLessThan(after);
          expect(window.links).toBeGreaterThanOrEqual(1);
          expect(window.links).toBeLessThanOrEqual(50);
          if (window.until === 0n) return;
          expect(Number(after - 1n - window.until) * rowsPerId).toBeLessThanOrEqual(2451);
          after = window.until + 1n;
        }
      }),
      { numRuns: 50 },
    );
  });

  it('has no end where the list was not counted or not begun', () => {
    expect(toWindow(cursorAt(0n, 0n, 700n), null, null)).toEqual({ after: null, until: null, links: 15 });
    expect(toWindow(cursorAt(900n, 0n, null), 900n, expectedDensity(cursorAt(900n, 0n, null)))).toEqual({
      after: 900n,
      until: null,
      links: 50,
    });
  });

  it('asks for as many pages as the rest of its ids may need', () => {
    expect(restOf({ after: 101n, until: 0n }, 1).links).toBe(3);
    expect(restOf({ after: 100_001n, until: 0n }, 1).links).toBe(50);
  });
});

describe('the density of ids', () => {
  it('is what the count leaves below the cursor before anything was measured', () => {
    expect(expectedDensity(cursorAt(1000n, 100n, 600n))).toBe(0.5);
    expect(expectedDensity(cursorAt(1000n, 600n, 600n))).toBeNull();
  });

  it('falls slowly behind a gap and rises at once', () => {
    expect(measuredDensity(0.8, { rows: 0, ids: 3000 })).toBe(0.2);
    expect(measuredDensity(0.2, { rows: 2500, ids: 2500 })).toBe(1);
  });
});
