import { Day, Month, Scope } from '#contract/wire.ts';

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

/** The report about activity that a message tells of. */
export interface WantedReport {
  readonly period: 'day' | 'week';
  readonly day: string;
  readonly scope: string | null;
}

/** The part of the workspace that a message leads to. */
export type WantedPlace =
  | { readonly place: 'activity' | 'decisions' | 'acting-heads' }
  | { readonly place: 'activity-report'; readonly report: WantedReport }
  | { readonly place: 'review'; readonly reviewId: string | null };

/** Null means that no message, or one of another kind, has opened the page. */
export function wantedPlace(placementOptions: Readonly<Record<string, unknown>>): WantedPlace | null {
  const { view, review } = placementOptions;
  if (view === 'activity' || view === 'decisions' || view === 'acting-heads') return { place: view };
  if (view === 'activity-report') return toWantedReport(placementOptions);
  if (view !== 'review') return null;
  return { place: 'review', reviewId: typeof review === 'string' && /^[0-9a-f-]{36}$/.test(review) ? review : null };
}

function toWantedReport({ period, day, scope }: Readonly<Record<string, unknown>>): WantedPlace {
  const isDay = Day.safeParse(day);
  const isScope = Scope.safeParse(scope);
  if (!isDay.success || (period !== 'day' && period !== 'week')) return { place: 'activity' };
  return { place: 'activity-report', report: { period, day: isDay.data, scope: isScope.success ? isScope.data : null } };
}

/** The month whose board a head asked for. */
export function wantedBoard(placementOptions: Readonly<Record<string, unknown>>): string | null {
  const month = Month.safeParse(placementOptions['month']);
  return placementOptions['view'] === 'signing' && month.success ? month.data : null;
}
