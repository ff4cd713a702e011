import { previousWorkday } from '../workdays.ts';
import { shiftDay, type Day } from '../period.ts';
import { isAtWork, type PersonCalendar } from './norms.ts';
import { sameWeekdays, medianOf, type DayValues } from './own-past.ts';
import { levelBefore } from './own-level.ts';

/** When somebody is worth a word; days are days the person worked. */
export interface AlertRules {
  /** Which of the signs are looked for. */
  readonly byNorm: boolean;
  readonly byPast: boolean;
  readonly bySilence: boolean;
  /** Below this percent of the norm to date … */
  readonly normPercent: number;
  /** … or below the own past, over so many days. */
  readonly days: number;
  /** On so many of them also less often than usual: one bad day is none. */
  readonly frequency: number;
  /** Below the sum of the same weekdays' medians by so many median deviations of a day … */
  readonly mads: number;
  /** … and below the own level of twelve weeks by so many standard deviations: small samples swing. */
  readonly deviations: number;
  /** Nothing at all on so many days. */
  readonly silentDays: number;
  /** Nothing today by this time; null does not look at today. */
  readonly silentBy: string | null;
  /** No second word about the same metric for so many days. */
  readonly cooldownDays: number;
  /** Fewer days of own past say nothing. */
  readonly fewestDays: number;
  /** Who is told. */
  readonly tellsHead: boolean;
  readonly tellsPerson: boolean;
}

export const defaultAlertRules: AlertRules = {
  byNorm: true,
  byPast: true,
  bySilence: true,
  normPercent: 70,
  days: 3,
  frequency: 2,
  mads: 2,
  deviations: 1.95,
  silentDays: 3,
  silentBy: '13:00',
  cooldownDays: 15,
  fewestDays: 20,
  tellsHead: true,
  tellsPerson: true,
};

export type AlertKind = 'silent' | 'silent-today' | 'below-past' | 'below-norm';

/** What was seen; words are found elsewhere. */
export interface AlertSign {
  readonly kind: AlertKind;
  /** The days it was seen on, oldest first. */
  readonly days: readonly Day[];
  readonly fact: number;
  /** What the norm asks or the past makes usual on the same days. */
  readonly expected: number;
}

export interface WatchedPerson {
  readonly calendar: PersonCalendar;
  readonly values: DayValues;
  readonly normOn: (day: Day) => number | null;
  /** The last day somebody was told of the same metric of the person. */
  readonly lastAlert: Day | null;
  readonly today: Day;
  /** Until when today's facts are known, `HH:MM`; null when it is not known. */
  readonly knownUntil: string | null;
}

/** Expected so much, nothing at all is no chance: of fewer, a quiet day is a usual day. */
const fewestExpected = 6;

/** The one sign worth telling of a person's metric today; null while there is none. Quiet on a day of absence. */
export function findSign(person: WatchedPerson, rules: AlertRules): AlertSign | null {
  if (!isAtWork(person.calendar, person.today)) return null;
  const worked = lastWorked(person, Math.max(rules.days, rules.silentDays, rules.cooldownDays));
  const isCooling = isStillCooling(person, worked, rules);
  const silence = findSilence(person, worked, rules);
  // Who falls silent for days after the last word is told of at once, and so is who falls much deeper; a quiet morning alone is not told of again.
  if (silence !== null && (!isCooling || (silence.kind === 'silent' && isNews(person, silence)))) return silence;
  if (isCooling) {
    const deeper = findDrop(person, worked, { ...rules, deviations: rules.deviations + 0.5 });
    return deeper !== null && isNews(person, deeper) ? deeper : null;
  }
  return findDrop(person, worked, rules) ?? findShortfall(person, rules);
}

/** Days the person worked before today, newest first. */
function lastWorked({ calendar, today }: WatchedPerson, count: number): Day[] {
  const found: Day[] = [];
  let at: Day | undefined = today;
  while (found.length < count && at !== undefined) {
    at = previousWorkday(calendar.calendar, at);
    if (at !== undefined && calendar.joinedOn !== null && at < calendar.joinedOn) break;
    if (at !== undefined && isAtWork(calendar, at)) found.push(at);
  }
  return found;
}

const isNews = ({ lastAlert }: WatchedPerson, { days }: AlertSign): boolean => lastAlert === null || (days[0] ?? '') >= lastAlert;

function isStillCooling({ lastAlert }: WatchedPerson, worked: readonly Day[], { cooldownDays }: AlertRules): boolean {
  if (lastAlert === null) return false;
  return worked.filter((day) => day >= lastAlert).length < cooldownDays;
}

function findSilence(person: WatchedPerson, worked: readonly Day[], rules: AlertRules): AlertSign | null {
  if (!rules.bySilence) return null;
  const days = worked.slice(0, rules.silentDays);
  const last = days.at(-1);
  if (days.length < rules.silentDays || last === undefined) return null;
  const level = levelBefore(person.calendar, person.values, last, rules.fewestDays);
  if (level === null) return null;
  const isSilent = (day: Day): boolean => (person.values.get(day) ?? 0) === 0;
  if (days.every(isSilent) && level.mean * days.length >= fewestExpected) {
    return { kind: 'silent', days: days.toReversed(), fact: 0, expected: level.mean * days.length };
  }
  const isLate = rules.silentBy !== null && person.knownUntil !== null && person.knownUntil >= rules.silentBy;
  if (!isLate || !isSilent(person.today) || level.mean < fewestExpected) return null;
  return { kind: 'silent-today', days: [person.today], fact: 0, expected: level.mean };
}

/** Fewer and less often than before: the sum of the days, and on how many of them it was less than usual. */
function findDrop(person: WatchedPerson, worked: readonly Day[], rules: AlertRules): AlertSign | null {
  if (!rules.byPast) return null;
  const days = worked.slice(0, rules.days);
  const oldest = days.at(-1);
  if (days.length < rules.days || oldest === undefined) return null;
  const level = levelBefore(person.calendar, person.values, oldest, rules.fewestDays);
  if (level === null) return null;
  const usual = days.map((day) => medianOf(sameWeekdays(person.calendar, person.values, day, level.since)));
  if (usual.includes(null)) return null;
  const of = (day: Day): number => person.values.get(day) ?? 0;
  const fact = days.reduce((total, day) => total + of(day), 0);
  const expected = usual.reduce<number>((total, value) => total + (value ?? 0), 0);
  const seldom = days.filter((day, at) => of(day) < (usual[at] ?? 0)).length;
  const spread = level.deviation * Math.sqrt(days.length);
  const weighed = days.reduce((total, day) => total + level.of(day), 0);
  const isBelow = fact < expected - rules.mads * level.mad && fact < weighed - rules.deviations * spread;
  return isBelow && seldom >= rules.frequency ? { kind: 'below-past', days: days.toReversed(), fact, expected: weighed } : null;
}

/** The fact of the month to date stays below a part of its norm for as many days in a row. */
function findShortfall(person: WatchedPerson, rules: AlertRules): AlertSign | null {
  if (!rules.byNorm) return null;
  const first = `${person.today.slice(0, 8)}01`;
  const days: Day[] = [];
  for (let day = first; day < person.today; day = shiftDay(day, 1)) if ((person.normOn(day) ?? 0) > 0) days.push(day);
  // A month that has just begun says little: as many days again must have passed.
  if (days.length < rules.days * 2) return null;
  let [fact, norm] = [0, 0];
  const sums = days.map((day) => {
    fact += person.values.get(day) ?? 0;
    norm += person.normOn(day) ?? 0;
    return { fact, norm };
  });
  const isShort = sums.slice(-rules.days).every((sum) => sum.fact < (sum.norm * rules.normPercent) / 100);
  return isShort ? { kind: 'below-norm', days, fact, expected: norm } : null;
}
