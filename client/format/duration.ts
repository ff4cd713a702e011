import type { Language } from '#contract/wire.ts';
import { formatNumber } from './number.ts';

const units = { ru: ['с', 'мин', 'ч', 'дн.'], en: ['s', 'min', 'h', 'd'] } as const;
const minute = 60;
const hour = 3600;
const day = 86_400;

export interface DurationParts {
  readonly number: string;
  readonly unit: string;
}

/** A length of time in its largest unit, cut down to whole ones, so that it never looks older than it is: 38 с, 13 мин, 3 ч, 2 дн. */
export function durationParts(seconds: number, language: Language): DurationParts {
  const [second, minutes, hours, days] = units[language];
  const [size, unit] =
    seconds < minute
      ? ([1, second] as const)
      : seconds < hour
        ? ([minute, minutes] as const)
        : seconds < day
          ? ([hour, hours] as const)
          : ([day, days] as const);
  return { number: formatNumber(Math.floor(seconds / size), language), unit };
}

export function formatDuration(seconds: number | null, language: Language): string {
  if (seconds === null) return '—';
  const { number, unit } = durationParts(seconds, language);
  return `${number}\u00A0${unit}`;
}

/** Minutes in hours and minutes: 34 мин, 2 ч 15 мин, 3 ч. */
export function formatMinutes(minutes: number, language: Language): string {
  const [, minuteUnit, hourUnit] = units[language];
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const parts = [
    hours > 0 ? `${formatNumber(hours, language)}\u00A0${hourUnit}` : '',
    rest > 0 || hours === 0 ? `${rest}\u00A0${minuteUnit}` : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}
