import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWaiting, sheetState, signBefore, targetsOf } from '#domain/acknowledgement.ts';
import { daysBetween, shiftDay } from '#domain/period.ts';
import { isWorkday } from '#domain/workdays.ts';
import { russianCalendar } from './generated-facts.ts';

describe('the state of a sheet', () => {
  it('is sent, then opened, then what the person decided', () => {
    expect(sheetState({ decision: null, isOpened: false, isSuperseded: false })).toBe('sent');
    expect(sheetState({ decision: null, isOpened: true, isSuperseded: false })).toBe('opened');
    for (const decision of ['signed', 'signed-with-objections', 'refused'] as const) {
      expect(sheetState({ decision, isOpened: true, isSuperseded: false })).toBe(decision);
    }
  });

  it('keeps a decision when a later version was sent, and never takes silence for one', () => {
    expect(sheetState({ decision: 'signed', isOpened: true, isSuperseded: true })).toBe('signed');
    expect(sheetState({ decision: null, isOpened: true, isSuperseded: true })).toBe('superseded');
    expect(sheetState({ decision: null, isOpened: false, isSuperseded: true })).toBe('superseded');
  });

  it('waits for the person only while sent or opened', () => {
    const answered = ['signed', 'signed-with-objections', 'refused', 'on-paper', 'superseded'] as const;
    const waiting = ['sent', 'opened', 'question', 'broken-down'] as const;
    expect([...waiting, ...answered].filter(isWaiting)).toEqual(waiting);
  });
});

describe('the last day to answer', () => {
  it('is five working days after the plan was sent', () => {
    expect(signBefore(russianCalendar, '2026-11-13')).toBe('2026-11-20');
    expect(signBefore(russianCalendar, '2026-11-16')).toBe('2026-11-23');
    expect(signBefore(russianCalendar, '2026-11-03')).toBe('2026-11-11');
    expect(signBefore(russianCalendar, '2026-12-28')).toBe('2027-01-13');
  });

  it('is a working day with exactly five of them behind it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 700 }), (shift) => {
        const sent = shiftDay('2026-01-01', shift);
        const last = signBefore(russianCalendar, sent);
        const days = Array.from({ length: daysBetween(sent, last) }, (_, index) => shiftDay(sent, index + 1));
        expect(days.filter((day) => isWorkday(russianCalendar, day))).toHaveLength(5);
        expect(isWorkday(russianCalendar, last)).toBe(true);
      }),
    );
  });
});

describe('targets of a person', () => {
  it('stand in the order of the sheet and are the person’s own', () => {
    const lines = [
      { metric: 'calls', scope: 'person:6', value: 20n },
      { metric: 'revenue', scope: 'person:66', value: 1n },
      { metric: 'revenue', scope: 'company', value: 2n },
      { metric: 'revenue', scope: 'person:6', value: 4200n },
    ] as const;
    expect(targetsOf(lines, 6n)).toEqual([
      { metric: 'revenue', value: 4200n },
      { metric: 'calls', value: 20n },
    ]);
    expect(targetsOf(lines, 7n)).toEqual([]);
  });
});
