import { describe, expect, it } from 'vitest';
import { copyFrom } from '#components/planning/plan-copy.ts';
import { buildGrid } from './sample-overview.ts';

const source = buildGrid({ month: '2026-11', workdays: 20 });
const target = buildGrid({ month: '2026-12', workdays: 22, published: [], draft: [] });
const copied = (index: number, isByWorkdays = false): Record<string, string | null> =>
  Object.fromEntries(copyFrom(source, target, { index, isByWorkdays }).lines.map((line) => [line.scope, line.value]));

describe('copying a plan with an index', () => {
  it('keeps the numbers when nothing changes', () => {
    expect(copied(10_000)).toMatchObject({ company: '14100000.00', 'person:11': '4650000.00', 'person:32': '2400000.00' });
  });

  it('keeps rows adding up to their group where they did before, and whole thousands', () => {
    const lines = copied(10_333);
    const sum = (...scopes: string[]): number => scopes.reduce((total, scope) => total + Number(lines[scope]), 0);
    expect(lines['company']).toBe('14570000.00');
    expect(sum('department:5', 'department:7')).toBe(14_570_000);
    expect(sum('person:31', 'person:32')).toBe(Number(lines['department:7']));
    for (const value of Object.values(lines)) expect(Number(value) % 1000).toBe(0);
  });

  it('follows the working days for money, and not for a number of calls a day', () => {
    const calls = { ...source, published: [...source.published, { metric: 'calls' as const, scope: 'person:11', value: '20' }] };
    const { lines } = copyFrom(calls, target, { index: 10_000, isByWorkdays: true });
    expect(lines.find((line) => line.scope === 'person:32')?.value).toBe('2640000.00');
    expect(lines.find((line) => line.metric === 'calls')?.value).toBe('20');
  });

  it('leaves out what the author does not set, and says how much that is', () => {
    const other = buildGrid({ month: '2026-12', editable: ['department:5', 'person:11', 'person:12'] });
    const copy = copyFrom(source, other, { index: 10_000, isByWorkdays: false });
    expect(copy.lines.map((line) => line.scope).toSorted()).toEqual(['department:5', 'person:11', 'person:12']);
    expect(copy.left).toBe(4);
  });
});
