import type { Language } from '#contract/wire.ts';

const shortMonths = {
  ru: ['янв', 'фев', 'мар', 'апр', 'мая', 'июн', 'июл', 'авг', 'сен', 'окт', 'ноя', 'дек'],
  en: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
} as const;
const dayMonths = {
  ru: ['января', 'февраля', 'марта', 'апреля', 'мая', 'июня', 'июля', 'августа', 'сентября', 'октября', 'ноября', 'декабря'],
  en: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
} as const;
const months = {
  ru: ['январь', 'февраль', 'март', 'апрель', 'май', 'июнь', 'июль', 'август', 'сентябрь', 'октябрь', 'ноябрь', 'декабрь'],
  en: dayMonths.en,
} as const;

const spanMonths = {
  ru: ['янв', 'фев', 'мар', 'апр', 'май', 'июн', 'июл', 'авг', 'сен', 'окт', 'ноя', 'дек'],
  en: shortMonths.en,
} as const;
const toMonths = ['январю', 'февралю', 'марту', 'апрелю', 'маю', 'июню', 'июлю', 'августу', 'сентябрю', 'октябрю', 'ноябрю', 'декабрю'];

/** How a day reads: 16 ноя in tables, 16 ноября in text, 16 ноября 2026 where the year matters. */
export type DayStyle = 'table' | 'text' | 'full';

export function formatDay(day: string | null, language: Language, style: DayStyle = 'text'): string {
  if (day === null) return '—';
  const { year, month, date } = partsOf(day);
  if (style === 'table') return `${date} ${shortMonths[language][month - 1] ?? ''}`;
  const text = `${date} ${dayMonths[language][month - 1] ?? ''}`;
  return style === 'full' ? `${text} ${year}` : text;
}

/** «понедельник, 16 ноября». */
export function formatWeekday(day: string, language: Language): string {
  const options = { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', options).format(new Date(`${day}T12:00:00Z`));
}

/** 1–4 дек within one month, 28 дек – 1 янв across two. */
export function formatDayRange(from: string, to: string, language: Language): string {
  const start = partsOf(from);
  const end = partsOf(to);
  if (from === to) return formatDay(from, language, 'table');
  if (start.month === end.month && start.year === end.year) return `${start.date}–${formatDay(to, language, 'table')}`;
  return `${formatDay(from, language, 'table')} – ${formatDay(to, language, 'table')}`;
}

/** «ноябрь» in a sentence; with the year «ноябрь 2026». */
export function formatMonth(month: string, language: Language, options: { year?: boolean; capital?: boolean } = {}): string {
  const [year = '', number = '1'] = month.split('-');
  const name = months[language][Number(number) - 1] ?? '';
  const cased = options.capital ? name.charAt(0).toUpperCase() + name.slice(1) : name;
  return options.year ? `${cased} ${year}` : cased;
}

/** «к ноябрю», to compare with it. */
export function formatToMonth(month: string, language: Language): string {
  const index = Number(month.split('-')[1]) - 1;
  return language === 'ru' ? `к ${toMonths[index] ?? ''}` : `to ${months.en[index] ?? ''}`;
}

/** Months in a row: «Дек 2026 – мар 2027»; one alone has its whole name. */
export function formatMonthSpan(from: string, to: string, language: Language): string {
  if (from === to) return formatMonth(from, language, { year: true, capital: true });
  const short = (month: string): string => `${spanMonths[language][Number(month.split('-')[1]) - 1] ?? ''} ${month.slice(0, 4)}`;
  const first = short(from);
  return `${first.charAt(0).toUpperCase()}${first.slice(1)} – ${short(to)}`;
}

/** The month `by` months later, or earlier when negative. */
export function shiftMonth(month: string, by: number): string {
  const [year = '0', number = '1'] = month.split('-');
  const index = Number(year) * 12 + Number(number) - 1 + by;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
}

/** The calendar day of an instant in a time zone, `2026-11-16`. */
export function dayOf(instant: string, timeZone: string): string {
  const parts = clockParts(instant, timeZone);
  return `${parts.year}-${parts.month}-${parts.day}`;
}

/** 10:42; seconds only on receipts and in data streams. */
export function formatTime(instant: string | null, timeZone: string, options: { seconds?: boolean } = {}): string {
  if (instant === null) return '—';
  const parts = clockParts(instant, timeZone);
  return options.seconds ? `${parts.hour}:${parts.minute}:${parts.second}` : `${parts.hour}:${parts.minute}`;
}

/** The time of today, 10:42, or with seconds; of another day the day too: 24 авг, 19:07. */
export function formatSince(
  instant: string | null,
  now: string,
  timeZone: string,
  language: Language,
  options: { seconds?: boolean } = {},
): string {
  if (instant === null) return '—';
  const day = dayOf(instant, timeZone);
  if (day === dayOf(now, timeZone)) return formatTime(instant, timeZone, options);
  return `${formatDay(day, language, 'table')}, ${formatTime(instant, timeZone)}`;
}

/** 16 ноября, 11:24; with `full` the year, the seconds and the zone: 16 ноября 2026, 11:52:07, МСК. */
export function formatMoment(instant: string | null, timeZone: string, language: Language, options: { full?: boolean } = {}): string {
  if (instant === null) return '—';
  const day = dayOf(instant, timeZone);
  if (!options.full) return `${formatDay(day, language)}, ${formatTime(instant, timeZone)}`;
  return `${formatDay(day, language, 'full')}, ${formatTime(instant, timeZone, { seconds: true })}, ${zoneName(instant, timeZone, language)}`;
}

function zoneName(instant: string, timeZone: string, language: Language): string {
  if (timeZone === 'Europe/Moscow') return language === 'ru' ? 'МСК' : 'MSK';
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'shortOffset' });
  const name = format.formatToParts(new Date(instant)).find((part) => part.type === 'timeZoneName')?.value ?? timeZone;
  return name.replace('GMT', 'UTC');
}

type ClockPart = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';

function clockParts(instant: string, timeZone: string): Record<ClockPart, string> {
  const parts: Record<ClockPart, string> = { year: '', month: '', day: '', hour: '', minute: '', second: '' };
  for (const part of clockOf(timeZone).formatToParts(new Date(instant))) {
    if (part.type in parts) parts[part.type as ClockPart] = part.value;
  }
  return parts;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  clocks.set(timeZone, clock);
  return clock;
}

function partsOf(day: string): { year: number; month: number; date: number } {
  const [year = '0', month = '1', date = '1'] = day.split('-');
  return { year: Number(year), month: Number(month), date: Number(date) };
}
