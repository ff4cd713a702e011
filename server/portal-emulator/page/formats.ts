import type { StateKeeper } from './portal-state.ts';
import type { Language } from './words.ts';

export interface Formats {
  amount(decimal: string): string;
  currency(code: string): string;
  /** A calendar day as the portal's own lists show it. */
  day(day: string | null): string;
  /** An instant on the portal's clock. */
  moment(instant: string): string;
  /** The portal's time now, running on since the state was loaded. */
  clock(): string;
}

export function createFormats(language: Language, state: StateKeeper): Formats {
  const locale = language === 'ru' ? 'ru-RU' : 'en-GB';
  const longDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  const onTheWall = (instant: string, laterMs = 0): Date => new Date(Date.parse(instant) + offsetMs(state.current.now) + laterMs);
  return {
    amount: (decimal) => formatAmount(decimal, language),
    currency: (code) => currencySign(code, locale),
    day: (day) => (day ? toNumericDay(day.slice(0, 10), language) : ''),
    moment: (instant) => {
      const [day = '', time = ''] = onTheWall(instant).toISOString().split('T');
      return `${toNumericDay(day, language)} ${time.slice(0, 5)}`;
    },
    clock: () => {
      const now = onTheWall(state.current.now, state.ageMs);
      return `${longDay.format(now).replace(/\s*г\.$/, '')}, ${now.toISOString().slice(11, 16)}`;
    },
  };
}

function offsetMs(instant: string): number {
  const [, sign, hours, minutes] = /([+-])(\d\d):?(\d\d)$/.exec(instant) ?? [];
  if (hours === undefined || minutes === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

function formatAmount(decimal: string, language: Language): string {
  const [whole = '0', fraction = ''] = decimal.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, language === 'ru' ? '\u202f' : ',').replace('-', '\u2212');
  return /[1-9]/.test(fraction) ? `${grouped}${language === 'ru' ? ',' : '.'}${fraction.padEnd(2, '0').slice(0, 2)}` : grouped;
}

function currencySign(code: string, locale: string): string {
  try {
    const parts = new Intl.NumberFormat(locale, { style: 'currency', currency: code, currencyDisplay: 'narrowSymbol' }).formatToParts(0);
    return parts.find((part) => part.type === 'currency')?.value ?? code;
  } catch {
    return code;
  }
}

function toNumericDay(day: string, language: Language): string {
  const [year, month, date] = day.split('-');
  return language === 'ru' ? `${date}.${month}.${year}` : `${date}/${month}/${year}`;
}
