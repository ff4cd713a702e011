import { type Changes, type DealHistory, endedAt, outcome } from './deal-history.ts';
import { mixBits } from './random.ts';

/**
 * Open deals as they stood at moments of the past (landmarks), in columns. Everything is as of the landmark;
 * only how the deal ended is later, and that no later than the cutoff.
 */
export interface LandmarkRows {
  readonly count: number;
  readonly deal: Int32Array;
  /** The landmark, days since 1970. */
  readonly from: Float64Array;
  readonly stage: Uint16Array;
  /** Days in the stage. */
  readonly stageDays: Float32Array;
  /** Days since creation. */
  readonly dealDays: Float32Array;
  /** Days since the last activity; NaN without one. */
  readonly activityDays: Float32Array;
  /** Days to the expected close, negative when it has passed; NaN without one. */
  readonly closeIn: Float32Array;
  /** Amount in the base currency; NaN for an empty one. */
  readonly amount: Float64Array;
  readonly owner: Int32Array;
  readonly category: Int32Array;
  /** When the deal ended, infinite while that is not known at the cutoff. */
  readonly end: Float64Array;
  /** 1 where it ended won. */
  readonly won: Uint8Array;
}

/** How far back rows reach, days. */
export const memoryDays = 548;
/** Rows above which the grid is twice as wide. */
const wideFrom = 200_000;
const mostRows = 400_000;

/** Rows of the past on a grid of 7 days (14 when there are many), at most 400,000 by leaving out deals, never rows. */
export function landmarkRows(history: DealHistory, cutoff: number, limit: number = mostRows): LandmarkRows {
  const weekly = countRows(history, cutoff, 7);
  const step = weekly > Math.min(wideFrom, limit) ? 14 : 7;
  const rows = step === 7 ? weekly : countRows(history, cutoff, step);
  const share = Math.min(1, limit / Math.max(1, rows));
  const kept = (deal: number): boolean => share === 1 || mixBits(deal + 1) < share * 4_294_967_296;
  const size = share === 1 ? rows : countRows(history, cutoff, step, kept);
  return fillRows(history, cutoff, { size, kept, landmarks: (deal) => landmarksOf(history, deal, cutoff, step) });
}

/** Deals open at the cutoff as they stand then. */
export function openRows(history: DealHistory, cutoff: number): LandmarkRows {
  let size = 0;
  const isOpen = (deal: number): boolean => (history.created[deal] ?? Infinity) <= cutoff && endedAt(history, deal, cutoff) === Infinity;
  for (let deal = 0; deal < history.count; deal += 1) if (isOpen(deal)) size += 1;
  return fillRows(history, cutoff, { size, kept: isOpen, landmarks: () => ({ first: cutoff, count: 1, step: 1 }) });
}

interface Landmarks {
  readonly first: number;
  readonly count: number;
  readonly step: number;
}

/** Landmarks lie whole steps before the cutoff, at which the deal existed and had not ended. */
function landmarksOf(history: DealHistory, deal: number, cutoff: number, step: number): Landmarks {
  const created = Math.max(history.created[deal] ?? Infinity, cutoff - memoryDays);
  const end = Math.min(endedAt(history, deal, cutoff), cutoff);
  const steps = Math.floor((cutoff - created) / step);
  // A deal that ends at a landmark is no longer open there.
  const least = Math.max(1, Math.floor((cutoff - end) / step) + 1);
  return { first: cutoff - steps * step, count: Math.max(0, steps - least + 1), step };
}

function countRows(history: DealHistory, cutoff: number, step: number, kept: (deal: number) => boolean = () => true): number {
  let rows = 0;
  for (let deal = 0; deal < history.count; deal += 1) if (kept(deal)) rows += landmarksOf(history, deal, cutoff, step).count;
  return rows;
}

interface RowPlan {
  readonly size: number;
  readonly kept: (deal: number) => boolean;
  readonly landmarks: (deal: number) => Landmarks;
}

function createRows(size: number): LandmarkRows {
  return {
    count: size,
    deal: new Int32Array(size),
    from: new Float64Array(size),
    stage: new Uint16Array(size),
    stageDays: new Float32Array(size),
    dealDays: new Float32Array(size),
    activityDays: new Float32Array(size),
    closeIn: new Float32Array(size),
    amount: new Float64Array(size),
    owner: new Int32Array(size),
    category: new Int32Array(size),
    end: new Float64Array(size),
    won: new Uint8Array(size),
  };
}

function fillRows(history: DealHistory, cutoff: number, { size, kept, landmarks }: RowPlan): LandmarkRows {
  const rows = createRows(size);
  const walks = [history.stage, history.amount, history.closeDate, history.owner, history.activity].map(createWalk);
  const [stage, amount, closeDate, owner, activity] = walks as [Walk, Walk, Walk, Walk, Walk];
  let row = 0;
  for (let deal = 0; deal < history.count; deal += 1) {
    if (!kept(deal)) continue;
    const { first, count, step } = landmarks(deal);
    if (count === 0) continue;
    for (const walk of walks) walk.begin(deal);
    const end = endedAt(history, deal, cutoff);
    const won = end < Infinity && history.outcome[deal] === outcome.won ? 1 : 0;
    const created = history.created[deal] ?? first;
    for (let at = 0; at < count; at += 1, row += 1) {
      const moment = first + at * step;
      for (const walk of walks) walk.moveTo(moment);
      rows.deal[row] = deal;
      rows.from[row] = moment;
      rows.stage[row] = Number.isNaN(stage.value()) ? 0 : stage.value();
      rows.stageDays[row] = moment - (Number.isNaN(stage.since()) ? created : stage.since());
      rows.dealDays[row] = moment - created;
      rows.activityDays[row] = moment - activity.since();
      rows.closeIn[row] = closeDate.value() - moment;
      rows.amount[row] = amount.value();
      rows.owner[row] = Number.isNaN(owner.value()) ? -1 : owner.value();
      rows.category[row] = history.category[deal] ?? 0;
      rows.end[row] = end;
      rows.won[row] = won;
    }
  }
  return rows;
}

interface Walk {
  readonly begin: (deal: number) => void;
  readonly moveTo: (moment: number) => void;
  readonly value: () => number;
  readonly since: () => number;
}

/** Goes through the changes of one deal in order of time. */
function createWalk(changes: Changes): Walk {
  let next = 0;
  let end = 0;
  let current = -1;
  return {
    begin: (deal) => {
      next = changes.start[deal] ?? 0;
      end = changes.start[deal + 1] ?? next;
      current = -1;
    },
    moveTo: (moment) => {
      while (next < end && (changes.at[next] ?? Infinity) <= moment) {
        current = next;
        next += 1;
      }
    },
    value: () => (current < 0 ? NaN : (changes.value[current] ?? NaN)),
    since: () => (current < 0 ? NaN : (changes.at[current] ?? NaN)),
  };
}
