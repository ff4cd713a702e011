import pg from 'pg';
import type { FaultClass } from './fault-log.ts';
import { databasePlace, openFolderPlace } from './open-place.ts';
import { runSchedule } from './run-schedule.ts';
import { takeSeat, type StoreSeat } from './store-place.ts';

/** What a process of schedules is told, and what it tells of each. */
export interface SeatOrder {
  readonly seeds: readonly number[];
  readonly place:
    | { readonly kind: 'folder'; readonly migratedFolder: string }
    | { readonly kind: 'database'; readonly url: string; readonly name: string; readonly urls: Parameters<typeof databasePlace>[0] };
}

export type Message = Report | { readonly kind: 'begun'; readonly seed: number };

export interface Report {
  readonly kind: 'lived';
  readonly seed: number;
  readonly hash: string;
  readonly differences: readonly string[];
  readonly surprises: readonly string[];
  readonly fired: readonly (readonly [FaultClass, number])[];
  readonly lines: readonly string[];
}

process.once('message', (order: SeatOrder) => {
  void live(order).then(
    () => process.disconnect(),
    (failure: unknown) => {
      console.error(failure);
      process.exit(1);
    },
  );
});

async function live({ seeds, place }: SeatOrder): Promise<void> {
  const { seat, leave } = await openSeat(place);
  for (const seed of seeds) {
    process.send?.({ kind: 'begun', seed } satisfies Message);
    const { hash, differences, surprises, fired, lines } = await runSchedule(seat, seed);
    const isGood = differences.length + surprises.length === 0 && seeds.length > 1;
    const report: Report = { kind: 'lived', seed, hash, differences, surprises, fired: [...fired], lines: isGood ? [] : lines };
    process.send?.(report);
  }
  await leave();
}

async function openSeat(place: SeatOrder['place']): Promise<{ seat: StoreSeat; leave: () => Promise<void> }> {
  if (place.kind === 'database') {
    await recreate(place.url, place.name);
    const seat = await takeSeat(databasePlace(place.urls));
    return { seat, leave: () => seat.close() };
  }
  const folder = await openFolderPlace(place.migratedFolder);
  const seat = await takeSeat(folder);
  return { seat, leave: () => seat.close().then(folder.remove) };
}

async function recreate(url: string, name: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(`drop database if exists ${name} with (force)`);
  await admin.query(`create database ${name} owner kurs_owner`);
  await admin.end();
}
