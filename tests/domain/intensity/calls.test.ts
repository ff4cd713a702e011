import { describe, expect, it } from 'vitest';
import { defaultCallSeconds, isCountedCall, normToDate } from '#domain/intensity/calls.ts';

const call = { kind: 1, seconds: 31, code: '200' };

describe('a counted call', () => {
  it('is strictly longer than 30 seconds', () => {
    expect(defaultCallSeconds).toBe(30);
    expect([29, 30, 31].map((seconds) => isCountedCall({ ...call, seconds }, defaultCallSeconds))).toEqual([false, false, true]);
  });

  it('was answered', () => {
    expect(['200', '304', '603', ''].map((code) => isCountedCall({ ...call, code }, 30))).toEqual([true, false, false, false]);
  });

  it('is outgoing, incoming or redirected; an information call never counts', () => {
    expect([1, 2, 3].every((kind) => isCountedCall({ ...call, kind }, 30))).toBe(true);
    expect(isCountedCall({ kind: 5, seconds: 6000, code: '200' }, 30)).toBe(false);
  });
});

describe('norm to date', () => {
  it('is the daily norm times the working days passed', () => {
    expect(normToDate(20n, 9)).toBe(180);
    expect(normToDate(20n, 0)).toBe(0);
    expect(normToDate(0n, 9)).toBe(0);
  });

  it('is missing where no norm was set', () => {
    expect(normToDate(null, 9)).toBeNull();
  });
});
