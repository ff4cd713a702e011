import type { NormLine, NormSuggestions } from '#contract/norms.ts';
import type { Language } from '#contract/wire.ts';

/** A norm while it is edited: texts as they were typed. */
export interface NormDraft {
  readonly metric: string;
  /** One for each weekday from Monday on. */
  readonly weekdays: readonly string[];
  readonly weight: string;
  readonly cap: string;
}

const workweek = 5;

export function toDraft(line: NormLine, language: Language): NormDraft {
  return {
    metric: line.metric,
    weekdays: line.weekdays.map((value) => toText(value, language)),
    weight: String(line.weight),
    cap: line.cap === null ? '' : String(line.cap),
  };
}

/** The same number for each day from Monday to Friday. */
export function emptyDraft(metric: string, weight: number): NormDraft {
  return { metric, weekdays: sameEveryDay('0'), weight: String(weight), cap: '' };
}

/** Working days only; a calendar with a six-day week gets its Saturday by the weekday fields. */
export function sameEveryDay(text: string): string[] {
  return Array.from({ length: 7 }, (_, at) => (at < workweek ? text : '0'));
}

/** The number that all days of the working week share; null where they differ. */
export function sharedNumber({ weekdays }: NormDraft): string | null {
  const [first = '0'] = weekdays;
  return weekdays.slice(0, workweek).every((text) => text === first) && weekdays.slice(workweek).every((text) => readNumber(text) === 0)
    ? first
    : null;
}

/** Null where something typed is no number that can be saved. */
export function toLine(draft: NormDraft): NormLine | null {
  const weekdays = draft.weekdays.map(readNumber);
  const weight = readNumber(draft.weight);
  const cap = draft.cap.trim() === '' ? null : readNumber(draft.cap);
  if (weekdays.includes(null) || weight === null || weight > 1000) return null;
  if (draft.cap.trim() !== '' && (cap === null || cap < 1 || cap > 1000)) return null;
  return {
    metric: draft.metric,
    weekdays: weekdays.map((value) => Math.round((value ?? 0) * 100) / 100),
    weight: Math.round(weight),
    cap: cap === null ? null : Math.round(cap),
  };
}

/** Weekdays by the median of each where it is known, else by that of all days. */
export function suggestedWeekdays(
  found: NonNullable<NormSuggestions['suggestions'][number]['found']>,
  take: 'median' | 'upper',
  language: Language,
): string[] {
  const all = take === 'median' ? found.median : found.upper;
  const factor = found.median === 0 ? 1 : all / found.median;
  const rounded = (value: number): number => Math.round((take === 'median' ? value : value * factor) * 10) / 10;
  return found.weekdays.map((value) => toText(value === null ? 0 : rounded(value), language));
}

function readNumber(text: string): number | null {
  const value = Number(text.trim().replace(',', '.').replaceAll(/\s/g, ''));
  return text.trim() === '' || !Number.isFinite(value) || value < 0 || value > 9999 ? null : value;
}

const toText = (value: number, language: Language): string => (language === 'ru' ? String(value).replace('.', ',') : String(value));
