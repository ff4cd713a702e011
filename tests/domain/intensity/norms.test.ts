import { describe, expect, it } from 'vitest';
import { inForceOn, normOn, normOver, type NormLine, type PersonNorms } from '#domain/intensity/norms.ts';
import { scoreOf } from '#domain/intensity/score.ts';
import { suggestNorm } from '#domain/intensity/suggest-norm.ts';
import { sameWeekdays, usualOver } from '#domain/intensity/own-past.ts';
import { shiftDay } from '#domain/period.ts';
import type { Calendar } from '#domain/workdays.ts';

const calendar: Calendar = {
  weekDaysOff: [6, 7],
  daysOff: new Set(['2026-11-04']),
  extraWorkdays: new Set(),
  yearlyDaysOff: new Set(),
};
const line: NormLine = { metric: 'calls', fromDay: '2026-11-01', weekdays: [20, 20, 20, 20, 10, 0, 0], weight: 100, cap: null };
const week = ['2026-11-02', '2026-11-03', '2026-11-04', '2026-11-05', '2026-11-06', '2026-11-07', '2026-11-08'];

function person(change: Partial<PersonNorms> & { absent?: string[]; joinedOn?: string; leftOn?: string } = {}): PersonNorms {
  return {
    calendar: { calendar, absent: new Set(change.absent ?? []), joinedOn: change.joinedOn ?? null, leftOn: change.leftOn ?? null },
    assignments: change.assignments ?? [{ fromDay: '2026-11-01', profileId: 'seller', workPercent: 100 }],
    linesOf: change.linesOf ?? (() => [line]),
    planned: change.planned ?? (() => null),
  };
}

describe('the norm of a person', () => {
  it('is set by weekday and asks nothing on days off and holidays', () => {
    expect(week.map((day) => normOn(person(), 'calls', day))).toEqual([20, 20, 0, 20, 10, 0, 0]);
    expect(normOver(person(), 'calls', week)).toBe(70);
  });

  it('asks nothing on days of absence, before joining and after leaving', () => {
    expect(normOver(person({ absent: ['2026-11-03'] }), 'calls', week)).toBe(50);
    expect(normOver(person({ joinedOn: '2026-11-05' }), 'calls', week)).toBe(30);
    expect(normOver(person({ leftOn: '2026-11-05' }), 'calls', week)).toBe(40);
  });

  it('is a part of it for who works a part of the day', () => {
    const assignments = [
      { fromDay: '2026-11-01', profileId: 'seller', workPercent: 50 },
      { fromDay: '2026-11-05', profileId: 'seller', workPercent: 100 },
    ];
    expect(normOver(person({ assignments }), 'calls', week)).toBe(10 + 10 + 20 + 10);
  });

  it('changes on its day and ends where a line says so', () => {
    const lines: NormLine[] = [
      line,
      { ...line, fromDay: '2026-11-03', weekdays: [30, 30, 30, 30, 30, 0, 0] },
      { ...line, fromDay: '2026-11-06', weekdays: [] },
    ];
    expect(week.map((day) => normOn(person({ linesOf: () => lines }), 'calls', day))).toEqual([20, 30, 0, 30, null, null, null]);
    expect(inForceOn(lines, '2026-10-31')).toBeUndefined();
  });

  it('is what the plan says where the plan says something', () => {
    expect(normOver(person({ planned: () => 12 }), 'calls', week)).toBe(48);
    expect(normOn(person({ assignments: [] }), 'calls', '2026-11-02')).toBeNull();
  });
});

describe('the score', () => {
  it('weighs shares of norms and goes beyond a hundred: 2 of 4 at 20 % and 40 of 20 at 80 % are 170', () => {
    const score = scoreOf([
      { fact: 2, norm: 4, weight: 20, cap: null },
      { fact: 40, norm: 20, weight: 80, cap: null },
    ]);
    expect(score?.points).toBeCloseTo(170);
    expect(score?.parts.map(({ points }) => points)).toEqual([10, 160]);
  });

  it('stops at a cap where one is set, and leaves out what has no norm or no weight', () => {
    const score = scoreOf([
      { fact: 40, norm: 20, weight: 100, cap: 120 },
      { fact: 9, norm: 0, weight: 100, cap: null },
      { fact: 9, norm: 1, weight: 0, cap: null },
    ]);
    expect(score?.points).toBeCloseTo(120);
    expect(scoreOf([{ fact: 9, norm: 1, weight: 0, cap: null }])).toBeNull();
  });
});

describe('the own past', () => {
  const { calendar: own } = person({ absent: ['2026-10-26'] });
  const values = new Map([
    ['2026-10-05', 4],
    ['2026-10-12', 10],
    ['2026-10-19', 12],
  ]);

  it('is of the same weekdays of four weeks, without days of absence', () => {
    expect(sameWeekdays(own, values, '2026-11-02')).toEqual([12, 10, 4]);
    expect(usualOver(own, values, ['2026-11-02', '2026-11-08'])).toBe(10);
  });

  it('says nothing with too little of it', () => {
    expect(usualOver(own, values, ['2026-11-02'], '2026-10-19')).toBeNull();
  });
});

describe('a suggested norm', () => {
  it('is the median and the 80th percentile of worked days of twelve weeks', () => {
    const days = Array.from({ length: 84 }, (_, at) => shiftDay('2026-11-16', -at - 1));
    const values = new Map(days.map((day, at) => [day, at % 10]));
    const found = suggestNorm([{ calendar: person().calendar, values }], '2026-11-16');
    const worked = days.filter((day) => normOn(person({ planned: () => 1 }), 'calls', day) === 1).map((day) => values.get(day) ?? 0);
    const sorted = worked.toSorted((a, b) => a - b);
    expect(found?.days).toBe(worked.length);
    expect(found?.median).toBe(sorted[Math.floor((sorted.length - 1) / 2)]);
    expect(found?.upper).toBe(sorted[Math.ceil((sorted.length - 1) * 0.8)]);
    expect(found?.weekdays.slice(5)).toEqual([null, null]);
  });

  it('waits for twenty days', () => {
    expect(suggestNorm([{ calendar: { ...person().calendar, joinedOn: '2026-11-09' }, values: new Map() }], '2026-11-16')).toBeNull();
  });
});
