import { pageSize } from '#bitrix/pages.ts';
import { PortalError } from '#bitrix/portal-error.ts';
import { saveCursor, type SyncCursor } from '#store/sync-cursors.ts';
import { noteStreamFailure } from '#store/sync-streams.ts';
import type { ReadingFrom } from './bulk-entities.ts';
import type { Lane } from './lane.ts';
import { toDay } from '#kernel/calendar-day.ts';
import type { ReadAhead, Wanted } from './read-ahead.ts';
import type { Chunks } from './read-chunks.ts';
import { isNotGranted } from './run-stream.ts';
import { saveRead } from './save-read.ts';

/** One thing to read until a state is reached. */
export interface Step {
  readonly entity: string;
  /** `recent`: only as far back as the screens of the month look. */
  readonly until: 'recent' | 'ready';
  /** The portal may refuse it; the rest is read without. */
  readonly isOptional: boolean;
  load(lane: Lane, cursor: SyncCursor, until: Step['until']): Promise<void>;
  /** Instead of `load`, where requests are on their way while rows are saved: how many at once. */
  readonly inWindows?: Pick<Wanted, 'read' | 'atOnce'>;
}

export interface Given {
  readonly cursors: ReadonlyMap<string, SyncCursor>;
  readonly resting: ReadonlySet<string>;
  readonly ahead?: ReadAhead;
  /** Nothing more is asked for before what is on its way was saved. */
  readonly isHeld?: boolean;
}

interface Left {
  readonly step: Step;
  readonly cursor: SyncCursor;
}

export type LoadOutcome =
  | { readonly kind: 'more' | 'done' }
  /** The portal lets nothing of what is left go on. */
  | { readonly kind: 'resting' }
  /** The portal lets one entity rest; the others go on. */
  | { readonly kind: 'parked'; readonly entity: string; readonly failure: PortalError };

const reached: Readonly<Record<SyncCursor['state'], number>> = { waiting: 0, loading: 0, recent: 1, ready: 2 };
const isReached = (cursor: SyncCursor, until: Step['until']): boolean => reached[cursor.state] >= reached[until];

/** The first of the steps that is not over and whose entity does not rest. */
export async function takeNextStep(lane: Lane, steps: readonly Step[], { cursors, resting, ahead, isHeld }: Given): Promise<LoadOutcome> {
  const left = steps.flatMap((step): Left[] => {
    const cursor = cursors.get(step.entity);
    return cursor && !isReached(cursor, step.until) ? [{ step, cursor }] : [];
  });
  const open = left.filter(({ step }) => !resting.has(step.entity));
  const [first] = open;
  if (!first) return { kind: left.length === 0 ? 'done' : 'resting' };
  if (ahead && first.step.inWindows) return takeRead(lane, open, ahead, isHeld === true);
  return guard(lane, first, first.step.load(lane, first.cursor, first.step.until));
}

/** Saves what comes first of everything that is on its way. */
async function takeRead(lane: Lane, open: readonly Left[], ahead: ReadAhead, isHeld: boolean): Promise<LoadOutcome> {
  const wanted = open.flatMap(({ step, cursor }) => (step.inWindows ? [{ cursor, ...step.inWindows }] : []));
  const read = await ahead.next(lane, isHeld ? [] : wanted);
  const reading = read && open.find(({ step }) => step.entity === read.entity && step.inWindows);
  if (!read || !reading) return { kind: 'more' };
  const { step, cursor } = reading;
  const saving = read.kind === 'rows' ? saveRead(lane, cursor, { ...read, until: step.until }) : Promise.reject(read.failure);
  return guard(lane, reading, saving);
}

async function guard(lane: Lane, { step, cursor }: Left, work: Promise<void>): Promise<LoadOutcome> {
  try {
    await work;
  } catch (failure) {
    if (failure instanceof PortalError && failure.kind === 'operation-limit') return { kind: 'parked', entity: step.entity, failure };
    if (!step.isOptional || !isNotGranted(failure)) throw failure;
    await finishWithout(lane, cursor, failure);
  }
  return { kind: 'more' };
}

export function loadBulk(read: (lane: Lane, from: ReadingFrom) => Promise<Chunks>): Step['load'] {
  return async (lane, cursor, until) => {
    const since = cursor.recentSince ?? new Date(0);
    const chunks = await read(lane, { after: positionOf(cursor), until: null, links: linksOf(cursor), since });
    await saveRead(lane, cursor, { chunks, isEnd: chunks.isLast, until });
  };
}

const positionOf = ({ position }: SyncCursor): bigint | null => (position === 0n ? null : position);

/** No more pages than rows are expected, so that a short list does not cost commands that find nothing. */
function linksOf({ expectedRows, rows }: SyncCursor): number {
  const left = expectedRows === null ? 50 * pageSize : Number(expectedRows - rows);
  return Math.max(1, Math.min(50, Math.floor(left / pageSize) + 1));
}

async function finishWithout(lane: Lane, cursor: SyncCursor, failure: PortalError): Promise<void> {
  lane.log.warn({ portalId: String(lane.portalId), entity: cursor.entity, code: failure.code }, 'the portal does not give this to us');
  await lane.commit(async (tx) => {
    const now = lane.businessClock();
    await saveCursor(tx, cursor, {
      state: 'ready',
      finishedAt: now,
      updatedAt: now,
      expectedRows: cursor.rows,
      failure: failure.code,
    });
    if (cursor.entity === 'calls' || cursor.entity === 'activities') {
      const day = toDay(now, lane.timeZone);
      await noteStreamFailure(tx, cursor.entity, { now, day, code: failure.code, resumeAt: null });
    }
    return { facts: 0, progress: true };
  });
}
