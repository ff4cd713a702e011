import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '#support/test-database.ts';
import { testEngine } from '#support/test-store.ts';
import { faultClasses } from './fault-log.ts';
import { databasePlace, openFolderPlace } from './open-place.ts';
import { runSchedule, type ScheduleResult } from './run-schedule.ts';
import { takeSeat, type StoreSeat } from './store-place.ts';

/** A schedule costs seconds: a few of each store here, all of them by `npm run test:faults`. */
const isWhole = process.env['FAULT_SCHEDULES'] === 'whole';
const shortSeeds = testEngine() === 'postgres' ? 4 : 1;
const seeds = Array.from({ length: isWhole ? 20 : shortSeeds }, (_, index) => index + 1);
const patience = { timeout: 180_000 };

let seat: StoreSeat;
let leave: () => Promise<void>;
const lived = new Map<number, ScheduleResult>();

beforeAll(async () => {
  const folder = testEngine() === 'pglite' ? await openFolderPlace() : null;
  seat = await takeSeat(folder ?? databasePlace(await createTestDatabase()));
  leave = async () => {
    await seat.close();
    await folder?.remove();
  };
}, 120_000);

afterAll(() => leave());

describe('after faults have stopped and three cycles', () => {
  it.each(seeds)('the copy equals the portal field by field, seed %i', patience, async (seed) => {
    const result = await runSchedule(seat, seed);
    lived.set(seed, result);
    expect(result.differences, `npm run test:faults -- --seed ${seed} --store ${testEngine()}`).toEqual([]);
    expect(result.surprises).toEqual([]);
  });

  it.runIf(isWhole)('every class of fault has happened', () => {
    const fired = new Set([...lived.values()].flatMap((result) => [...result.fired.keys()]));
    expect(faultClasses.filter((fault) => !fired.has(fault))).toEqual([]);
  });
});

describe('a seed', () => {
  it.runIf(isWhole)('is lived through in the same way again', patience, async () => {
    const [seed = 1] = seeds;
    const again = await runSchedule(seat, seed);
    expect(again.lines).toEqual(lived.get(seed)?.lines);
    expect(again.hash).toBe(lived.get(seed)?.hash);
  });

  it('is not lived through as another one', () => {
    expect(new Set([...lived.values()].map(({ hash }) => hash)).size).toBe(lived.size);
  });
});

describe('without the marks of what must be read again', () => {
  it.runIf(isWhole)('the copy does not come to equal the portal', patience, async () => {
    const { differences } = await runSchedule(seat, 3, { isWithoutMarks: true });
    expect(differences).not.toEqual([]);
  });
});
