import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseOrder, planRuns } from '../../bench/forecast/bench-order.ts';
import { toDayText } from '../../bench/forecast/periods.ts';
import { readTidy } from '../../bench/forecast/read-tidy.ts';
import { runCutoffs } from '../../bench/forecast/run-cutoffs.ts';
import { scoreLine } from '../../bench/forecast/print-scores.ts';

let folder: string;
const write = (name: string, ...lines: string[]): void => writeFileSync(join(folder, `${name}.csv`), `${lines.join('\n')}\n`);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kurs-tidy-'));
  const days = Array.from({ length: 330 }, (_, index) => toDayText(19_000 + index));
  const closed = (index: number): string => (index + 20 < days.length ? `${days[index + 20]}T12:00:00` : '');
  write(
    'deals',
    'id,owner,category,created,closed,outcome,amount_final',
    ...days.map(
      (day, index) =>
        `${index},${index % 3},0,${day}T09:00:00,${closed(index)},${closed(index) === '' ? 'open' : index % 2 ? 'won' : 'lost'},${index % 2 ? 100 : ''}`,
    ),
  );
  write('stage_history', 'id,ts,stage,percent', ...days.map((day, index) => `${index},${day}T09:00:00,new,0.5`));
  write('amount_history', 'id,ts,amount', ...days.map((day, index) => `${index},${day}T09:00:00,100`));
  write('close_date_history', 'id,ts,expected_close');
  write('activities', 'id,ts');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the bench of the forecast', () => {
  it('scores every method on a folder, with the model close to a business that never changes', () => {
    const order = parseOrder(['--data', folder, '--from', '2022-10-01', '--to', '2022-11-30', '--json']);
    const portal = readTidy(folder);
    const scores = JSON.parse(scoreLine(runCutoffs(portal, planRuns(order, portal)))) as Record<string, Record<string, number>>;
    expect(Object.keys(scores)).toEqual([
      'wape',
      'wape_manager',
      'bias',
      'coverage80',
      'width',
      'brier',
      'log_loss',
      'auc',
      'expected_over_wins',
    ]);
    expect(Object.keys(scores['wape']!)).toEqual(['model', 'B1', 'B1s', 'B2', 'B3', 'B4', 'B5s', 'B6s', 'B7']);
    expect(scores['wape']!['model']).toBeLessThan(0.15);
    expect(scores['wape']!['B4']).toBeNull();
  });

  it('tells what is wrong with a folder or an argument', () => {
    expect(() => parseOrder([])).toThrow('--data DIR is missing');
    expect(() => parseOrder(['--data', join(folder, 'nowhere')])).toThrow('no such folder');
    expect(() => parseOrder(['--data', folder, '--period', 'week'])).toThrow('--period week');
    expect(() => parseOrder(['--data', folder, '--from', '2022-13-01'])).toThrow('--from 2022-13-01');
    expect(() => parseOrder(['--data', folder, '--points', '0,120'])).toThrow('--points');
    expect(() => planRuns(parseOrder(['--data', folder, '--from', '2030-01-01']), readTidy(folder))).toThrow('no whole month');
    write('activities', 'id,ts', '5,yesterday');
    expect(() => readTidy(folder)).toThrow(/activities.csv:2: ts "yesterday" is not a time/);
    write('activities', 'id,when');
    expect(() => readTidy(folder)).toThrow('no column ts');
    write('activities', 'id,ts', 'unknown,2022-05-05');
    expect(() => readTidy(folder)).toThrow('deal unknown is not in deals.csv');
  });
});
