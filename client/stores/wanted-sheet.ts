import { Month } from '#contract/wire.ts';

export interface WantedSheet {
  month: string;
  version: number;
}

/** The sheet that whoever opened the slider asked for; null means the newest one that waits. */
export function wantedSheet(placementOptions: Readonly<Record<string, unknown>>): WantedSheet | null {
  const month = Month.safeParse(placementOptions['month']);
  const version = Number(placementOptions['version']);
  return month.success && Number.isInteger(version) && version >= 1 ? { month: month.data, version } : null;
}

/** The month whose board a head asked for. */
export function wantedBoard(placementOptions: Readonly<Record<string, unknown>>): string | null {
  const month = Month.safeParse(placementOptions['month']);
  return placementOptions['view'] === 'signing' && month.success ? month.data : null;
}
