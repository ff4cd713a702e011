import { describe, expect, it } from 'vitest';
import { contactsByWeek, firstContactDay } from '#domain/intensity/contacts.ts';

const today = '2026-11-16';

describe('contacts by week', () => {
  it('begin on Mondays, the running week last, and leave older ones out', () => {
    const weeks = contactsByWeek(
      [
        { day: '2026-11-16', kind: 'call', count: 2 },
        { day: '2026-11-15', kind: 'meeting', count: 1 },
        { day: '2026-11-09', kind: 'call', count: 3 },
        { day: '2026-11-08', kind: 'message', count: 4 },
        { day: '2026-09-27', kind: 'call', count: 9 },
      ],
      today,
    );
    expect(weeks.map(({ from }) => from)).toEqual(
      '2026-09-28 2026-10-05 2026-10-12 2026-10-19 2026-10-26 2026-11-02 2026-11-09 2026-11-16'.split(' '),
    );
    expect(weeks.slice(-3)).toEqual([
      { from: '2026-11-02', calls: 0, meetings: 0, messages: 4 },
      { from: '2026-11-09', calls: 3, meetings: 1, messages: 0 },
      { from: '2026-11-16', calls: 2, meetings: 0, messages: 0 },
    ]);
    expect(weeks.reduce((sum, { calls }) => sum + calls, 0)).toBe(5);
  });

  it('hold a Sunday in the week of its Monday', () => {
    expect(firstContactDay('2026-11-22', 1)).toBe('2026-11-16');
  });
});
