import { ageOf, ages, type BaseChance, hazardAt, type RowTimes } from './base-chance.ts';
import { createPieces, cutPieces, type Pieces } from './close-pieces.ts';
import { activityLevel, activityLevels } from './deal-levels.ts';
import type { LandmarkRows } from './landmark-rows.ts';
import { clockAt, type WorkingClock } from './working-clock.ts';

/** Units of the clock after a landmark that the multipliers are fitted on. */
const fitUnits = 45;

/** Multipliers that change during the time after a landmark. */
export interface PieceFactors {
  readonly closePhase: Float64Array;
  readonly activity: Float64Array;
}

/** What rows were exposed to, in pieces of the time after the landmark, weighted and scaled to distinct deals. */
export interface Exposure {
  readonly start: Int32Array;
  readonly hazard: Float64Array;
  readonly phase: Uint8Array;
  /** Level of the last activity in the piece's band. */
  readonly activity: Uint8Array;
  /** Wins of a row; they fall into its last piece. */
  readonly wins: Float64Array;
  readonly scale: number;
}

/** Cuts the time after each landmark into pieces and lays the base hazard over them. */
export function exposeRows(rows: LandmarkRows, times: RowTimes, base: BaseChance, about: ExposureAbout): Exposure {
  const cutter = createCutter(rows, times, about);
  const start = new Int32Array(rows.count + 1);
  for (let row = 0; row < rows.count; row += 1) start[row + 1] = (start[row] ?? 0) + cutter.cut(row).count;
  const size = start[rows.count] ?? 0;
  const { wins, scale } = winsOf(rows, times);
  const exposure = { start, hazard: new Float64Array(size), phase: new Uint8Array(size), activity: new Uint8Array(size), wins, scale };
  for (let row = 0; row < rows.count; row += 1) {
    const own = base.hazard[(rows.stage[row] ?? 0) * ages + ageOf(rows.stageDays[row] ?? 0)];
    if (own === undefined) continue;
    const pieces = cutter.cut(row);
    const touched = activityLevel(rows.activityDays[row] ?? NaN);
    let before = 0;
    for (let piece = 0; piece < pieces.count; piece += 1) {
      const at = (start[row] ?? 0) + piece;
      const reached = hazardAt(own, pieces.end[piece] ?? 0);
      exposure.hazard[at] = (reached - before) * (times.weight[row] ?? 0) * scale;
      exposure.phase[at] = pieces.phase[piece] ?? 0;
      exposure.activity[at] = touched + (pieces.band[piece] ?? 0) * activityLevels;
      before = reached;
    }
  }
  return exposure;
}

/** Hazard of each row under the multipliers of its pieces. */
export function hazardOfRows({ start, hazard, phase, activity }: Exposure, factors: PieceFactors): Float64Array {
  const sums = new Float64Array(start.length - 1);
  for (let row = 0; row < sums.length; row += 1) {
    let total = 0;
    for (let at = start[row] ?? 0; at < (start[row + 1] ?? 0); at += 1) {
      total += (hazard[at] ?? 0) * (factors.closePhase[phase[at] ?? 0] ?? 1) * (factors.activity[activity[at] ?? 0] ?? 1);
    }
    sums[row] = total;
  }
  return sums;
}

export interface ExposureAbout {
  readonly clock: WorkingClock;
  readonly cutoff: number;
}

/** A lost deal stays exposed to the cutoff, a won one to its winning. */
function createCutter(
  rows: LandmarkRows,
  { spent }: RowTimes,
  { clock, cutoff }: ExposureAbout,
): { readonly cut: (row: number) => Pieces } {
  const pieces = createPieces();
  const end = clockAt(clock, cutoff);
  return {
    cut: (row) => {
      const from = rows.from[row] ?? cutoff;
      const isLost = (rows.end[row] ?? Infinity) < Infinity && rows.won[row] === 0;
      const units = isLost ? end - clockAt(clock, from) : (spent[row] ?? 0);
      cutPieces(pieces, clock, from, rows.closeIn[row] ?? NaN, Math.min(fitUnits, units));
      return pieces;
    },
  };
}

/** Weighted wins of rows, scaled so that a deal seen at many landmarks counts once. */
function winsOf(rows: LandmarkRows, { spent, weight }: RowTimes): Pick<Exposure, 'wins' | 'scale'> {
  const wins = new Float64Array(rows.count);
  let [winningRows, winningDeals, lastDeal] = [0, 0, -1];
  for (let row = 0; row < rows.count; row += 1) {
    if (rows.won[row] !== 1 || (spent[row] ?? Infinity) > fitUnits) continue;
    wins[row] = weight[row] ?? 0;
    winningRows += 1;
    if (rows.deal[row] !== lastDeal) winningDeals += 1;
    lastDeal = rows.deal[row] ?? -1;
  }
  const scale = winningRows === 0 ? 0 : winningDeals / winningRows;
  return { wins: wins.map((own) => own * scale), scale };
}
