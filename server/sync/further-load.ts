import type { PortalTransaction } from '#store/portal-store.ts';
import { addCursors, findCursor, listCursors, saveCursor, type SyncCursor } from '#store/sync-cursors.ts';
import type { Command } from '#bitrix/portal-client.ts';
import { readAbsencesPiece, readWorkingTimePiece } from './read-working-time.ts';
import { goodsEntity } from './goods-entity.ts';
import { isBackward } from './first-load.ts';
import type { Lane } from './lane.ts';
import { loadBulk, takeNextStep, type LoadOutcome, type Step } from './load-step.ts';
import { paymentEntity } from './payment-entity.ts';
import type { Piece } from './piece.ts';
import { readCatalogPiece } from './read-catalog.ts';
import { readCompaniesPiece } from './read-companies.ts';
import { areDealFieldsAsked, readDealFieldsPiece } from './read-deal-fields.ts';
import { recordEntities } from './record-entities.ts';
import type { RecordName } from './record-entity.ts';

export type DailyName = 'products' | 'working-time' | 'absences' | 'companies' | 'deal-fields';
export type FurtherName = RecordName | 'payments' | 'product-rows' | DailyName;

interface DailyReading {
  readonly entity: DailyName;
  read(lane: Lane, position: bigint): Promise<Piece>;
  /** It is needed again before the next day. */
  isAsked?(tx: PortalTransaction): Promise<boolean>;
}

/** What has no time of change is read as a whole once a day, a piece at a time. */
export const dailyReadings: readonly DailyReading[] = [
  { entity: 'products', read: readCatalogPiece },
  { entity: 'working-time', read: readWorkingTimePiece },
  { entity: 'absences', read: readAbsencesPiece },
  { entity: 'companies', read: readCompaniesPiece },
  { entity: 'deal-fields', read: readDealFieldsPiece, isAsked: areDealFieldsAsked },
];

/** None of it holds the screens of deals and calls: it is read when they are complete, and whatever the portal does not give is left out. */
const steps: readonly Step[] = [
  ...[...recordEntities, paymentEntity, goodsEntity].map(({ entity, read }): Step => ({
    entity,
    until: 'ready',
    isOptional: true,
    load: loadBulk((lane, from) => read(lane, from)),
  })),
  ...dailyReadings.map(({ entity, read }): Step => ({ entity, until: 'ready', isOptional: true, load: loadPiece(read) })),
];

/** Cursors of when changes were looked for last, and when refused parts were asked for again; in system time. */
export const furtherWork = ['further', 'further-again'] as const;

export const furtherEntities = steps.map(({ entity }) => entity) as readonly FurtherName[];

/** The next piece of what is read behind the first load. */
export async function loadFurther(lane: Lane, resting: ReadonlySet<string>): Promise<LoadOutcome> {
  const cursors = new Map((await lane.read(listCursors)).filter(isBackward).map((cursor) => [cursor.entity, cursor]));
  if (furtherEntities.some((entity) => !cursors.has(entity))) {
    await prepare(lane);
    return { kind: 'more' };
  }
  return takeNextStep(lane, steps, { cursors, resting });
}

/** How much there is to read, and the marks behind which changes are looked for from now on. */
async function prepare(lane: Lane): Promise<void> {
  const counted: readonly { entity: FurtherName; count: Command }[] = [...recordEntities, paymentEntity];
  const outcomes = await lane.client.batch([...counted.map(({ count }) => count), ...recordEntities.map(({ newest }) => newest)]);
  const totals = new Map(counted.map(({ entity }, index) => [entity, outcomes[index]]));
  const marks = new Map<FurtherName, Date>(
    recordEntities.map(({ entity, toNewestChange }, index) => [entity, toNewestChange(outcomes[counted.length + index])]),
  );
  const now = lane.businessClock();
  await lane.commit(async (tx) => {
    await addCursors(tx, furtherEntities, 'backward');
    await addCursors(tx, [...furtherEntities, ...furtherWork], 'forward');
    // Everything is about to be read, so the first sweep of it can wait its full time.
    for (const entity of furtherWork) await saveCursor(tx, { entity, direction: 'forward' }, { updatedAt: lane.systemClock() });
    for (const entity of furtherEntities) {
      const total = totals.get(entity);
      const expectedRows = total?.kind === 'done' && total.total !== null ? BigInt(total.total) : null;
      const waiting = await findCursor(tx, entity, 'backward');
      if (waiting?.state !== 'waiting') continue;
      await saveCursor(tx, { entity, direction: 'backward' }, { expectedRows, updatedAt: now });
      const modifiedUntil = marks.get(entity);
      await saveCursor(
        tx,
        { entity, direction: 'forward' },
        { ...(modifiedUntil ? { modifiedUntil } : {}), state: 'ready', updatedAt: now },
      );
    }
    return { facts: 0, progress: true };
  });
}

function loadPiece(read: (lane: Lane, position: bigint) => Promise<Piece>): Step['load'] {
  return async (lane, cursor) => {
    const startedAt = cursor.startedAt ?? lane.businessClock();
    const piece = await read(lane, cursor.position);
    await savePiece(lane, cursor, piece, { startedAt });
  };
}

/** Saves a piece together with the cursor behind it. */
async function savePiece(lane: Lane, cursor: SyncCursor, piece: Piece, { startedAt }: { startedAt: Date }): Promise<void> {
  const rows = cursor.rows + BigInt(piece.rows);
  await lane.commit(async (tx) => {
    const facts = await piece.save(tx);
    const now = lane.businessClock();
    const end = { state: 'ready', finishedAt: now, expectedRows: rows } as const;
    const progress = piece.isLast ? end : ({ state: 'loading' } as const);
    await saveCursor(tx, cursor, { ...progress, position: piece.position, rows, startedAt, failure: null, updatedAt: now });
    return { facts, progress: true };
  });
}
