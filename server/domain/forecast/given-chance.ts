import type { Day } from '../period.ts';
import { chanceInWindow, chanceWithoutDate, type ForecastWindow } from './weighted-pipeline.ts';

interface Dated {
  readonly closeDay: Day | null;
  /** Chance to be won at all, 0–100. */
  readonly winPercent: number;
}

/**
 * Chance, 0–1, that a deal with a chance set by hand is won inside a window: as the table of percents reads it. In a window that
 * lies ahead a deal counts whose date falls inside, and of an undated one what its fading adds there.
 */
export function givenChance(deal: Dated, window: ForecastWindow, daysUntil: number): number {
  if (daysUntil <= 0) return chanceInWindow(deal, window) / 100;
  if (deal.closeDay !== null) return deal.closeDay < window.firstDay ? 0 : chanceInWindow(deal, window) / 100;
  const { winPercent } = deal;
  const byEnd = chanceWithoutDate(winPercent, { ...window, daysLeft: window.daysLeft + daysUntil });
  return (byEnd - chanceWithoutDate(winPercent, { ...window, daysLeft: daysUntil })) / 100;
}
