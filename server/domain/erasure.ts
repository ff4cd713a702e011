import { lastDay, shiftMonth, type Day, type Month } from './period.ts';

/** Years that evidence is kept after the end of its period: disputes about wages are brought within one year, about damages within three. */
const keptYears = 3;

/** The last day on which the sheets of a person are still to be kept. */
export function keptUntil(lastMonth: Month): Day {
  return lastDay(shiftMonth(lastMonth, keptYears * 12));
}
