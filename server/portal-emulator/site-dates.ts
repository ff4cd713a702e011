import type { PortalData } from './portal-data.ts';
import { createPortalZone } from './portal-zone.ts';

type Language = PortalData['language'];

/** Dates as the portal's site writes them, without an offset: `16.11.2026 10:42:00` or `11/16/2026 10:42:00 am`. */
export function writeSiteTime(language: Language, instant: string, timeZone: string): string {
  const local = localTime(instant, timeZone);
  const [hours = '00', minutes = '00', seconds = '00'] = local.slice(11, 19).split(':');
  const day = writeSiteDay(language, local.slice(0, 10));
  if (language === 'ru') return `${day} ${hours}:${minutes}:${seconds}`;
  const half = Number(hours) < 12 ? 'am' : 'pm';
  return `${day} ${String(Number(hours) % 12 || 12).padStart(2, '0')}:${minutes}:${seconds} ${half}`;
}

export function writeSiteDay(language: Language, day: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return language === 'ru' ? `${date}.${month}.${year}` : `${month}/${date}/${year}`;
}

/** `Wed Dec 11 2024 17:59:00`, without the time for whole days. */
export function writeFormatted(instant: string, timeZone: string, isDayOnly: boolean): string {
  const local = localTime(instant, timeZone);
  const [weekday = '', date = '', month = '', year = ''] = new Date(`${local.slice(0, 19)}Z`).toUTCString().replace(',', '').split(' ');
  return `${weekday} ${month} ${date} ${year}${isDayOnly ? '' : ` ${local.slice(11, 19)}`}`;
}

/** Seconds a zone is ahead of UTC at an instant. */
export function offsetSeconds(instant: string, timeZone: string): number {
  return (Date.parse(`${localTime(instant, timeZone).slice(0, 19)}Z`) - Date.parse(instant)) / 1000;
}

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}

const zones = new Map<string, ReturnType<typeof createPortalZone>>();

/** Reading offsets is dear, so that a zone is made once. */
export function zoneOf(timeZone: string): ReturnType<typeof createPortalZone> {
  const name = timeZone === '' ? 'UTC' : timeZone;
  const known = zones.get(name) ?? createPortalZone(name);
  zones.set(name, known);
  return known;
}

function localTime(instant: string, timeZone: string): string {
  return zoneOf(timeZone).writeInstant(instant);
}
