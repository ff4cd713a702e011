import { describe, expect, it } from 'vitest';
import { busiestByKind, judgeAge, judgeStream, operatingNow, usualValue } from '#domain/data-health.ts';

const now = 1_000_000_000;
const minutesAgo = (minutes: number): number => now - minutes * 60_000;
const stream = (change: Partial<Parameters<typeof judgeStream>[0]> = {}) =>
  judgeStream({ succeededMs: minutesAgo(1), failure: null, resumeMs: null, ...change }, now, 900);

describe('a stream of reading', () => {
  it('is fine up to its limit and delayed behind it', () => {
    expect(stream({ succeededMs: minutesAgo(15) })).toBe('fine');
    expect(stream({ succeededMs: minutesAgo(15) - 1 })).toBe('delayed');
  });

  it('has never worked until its first success', () => {
    expect(stream({ succeededMs: null })).toBe('never');
  });

  it('fails while there is a code, however fresh its last success', () => {
    expect(stream({ failure: 'CONNECTION_ERROR' })).toBe('failed');
    expect(stream({ failure: 'CONNECTION_ERROR', succeededMs: null })).toBe('failed');
  });

  it('rests until its time has come, whatever else it has', () => {
    expect(stream({ resumeMs: now + 1, failure: 'OPERATION_TIME_LIMIT', succeededMs: null })).toBe('parked');
    expect(stream({ resumeMs: now })).toBe('fine');
    expect(stream({ resumeMs: now, failure: 'OPERATION_TIME_LIMIT' })).toBe('fine');
  });
});

describe('numbers on a screen', () => {
  it('are as old as the oldest of them', () => {
    expect(judgeAge([minutesAgo(1), minutesAgo(15)], now)).toBe('fresh');
    expect(judgeAge([minutesAgo(1), minutesAgo(16)], now)).toBe('stale');
    expect(judgeAge([minutesAgo(61), minutesAgo(1)], now)).toBe('old');
    expect(judgeAge([null, minutesAgo(1)], now)).toBe('fresh');
    expect(judgeAge([null, null], now)).toBe('none');
  });
});

describe('the usual lag', () => {
  it('is what nineteen of twenty periods do not exceed', () => {
    expect(usualValue(Array.from({ length: 100 }, (_, index) => 100 - index))).toBe(95);
    expect(usualValue([7])).toBe(7);
    expect(usualValue([])).toBeNull();
  });
});

describe('the time that a method has worked', () => {
  it('has left the window ten minutes after it was told', () => {
    expect(operatingNow(413, minutesAgo(9), now)).toBe(413);
    expect(operatingNow(413, minutesAgo(10), now)).toBe(0);
  });

  it('is that of the busiest method of a kind, because each method has its own limit', () => {
    const uses = [
      { method: 'crm.item.list', seconds: 70 },
      { method: 'crm.item.productrow.list', seconds: 76 },
      { method: 'voximplant.statistic.get', seconds: 413 },
      { method: 'user.get', seconds: 3 },
      { method: 'tasks.task.list', seconds: 5 },
    ];
    expect([...busiestByKind(uses)].map(([kind, use]) => `${kind} ${use.seconds}`).sort()).toEqual([
      'calls 413',
      'deals 76',
      'directories 3',
      'other 5',
    ]);
  });
});
