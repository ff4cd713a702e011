import type { PortalTransaction } from '#store/portal-store.ts';
import { countRejections, type RejectedRows, type Rejection } from '#store/rejected-rows.ts';
import { listCursors, type SyncCursor } from '#store/sync-cursors.ts';
import { bulkEntities, firstParts } from './bulk-entities.ts';
import { isBackward, loadedEntities, type LoadedEntity } from './first-load.ts';
import { furtherEntities, type FurtherName } from './further-load.ts';

export interface EntityStatus {
  entity: LoadedEntity | FurtherName;
  state: SyncCursor['state'];
  rows: number;
  expectedRows: number | null;
  rejected: number;
  rejectedRows: { rowKey: string; field: string; reason: Rejection['reason'] }[];
}

const shownExamples = 20;

/** How far the first load is and how fresh the facts are, in the words of the contract. */
export interface SyncStatus {
  state: 'waiting' | 'loading' | 'ready' | 'failed';
  /** Everything that screens of the present month are computed from is here. */
  isMonthReady: boolean;
  rows: number;
  expectedRows: number | null;
  rowsPerSecond: number | null;
  secondsLeft: number | null;
  entities: EntityStatus[];
  startedAt: string | null;
  finishedAt: string | null;
  updatedAt: string | null;
  failure: string | null;
}

/** `now` is the portal's calendar time, like all times of cursors. */
export async function readSyncStatus(tx: PortalTransaction, now: Date): Promise<SyncStatus> {
  const all = await listCursors(tx);
  const known = new Map(all.filter(isBackward).map((cursor) => [cursor.entity, withFirstParts(cursor, all)]));
  const left = await countRejections(tx, shownExamples);
  const cursors = loadedEntities.flatMap((entity) => known.get(entity) ?? []);
  const rows = sumOf(cursors.map((cursor) => cursor.rows));
  const expectedRows = cursors.length === 0 ? null : sumOf(cursors.map((cursor) => larger(cursor.rows, cursor.expectedRows ?? 0n)));
  const failure = known.get('deals')?.failure ?? null;
  const state = toState(cursors, failure);
  const startedAt = edge(
    cursors.map((cursor) => cursor.startedAt),
    Math.min,
  );
  const finishedAt =
    state === 'ready'
      ? edge(
          cursors.map((cursor) => cursor.finishedAt),
          Math.max,
        )
      : null;
  const seconds = startedAt === null ? 0 : ((finishedAt ?? now).getTime() - startedAt.getTime()) / 1000;
  const rowsPerSecond = seconds > 0 && rows > 0 ? rows / seconds : null;
  const isCounting = state === 'loading' && rowsPerSecond !== null && expectedRows !== null;
  return {
    state,
    isMonthReady: bulkEntities.every(({ entity }) => isRecent(known.get(entity))),
    rows,
    expectedRows,
    rowsPerSecond: rowsPerSecond === null ? null : Math.round(rowsPerSecond),
    secondsLeft: isCounting ? Math.ceil((expectedRows - rows) / rowsPerSecond) : null,
    entities: [...loadedEntities, ...furtherEntities].map((entity) => toEntity(entity, known.get(entity), left.get(entity))),
    startedAt: startedAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
    updatedAt:
      edge(
        all.filter(({ entity }) => known.has(entity) && isLoaded(entity)).map((cursor) => cursor.updatedAt),
        Math.max,
      )?.toISOString() ?? null,
    failure,
  };
}

function toState(cursors: readonly SyncCursor[], failure: string | null): SyncStatus['state'] {
  if (cursors.length === 0) return 'waiting';
  if (cursors.every((cursor) => cursor.state === 'ready')) return 'ready';
  return failure === null ? 'loading' : 'failed';
}

function toEntity(entity: EntityStatus['entity'], cursor: SyncCursor | undefined, left: RejectedRows | undefined): EntityStatus {
  const expected = cursor?.expectedRows ?? null;
  return {
    entity,
    state: cursor?.state ?? 'waiting',
    rows: Number(cursor?.rows ?? 0n),
    expectedRows: expected === null ? null : Number(expected),
    rejected: left?.count ?? 0,
    rejectedRows: left?.examples ?? [],
  };
}

const isLoaded = (entity: string): boolean => loadedEntities.some((loaded) => loaded === entity);
const isRecent = (cursor: SyncCursor | undefined): boolean => cursor?.state === 'recent' || cursor?.state === 'ready';

/** Before their history is read, deals are what the first parts have brought; some rows are in both. */
function withFirstParts(cursor: SyncCursor, all: readonly SyncCursor[]): SyncCursor {
  if (cursor.entity !== 'deals') return cursor;
  const parts = all.filter(({ entity }) => firstParts.some(({ part }) => part === entity));
  const first = parts.reduce((rows, part) => rows + part.rows, 0n);
  const rows = cursor.state === 'ready' ? cursor.rows : larger(cursor.rows, first);
  const state = cursor.state === 'waiting' && first > 0n ? 'loading' : cursor.state;
  return { ...cursor, rows, state };
}

const sumOf = (values: readonly bigint[]): number => Number(values.reduce((total, value) => total + value, 0n));
const larger = (left: bigint, right: bigint): bigint => (left > right ? left : right);

function edge(dates: readonly (Date | null)[], pick: (...values: number[]) => number): Date | null {
  const times = dates.flatMap((date) => date?.getTime() ?? []);
  return times.length === 0 ? null : new Date(pick(...times));
}
