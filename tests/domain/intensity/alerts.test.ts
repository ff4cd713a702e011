import { describe, expect, it } from 'vitest';
import { defaultAlertRules, findSign, type WatchedPerson } from '#domain/intensity/alerts.ts';
import { alertRulesOf, readAlertRuleBook, readAlertRules, storeAlertRuleBook } from '#domain/intensity/alert-rules.ts';
import { replayAlerts } from '#domain/intensity/replay-alerts.ts';
import { isAtWork } from '#domain/intensity/norms.ts';
import { shiftDay, type Day } from '#domain/period.ts';
import { calendar, generatePerson, type GeneratedPerson } from '../../bench/alerts/generated-people.ts';
import { replayYear } from '../../bench/alerts/replay-year.ts';

const rules = defaultAlertRules;
const today = '2026-11-16';

/** Ten calls on each of the last ninety days, but for those that are given. */
function steady(change: Readonly<Record<Day, number>> = {}, absent: readonly Day[] = []): GeneratedPerson {
  const own = { calendar, absent: new Set(absent), joinedOn: null, leftOn: null };
  const days = Array.from({ length: 100 }, (_, at) => shiftDay(today, at - 100)).filter((day) => isAtWork(own, day));
  return { calendar: own, values: new Map(days.map((day) => [day, change[day] ?? 10])) };
}

const watch = (person: GeneratedPerson, change: Partial<WatchedPerson> = {}) =>
  findSign({ ...person, normOn: () => null, lastAlert: null, today, knownUntil: null, ...change }, rules);
const silent = { '2026-11-11': 0, '2026-11-12': 0, '2026-11-13': 0 };

describe('a word about somebody', () => {
  it('is due after three working days without anything, and names them', () => {
    expect(watch(steady(silent))).toMatchObject({ kind: 'silent', days: ['2026-11-11', '2026-11-12', '2026-11-13'], fact: 0 });
    expect(watch(steady({ ...silent, '2026-11-12': 9 }))).toMatchObject({ kind: 'below-past' });
  });

  it('is due when it is fewer and less often than before', () => {
    expect(watch(steady({ '2026-11-11': 5, '2026-11-12': 6, '2026-11-13': 4 }))).toMatchObject({ kind: 'below-past', fact: 15 });
    expect(watch(steady({ '2026-11-11': 9, '2026-11-12': 9, '2026-11-13': 9 }))).toBeNull();
    // One bad day among usual ones is none.
    expect(watch(steady({ '2026-11-13': 1 }))).toBeNull();
  });

  it('is due when the month stays below the norm for as many days', () => {
    const normOn = (day: Day): number => (isAtWork(steady().calendar, day) ? 16 : 0);
    expect(watch(steady(), { normOn })).toMatchObject({ kind: 'below-norm' });
    expect(watch(steady(), { normOn: (day) => normOn(day) * 0.8 })).toBeNull();
  });

  it('is due when nothing has come today by the time, and only once today is known so far', () => {
    expect(watch(steady(), { knownUntil: '13:00' })).toMatchObject({ kind: 'silent-today', days: [today] });
    expect(watch(steady(), { knownUntil: '12:59' })).toBeNull();
    expect(watch(steady(), { knownUntil: null })).toBeNull();
  });

  it('is not due on a day of absence, nor about days of absence', () => {
    expect(watch(steady(silent, [today]))).toBeNull();
    expect(watch(steady(silent, Object.keys(silent)))).toBeNull();
  });

  it('is not due without enough history', () => {
    const person = steady(silent);
    expect(watch({ ...person, calendar: { ...person.calendar, joinedOn: '2026-10-20' } })).toBeNull();
  });

  it('is not repeated for a while, but for who falls silent after it', () => {
    const drop = steady({ '2026-11-11': 5, '2026-11-12': 6, '2026-11-13': 4 });
    expect(watch(drop, { lastAlert: '2026-11-12' })).toBeNull();
    expect(watch(steady(silent), { lastAlert: '2026-11-12' })).toBeNull();
    expect(watch(steady(silent), { lastAlert: '2026-11-09' })).toMatchObject({ kind: 'silent' });
  });
});

describe('rules of a profile', () => {
  it('stand beside those of the company, which hold for all others', () => {
    const own = { ...rules, byPast: false, normPercent: 50 };
    const book = readAlertRuleBook(
      structuredClone(storeAlertRuleBook({ company: { ...rules, tellsPerson: false }, profiles: new Map([['seller', own]]) })),
    );
    expect(alertRulesOf(book, 'seller')).toEqual(own);
    expect(alertRulesOf(book, 'service')).toEqual({ ...rules, tellsPerson: false });
    expect(alertRulesOf(readAlertRuleBook(undefined), null)).toEqual(rules);
  });

  it('look only for what they are to look for', () => {
    expect(
      findSign(
        { ...steady(silent), normOn: () => null, lastAlert: null, today, knownUntil: null },
        { ...rules, bySilence: false, byPast: false },
      ),
    ).toBeNull();
  });
});

describe('a look at the past', () => {
  const days = ['2026-11-11', '2026-11-12', '2026-11-13', '2026-11-16'];

  it('tells of each day what its morning would have told, and not twice', () => {
    const person = { ...steady({ '2026-11-09': 0, '2026-11-10': 0, '2026-11-11': 0 }), normOn: () => null };
    expect(replayAlerts(person, rules, days, null)).toMatchObject([{ day: '2026-11-11', sign: { kind: 'below-past' } }]);
    expect(replayAlerts({ ...steady(), normOn: () => null }, rules, days, null)).toEqual([]);
  });

  it('knows of a day what it had brought by the time', () => {
    const person = { ...steady(), normOn: () => null };
    const byTime = new Map(days.map((day) => [day, day === '2026-11-13' ? 0 : 1]));
    expect(replayAlerts(person, rules, days, byTime)).toMatchObject([{ day: '2026-11-13', sign: { kind: 'silent-today' } }]);
  });
});

describe('on generated people', () => {
  const first = '2025-01-09';
  const from = shiftDay(first, 91);
  const people = Array.from({ length: 24 }, (_, at) => at + 1);

  it('hardly more than one word a quarter is about nobody’s change', { timeout: 120_000 }, () => {
    const end = shiftDay(from, 182);
    const alerts = people.map((seed) => replayYear(generatePerson(seed, first, 273, null), rules, from, end).alerts.length);
    expect(alerts.reduce((total, one) => total + one, 0) / people.length / 2).toBeLessThanOrEqual(1.3);
  });

  it('who stops is found within three working days, and most of who does two fifths less within ten', { timeout: 120_000 }, () => {
    const on = shiftDay(from, 60);
    const delay = (seed: number, part: number): number => {
      const { alerts, worked } = replayYear(generatePerson(seed, first, 200, { on, part }), rules, shiftDay(on, -30), shiftDay(on, 40));
      const found = alerts.find((day) => day > on);
      return found === undefined ? Infinity : worked.filter((day) => day >= on && day < found).length;
    };
    expect(Math.max(...people.map((seed) => delay(seed, 0)))).toBeLessThanOrEqual(3);
    expect(people.filter((seed) => delay(seed, 0.6) <= 10).length).toBeGreaterThanOrEqual(people.length * 0.75);
  });
});

describe('rules', () => {
  it('are as usual where what is stored says nothing that fits', () => {
    expect(readAlertRules(undefined)).toEqual(defaultAlertRules);
    expect(readAlertRules({ days: 99, silentBy: 'noon', normPercent: 50 })).toEqual({ ...defaultAlertRules, normPercent: 50 });
    expect(readAlertRules({ silentBy: null }).silentBy).toBeNull();
  });
});
