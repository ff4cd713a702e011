import pg from 'pg';
import type { FaultClass } from './fault-log.ts';
import { databasePlace, openFolderPlace } from './open-place.ts';
import { runSchedule } from './run-schedule.ts';
import { takeSeat } from './store-place.ts';

/** What a process of schedules is told, and what it tells of each. */
export interface SeatOrder {
  readonly seeds: readonly number[];
  /** A cluster of PostgreSQL; null is the embedded store. */
  readonly database: { readonly url: string; readonly job: number; readonly urls: Parameters<typeof databasePlace>[0] } | null;
}

export interface Report {
  readonly seed: number;
  readonly hash: string;
  readonly differences: readonly string[];
  readonly surprises: readonly string[];
  readonly fired: readonly (readonly [FaultClass, number])[];
  readonly lines: readonly string[];
}

/** An embedded store takes in so many portals before it gets slow; then a new one is begun. */
const seedsInStore = 100;

process.once('message', (order: SeatOrder) => {
  void live(order).then(
    () => process.disconnect(),
    (failure: unknown) => {
      console.error(failure);
      process.exit(1);
    },
  );
});

async function live({ seeds, database }: SeatOrder): Promise<void> {
  for (let from = 0; from < seeds.length; from += seedsInStore) {
    const folder = database === null ? await openFolderPlace() : null;
    if (database !== null) await recreate(database.url, `faults_${database.job}`);
    const seat = await takeSeat(folder ?? databasePlace(database!.urls));
    for (const seed of seeds.slice(from, from + seedsInStore)) {
      const { hash, differences, surprises, fired, lines } = await runSchedule(seat, seed);
      const isGood = differences.length + surprises.length === 0 && seeds.length > 1;
      const report: Report = { seed, hash, differences, surprises, fired: [...fired], lines: isGood ? [] : lines };
      process.send?.(report);
    }
    await seat.close();
    await folder?.remove();
  }
}

async function recreate(url: string, name: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(`drop database if exists ${name}`);
  await admin.query(`create database ${name} owner kurs_owner`);
  await admin.end();
}
