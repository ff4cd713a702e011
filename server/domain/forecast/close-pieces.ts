import { bandEnd, noDatePhase, overduePhase, phaseBounds } from './deal-levels.ts';
import { clockAt, type WorkingClock } from './working-clock.ts';

/** The time after a landmark in pieces, in each of which the expected close pulls evenly; reused from row to row. */
export interface Pieces {
  count: number;
  /** Clock units since the landmark at which a piece ends. */
  readonly end: Float64Array;
  readonly phase: Uint8Array;
  readonly band: Uint8Array;
}

export function createPieces(): Pieces {
  const most = phaseBounds.length + 3;
  return { count: 0, end: new Float64Array(most), phase: new Uint8Array(most), band: new Uint8Array(most) };
}

/** Cuts `units` of the clock after a landmark where the close date's phase or the band changes. */
export function cutPieces(pieces: Pieces, clock: WorkingClock, from: number, closeIn: number, units: number): void {
  pieces.count = 0;
  if (Number.isNaN(closeIn)) return addBands(pieces, 0, units, noDatePhase);
  // The day itself has not passed before its midnight.
  if (closeIn <= -1) return addBands(pieces, 0, units, overduePhase(-closeIn));
  const began = clockAt(clock, from);
  let reached = 0;
  for (let phase = 0; phase < phaseBounds.length && reached < units; phase += 1) {
    const until = clockAt(clock, from + closeIn + (phaseBounds[phase] ?? 0)) - began;
    if (until <= reached) continue;
    addBands(pieces, reached, Math.min(until, units), phase);
    reached = Math.min(until, units);
  }
  if (reached < units) addBands(pieces, reached, units, phaseBounds.length);
}

function addBands(pieces: Pieces, from: number, to: number, phase: number): void {
  if (from < bandEnd) addPiece(pieces, Math.min(to, bandEnd), phase, 0);
  if (to > bandEnd) addPiece(pieces, to, phase, 1);
}

function addPiece(pieces: Pieces, end: number, phase: number, band: number): void {
  const at = pieces.count;
  pieces.end[at] = end;
  pieces.phase[at] = phase;
  pieces.band[at] = band;
  pieces.count = at + 1;
}
