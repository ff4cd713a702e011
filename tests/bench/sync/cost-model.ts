import type { PortalSize } from './portal-of-rows.ts';

/** What the portal charges and allows: the emulator's own numbers, written down a second time because a bound must not ask what it bounds. */
const pageRows = 50;
const pagesInBatch = 50;
const callSeconds = 0.03;
const rowSeconds = 0.0003;
const countSeconds = 0.02;
const skippedRowSeconds = 0.000_002;
const drainPerSecond = 2;
const operatingSeconds = 480;
const operatingWindowSeconds = 600;
const longestRequestSeconds = 60;

/** Most requests at once that the first load may use; the portal itself takes 50. */
const ourBurst = 24;
export const portalBurst = 50;

const listsOf = ({ deals, moves, activities, calls }: PortalSize): number[] => [deals, moves, activities, calls];

/** Seconds that one list takes in pages behind an id, which nobody counts. */
function keysetSeconds(rows: number): number {
  return Math.ceil(rows / pageRows) * callSeconds + rows * rowSeconds;
}

/** Seconds that one list takes in pages by offset: each is counted and skips all rows before it. */
function offsetSeconds(rows: number): number {
  const pages = Math.ceil(rows / pageRows);
  const skipped = (pageRows * pages * (pages - 1)) / 2;
  return pages * (callSeconds + countSeconds) + rows * rowSeconds + skipped * skippedRowSeconds;
}

const sumOf = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export const keysetOperating = (size: PortalSize): number => sumOf(listsOf(size).map(keysetSeconds));
export const offsetOperating = (size: PortalSize): number => sumOf(listsOf(size).map(offsetSeconds));

/** Each method has its own budget, so the dearest list decides; the last window ends with the last answer. */
const windowsSeconds = (seconds: number): number => Math.max(0, Math.ceil(seconds / operatingSeconds) - 1) * operatingWindowSeconds;

export const offsetWindows = (size: PortalSize): number => Math.max(...listsOf(size).map((rows) => windowsSeconds(offsetSeconds(rows))));

export interface Bound {
  readonly requests: number;
  readonly requestSeconds: number;
  readonly windowSeconds: number;
  readonly seconds: number;
}

/** The least time in which anybody can read everything: full batches, the whole burst at once, no counting, nothing read twice. */
export function leastTime(size: PortalSize, burst = ourBurst): Bound {
  const requests = sumOf(listsOf(size).map((rows) => Math.ceil(rows / (pageRows * pagesInBatch))));
  const lastAnswer = pagesInBatch * (callSeconds + pageRows * rowSeconds);
  const requestSeconds = Math.max(0, requests - burst) / drainPerSecond + lastAnswer;
  const windowSeconds = Math.max(...listsOf(size).map((rows) => windowsSeconds(keysetSeconds(rows))));
  return { requests, requestSeconds, windowSeconds, seconds: Math.max(requestSeconds, windowSeconds) };
}

/** From this offset on fifty pages in one request take longer than the portal lets a request last. */
export const longestBatchOffset = Math.floor(
  (longestRequestSeconds / pagesInBatch - callSeconds - countSeconds - pageRows * rowSeconds) / skippedRowSeconds,
);
