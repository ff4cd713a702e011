import { describe, expect, it } from 'vitest';
import { compareWorkbook, type WorkbookCheck } from '#domain/planning/check-workbook.ts';
import { readPlanValue } from '#domain/planning/plan-value.ts';
import { cellAddress, valueKey, type PlanWorkbook, type ReadRow, type WorkbookRow } from '#domain/planning/plan-workbook.ts';

const revenue = { code: 'revenue', unit: 'money', isPerWorkday: false, digits: 2, largest: 10n ** 15n } as const;
const person = (id: number, name: string, department: string, more: Partial<WorkbookRow> = {}): WorkbookRow => ({
  id: `person:${id}`,
  scope: `person:${id}`,
  part: null,
  kind: 'person',
  name,
  otherNames: [name.split(' ').toReversed().join(' ')],
  department,
  depth: 1,
  isEditable: true,
  isOwn: false,
  ...more,
});
const plan: PlanWorkbook = {
  currency: 'RUB',
  months: [
    { month: '2026-11', workdays: 20, isLocked: true },
    { month: '2026-12', workdays: 22, isLocked: false },
  ],
  metrics: [revenue],
  rows: [
    person(1, 'Петров Иван', 'Север'),
    person(2, 'Петров Иван', 'Юг'),
    person(3, 'Соловьёв Олег', 'Юг'),
    person(4, 'Ильина Наталья', 'Юг', { isEditable: false, isOwn: true }),
    person(5, 'Чужой Глеб', 'Восток', { isEditable: false }),
  ],
  values: new Map([
    [valueKey('2026-12', 'revenue', 'person:3'), 100n],
    [valueKey('2026-12', 'revenue', 'person:4'), 500n],
  ]),
};

function compare(rows: readonly Partial<ReadRow>[], months = ['2026-12']): WorkbookCheck {
  const { result, steps } = compareWorkbook(plan, [
    {
      name: 'Выручка',
      metric: 'revenue',
      columns: { id: 1, name: 2 },
      months: months.map((month, index) => ({ month, column: index + 4 })),
      rows: rows.map((row, index) => ({ row: index + 3, id: '', name: '', department: '', cells: [], ...row })),
      strangeHeadings: [],
    },
  ]);
  for (const _step of steps);
  return result;
}

const codes = ({ errors, warnings }: WorkbookCheck): string[] => [...errors, ...warnings].map(({ cell, code }) => `${cell} ${code}`);

describe('a row without an id', () => {
  it('is found by its name, however that is written', () => {
    for (const name of ['Соловьёв Олег', 'олег  СОЛОВЬЕВ', ' Соловьев\u00a0Олег '])
      expect(compare([{ name, cells: ['2'] }]).changes).toMatchObject([{ scope: 'person:3', from: 100n, to: 200n }]);
  });

  it('is found by name and department where two have one name, and by neither where that does not tell', () => {
    expect(compare([{ name: 'Петров Иван', department: 'юг', cells: ['2'] }]).changes).toMatchObject([{ scope: 'person:2' }]);
    expect(codes(compare([{ name: 'Петров Иван', cells: ['2'] }]))).toEqual(['B3 ambiguous-name']);
    expect(codes(compare([{ name: 'Петров Иван', department: 'Запад', cells: ['2'] }]))).toEqual(['B3 ambiguous-name']);
    expect(codes(compare([{ name: 'Никто', cells: ['2'] }, { cells: ['2'] }]))).toEqual(['B3 unknown-name', 'B4 no-name']);
  });
});

describe('a row of somebody whose plan the person does not set', () => {
  it('may come back as it was, and is an error where it changes', () => {
    expect(compare([{ id: 'person:4', cells: ['5'] }])).toMatchObject({ errors: [], changes: [], unchanged: 1 });
    expect(
      codes(
        compare([
          { id: 'person:4', cells: ['6'] },
          { id: 'person:5', cells: ['1'] },
        ]),
      ),
    ).toEqual(['D3 own-plan', 'D4 not-yours']);
  });
});

describe('a value', () => {
  it('of a closed month stays, with a warning', () => {
    const result = compare([{ id: 'person:3', cells: ['7', '1'] }], ['2026-11', '2026-12']);
    expect(result.changes).toEqual([]);
    expect(codes(result)).toEqual(['D3 month-locked']);
  });

  it('that grows or falls more than tenfold is told, one that grows tenfold is not', () => {
    const warned = (value: string): string[] => codes(compare([{ id: 'person:3', cells: [value] }]));
    expect([warned('10'), warned('10.01'), warned('0.1'), warned('0.09'), warned('0')]).toEqual([
      [],
      ['D3 tenfold'],
      [],
      ['D3 tenfold'],
      [],
    ]);
  });

  it('is never rounded', () => {
    const read = (text: string): unknown => readPlanValue(text, revenue);
    expect([read('1.50'), read('1.5000'), read('0'), read('-0'), read('10000000000000')]).toEqual([150n, 150n, 0n, 0n, 10n ** 15n]);
    const faults = ['1.005', '10000000000000.01', '-0.01', '1e5', '', '1,5', 'NaN'].map(read);
    expect(faults.map((fault) => (fault as { fault: string }).fault)).toEqual([
      'too-many-decimals',
      'too-large',
      'negative',
      'not-a-number',
      'not-a-number',
      'not-a-number',
      'not-a-number',
    ]);
  });
});

describe('an address', () => {
  it('counts columns as Excel does', () => {
    expect([1, 26, 27, 52, 703].map((column) => cellAddress(column, 7))).toEqual(['A7', 'Z7', 'AA7', 'AZ7', 'AAA7']);
  });
});
