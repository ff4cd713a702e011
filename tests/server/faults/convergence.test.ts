import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { findPostgresBinaries } from '#support/postgres-binaries.ts';
import { createTestDatabase } from '#support/test-database.ts';
import { testEngine } from '#support/test-store.ts';
import { faultClasses } from './fault-log.ts';
import { databasePlace, openFolderPlace } from './open-place.ts';
import { runSchedule, type ScheduleResult } from './run-schedule.ts';
import { takeSeat, type StoreSeat } from './store-place.ts';

/** Twenty schedules between the stores of this machine; a thousand by `npm run test:faults`. */
const both = findPostgresBinaries() !== undefined;
const isOurs = (seed: number): boolean => !both || (seed % 2 === 0) === (testEngine() === 'postgres');
const seeds = Array.from({ length: 20 }, (_, index) => index + 1).filter(isOurs);
/** What is not about the store is asked once. */
const isOnce = testEngine() === 'pglite';
const patience = { timeout: 180_000 };

let seat: StoreSeat;
let leave: () => Promise<void>;
const lived = new Map<number, ScheduleResult>();

beforeAll(async () => {
  const folder = testEngine() === 'pglite' ? await openFolderPlace(inject('pgliteFolder')) : null;
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

  it('every class of fault has happened', () => {
    const fired = new Set([...lived.values()].flatMap((result) => [...result.fired.keys()]));
    expect(faultClasses.filter((fault) => !fired.has(fault))).toEqual([]);
  });
});

describe('a seed', () => {
  it.runIf(isOnce)('is lived through in the same way again', patience, async () => {
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
  it.runIf(isOnce)('the copy does not come to equal the portal', patience, async () => {
    const { differences } = await runSchedule(seat, 3, { isWithoutMarks: true });
    expect(differences).not.toEqual([]);
  });
});
