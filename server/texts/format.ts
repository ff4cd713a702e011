export type Language = 'ru' | 'en';

const narrowSpace = '\u202f';

/** A decimal string with grouped thousands: «4 600 000» or “4,600,000”; zero cents are left out. */
export function formatAmount(decimal: string, language: Language): string {
  const [whole = '0', fraction = ''] = decimal.replace('-', '').split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, language === 'ru' ? narrowSpace : ',');
  const cents = /^0*$/.test(fraction) ? '' : `${language === 'ru' ? ',' : '.'}${fraction}`;
  return `${decimal.startsWith('-') ? '\u2212' : ''}${grouped}${cents}`;
}

const monthNames: Readonly<Record<Language, readonly string[]>> = {
  ru: ['январь', 'февраль', 'март', 'апрель', 'май', 'июнь', 'июль', 'август', 'сентябрь', 'октябрь', 'ноябрь', 'декабрь'],
  en: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
};

const genitive = ['января', 'февраля', 'марта', 'апреля', 'мая', 'июня', 'июля', 'августа', 'сентября', 'октября', 'ноября', 'декабря'];

/** `2026-12` as «декабрь 2026». */
export function formatMonth(month: string, language: Language): string {
  return `${monthNames[language][Number(month.slice(5, 7)) - 1] ?? ''} ${month.slice(0, 4)}`;
}

const romans = ['I', 'II', 'III', 'IV'];

/**
 * The period of a plan by its key: «декабрь 2026», «5 декабря 2026», «30 ноября – 6 декабря 2026», «IV квартал 2026»,
 * «II полугодие 2026», «2026 год»; reads alike after «на» and «за» and alone.
 */
export function formatPeriod(key: string, language: Language): string {
  const year = key.slice(0, 4);
  const [from, to] = key.split('--');
  if (from !== undefined && to !== undefined) return `${formatSpan(from, to, language)} ${to.slice(0, 4)}`;
  const [, kind = '', number = '1'] = /^\d{4}-([WQH])(\d+)$/.exec(key) ?? [];
  if (kind === 'W') {
    const [monday, sunday] = daysOfWeek(Number(year), Number(number));
    return `${formatSpan(monday, sunday, language)} ${sunday.slice(0, 4)}`;
  }
  if (kind === 'Q') return language === 'ru' ? `${romans[Number(number) - 1] ?? ''} квартал ${year}` : `Q${number} ${year}`;
  if (kind === 'H') return language === 'ru' ? `${romans[Number(number) - 1] ?? ''} полугодие ${year}` : `H${number} ${year}`;
  if (key.length === 4) return language === 'ru' ? `${year} год` : year;
  return key.length === 10 ? formatDay(key, language) : formatMonth(key, language);
}

/** Monday and Sunday of an ISO week; 4 January is always in week 1. */
function daysOfWeek(year: number, week: number): [string, string] {
  const fourth = new Date(Date.UTC(year, 0, 4));
  const monday = fourth.getTime() + ((week - 1) * 7 - ((fourth.getUTCDay() + 6) % 7)) * 86_400_000;
  const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
  return [dayOf(monday), dayOf(monday + 6 * 86_400_000)];
}

/** `2026-12-01` as «1 декабря 2026» or “1 December 2026”. */
export function formatDay(day: string, language: Language): string {
  const index = Number(day.slice(5, 7)) - 1;
  const month = language === 'ru' ? genitive[index] : monthNames.en[index];
  return `${Number(day.slice(8, 10))} ${month ?? ''} ${day.slice(0, 4)}`;
}

/** Two days of one month as «1–4 декабря» or “1–4 December”. */
export function formatSpan(from: string, to: string, language: Language): string {
  const withoutYear = (day: string): string => formatDay(day, language).replace(/ \d{4}$/, '');
  if (from === to) return withoutYear(from);
  return from.slice(0, 7) === to.slice(0, 7)
    ? `${Number(from.slice(8, 10))}–${withoutYear(to)}`
    : `${withoutYear(from)} – ${withoutYear(to)}`;
}

const signs: Readonly<Record<string, string>> = { RUB: '₽', EUR: '€', USD: '$' };

export function formatMoney(decimal: string, currency: string, language: Language): string {
  const sign = signs[currency] ?? currency;
  return language === 'en' && sign !== currency && sign !== '₽'
    ? `${sign}${formatAmount(decimal, language)}`
    : `${formatAmount(decimal, language)}\u00a0${sign}`;
}

/** Russian plural: «1 звонок», «2 звонка», «5 звонков». */
export function plural(count: number, forms: readonly [string, string, string]): string {
  const tens = Math.abs(count) % 100;
  const ones = tens % 10;
  if (tens > 10 && tens < 20) return forms[2];
  if (ones === 1) return forms[0];
  return ones > 1 && ones < 5 ? forms[1] : forms[2];
}
