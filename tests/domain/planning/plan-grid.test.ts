import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sum } from '#domain/money.ts';
import { compareTotals, overAssignment } from '#domain/planning/compare-totals.ts';
import { metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import type { Metric } from '#domain/planning/metric.ts';
import { createPlanGrid, type CellAddress, type GridCell, type PlanGrid } from '#domain/planning/plan-grid.ts';
import { parsePlanPeriod, type PlanPeriod } from '#domain/planning/plan-period.ts';
import { createPlanTree, type PlanTree } from '#domain/planning/plan-tree.ts';
import { subPeriods } from '#domain/planning/sub-periods.ts';

const period = (key: string): PlanPeriod => parsePlanPeriod(key)!;

/** «Снабсервис» on the planning page: December to March and the first quarter, in thousands. */
const snabservis: Record<string, Record<string, (number | null)[]>> = {
  wholesale: {
    own: [20_000, 15_500, 19_000, 21_000],
    Соколова: [5100, 3900, 4700, 5200],
    Петров: [4600, 3500, 4300, 4700],
    Орлов: [4200, 3200, 3900, 4300],
    Белова: [3850, 2900, 3500, 3900],
    Галиев: [2700, 2000, 2600, 2900],
  },
  keyClients: {
    own: [18_600, 14_500, 17_500, 19_200],
    Никитина: [5900, 4600, 5500, 6000],
    Жуков: [4500, 3500, 4200, 4600],
    Ахметов: [4300, 3300, 4100, 4500],
    Ерёмина: [3900, 3100, 3700, 4100],
  },
  newClients: {
    own: [11_400, 9000, 10_800, 11_800],
    Фомина: [3400, 2700, 3200, 3500],
    Кузьмин: [2900, 2200, 2700, 3000],
    Лапин: [2700, 2100, 2500, 2800],
    Волкова: [null, 2000, 2400, 2500],
  },
};
const months = ['2026-12', '2027-01', '2027-02', '2027-03'];

function planningPage(): PlanGrid {
  const links: { row: string; parent: string | null }[] = [{ row: 'company', parent: null }];
  const lines: (CellAddress & { value: bigint })[] = [];
  const add = (row: string, values: readonly (number | null)[]): void => {
    for (const [at, value] of values.entries()) {
      if (value !== null) lines.push({ metric: 'revenue', period: months[at]!, row, value: BigInt(value) });
    }
  };
  add('company', [50_000, 39_000, 47_300, 52_000]);
  for (const [department, rows] of Object.entries(snabservis)) {
    links.push({ row: department, parent: 'company' });
    for (const [person, values] of Object.entries(rows)) {
      if (person !== 'own') links.push({ row: person, parent: department });
      add(person === 'own' ? department : person, values);
    }
  }
  const periods = [...months, '2027-Q1'].map(period);
  return createPlanGrid(
    { tree: createPlanTree(links), periods, metrics: new Map([['revenue', metricCatalogue.revenue]]), workdaysOf: () => 20 },
    lines,
  );
}

const cellOf = (grid: PlanGrid, row: string, key = '2026-12', metric = 'revenue'): GridCell => grid.find({ metric, period: key, row })!;
const statusOf = (cell: GridCell) => compareTotals(cell.target, cell.sum, cell.lacking);

describe('the planning page', () => {
  const grid = planningPage();

  it('says what does not add up, what is not set and what matches', () => {
    expect(statusOf(cellOf(grid, 'company'))).toEqual({ kind: 'differs', by: -1950n });
    expect(statusOf(cellOf(grid, 'wholesale'))).toEqual({ kind: 'differs', by: 450n });
    expect(statusOf(cellOf(grid, 'keyClients'))).toEqual({ kind: 'matches' });
    expect(statusOf(cellOf(grid, 'newClients'))).toEqual({ kind: 'not-set', lacking: 1, by: -2400n });
    expect(statusOf(cellOf(grid, 'Волкова'))).toEqual({ kind: 'nothing-to-compare' });
  });

  it('shows the sum of people of each department, and 3,9 % short for the company', () => {
    expect(['wholesale', 'keyClients', 'newClients', 'company'].map((row) => cellOf(grid, row).sum)).toEqual([
      20_450n,
      18_600n,
      9000n,
      48_050n,
    ]);
    expect(overAssignment(50_000n, 48_050n)).toEqual({ share: -0.039, verdict: 'shortfall' });
  });

  it('adds the months up to the quarter in every row', () => {
    const quarter = (row: string) => cellOf(grid, row, '2027-Q1');
    expect(['company', 'wholesale', 'keyClients', 'newClients'].map((row) => quarter(row).target)).toEqual([
      138_300n,
      55_500n,
      51_200n,
      31_600n,
    ]);
    expect(['Соколова', 'Галиев', 'Волкова'].map((row) => quarter(row).value)).toEqual([13_800n, 7500n, 6900n]);
    expect([quarter('wholesale').sum, statusOf(quarter('wholesale'))]).toEqual([55_500n, { kind: 'matches' }]);
  });

  it('does not show a group without a plan of its own as 0: it has the sum of its people', () => {
    const without = planningPage();
    for (const row of ['wholesale', 'company']) without.set({ metric: 'revenue', period: '2026-12', row }, null);
    expect(cellOf(without, 'wholesale')).toMatchObject({ target: null, value: 20_450n });
    expect(cellOf(without, 'company')).toMatchObject({ target: null, value: 48_050n });
  });

  it('does not take sums of people for a target of the quarter that nobody has set', () => {
    const without = planningPage();
    for (const key of months) without.set({ metric: 'revenue', period: key, row: 'keyClients' }, null);
    const quarter = cellOf(without, 'keyClients', '2027-Q1');
    expect(quarter).toMatchObject({ target: null, value: 51_200n });
    expect(statusOf(quarter)).toEqual({ kind: 'nothing-to-compare' });
  });

  it('takes the plan of a department where none of its people has one', () => {
    const bare = planningPage();
    for (const row of ['Фомина', 'Кузьмин', 'Лапин']) bare.set({ metric: 'revenue', period: '2026-12', row }, null);
    expect(statusOf(cellOf(bare, 'newClients'))).toEqual({ kind: 'not-set', lacking: 4, by: -11_400n });
    expect(cellOf(bare, 'company').sum).toBe(20_450n + 18_600n + 11_400n);
  });

  it('compares a quarter with its months when both are set', () => {
    const typed = planningPage();
    typed.set({ metric: 'revenue', period: '2027-Q1', row: 'company' }, 140_000n);
    typed.set({ metric: 'revenue', period: '2027-02', row: 'company' }, null);
    const cell = cellOf(typed, 'company', '2027-Q1');
    // February is then the sum of its departments.
    expect(compareTotals(cell.own, cell.partsSum, cell.lackingParts)).toEqual({ kind: 'differs', by: 138_300n - 140_000n });
    typed.set({ metric: 'revenue', period: '2027-01', row: 'Волкова' }, null);
    const person = cellOf(typed, 'Волкова', '2027-Q1');
    expect(compareTotals(6900n, person.partsSum, person.lackingParts)).toEqual({ kind: 'not-set', lacking: 1, by: -2000n });
  });

  it('refuses what is outside it', () => {
    expect(grid.set({ metric: 'revenue', period: '2026-11', row: 'company' }, 1n)).toBe(false);
    expect(grid.set({ metric: 'margin', period: '2026-12', row: 'company' }, 1n)).toBe(false);
    expect(grid.set({ metric: 'revenue', period: '2026-12', row: 'nobody' }, 1n)).toBe(false);
    expect(grid.find({ metric: 'revenue', period: '2026-12', row: 'nobody' })).toBeUndefined();
  });
});

describe('metrics that do not simply add up', () => {
  const tree = createPlanTree([
    { row: 'company', parent: null },
    { row: 'a', parent: 'company' },
    { row: 'b', parent: 'company' },
  ]);
  const metrics = new Map<string, Metric>(
    (['revenue', 'deals-won', 'average-check', 'calls', 'receivables'] as const).map((code) => [code, metricCatalogue[code]]),
  );
  const shape = {
    tree,
    metrics,
    periods: ['2027-01', '2027-02', '2027-03', '2027-Q1'].map(period),
    workdaysOf: ({ key }: PlanPeriod) => ({ '2027-01': 15, '2027-02': 19, '2027-03': 22 })[key] ?? 0,
  };
  const line = (metric: string, row: string, key: string, value: bigint) => ({ metric, row, period: key, value });

  it('divide the totals of a ratio instead of adding ratios', () => {
    const grid = createPlanGrid(shape, [
      ...[line('revenue', 'a', '2027-01', 900n), line('revenue', 'b', '2027-01', 100n)],
      ...[line('deals-won', 'a', '2027-01', 3n), line('deals-won', 'b', '2027-01', 2n)],
      line('average-check', 'company', '2027-01', 250n),
    ]);
    expect(['a', 'b', 'company'].map((row) => cellOf(grid, row, '2027-01', 'average-check').sum)).toEqual([300n, 50n, 200n]);
    expect(cellOf(grid, 'company', '2027-Q1', 'average-check').value).toBe(200n);
    expect(statusOf(cellOf(grid, 'company', '2027-01', 'average-check'))).toEqual({ kind: 'differs', by: -50n });
  });

  it('average a number for each working day over the days, and add it over people', () => {
    const grid = createPlanGrid(shape, [
      ...['2027-01', '2027-02', '2027-03'].map((key, at) => line('calls', 'a', key, [40n, 30n, 20n][at]!)),
      line('calls', 'b', '2027-01', 10n),
    ]);
    expect(cellOf(grid, 'a', '2027-Q1', 'calls').value).toBe((40n * 15n + 30n * 19n + 20n * 22n) / 56n + 1n);
    expect(cellOf(grid, 'company', '2027-01', 'calls').value).toBe(50n);
  });

  it('take how things stand from the last month that has a value', () => {
    const grid = createPlanGrid(shape, [line('receivables', 'a', '2027-01', 700n), line('receivables', 'a', '2027-02', 500n)]);
    expect(cellOf(grid, 'a', '2027-Q1', 'receivables')).toMatchObject({ value: 500n, lackingParts: 1 });
  });
});

describe('a grid of any size', () => {
  const names = Array.from({ length: 12 }, (_, at) => `row ${at}`);
  const tree: fc.Arbitrary<PlanTree> = fc
    .array(fc.integer({ min: -1, max: 10 }), { minLength: 12, maxLength: 12 })
    .map((parents) =>
      createPlanTree(parents.map((parent, at) => ({ row: names[at]!, parent: parent < 0 ? null : names[parent % (at || 1)]! }))),
    );
  const periods = [period('2027'), ...subPeriods(period('2027'), 'quarter'), ...subPeriods(period('2027'), 'month')];
  const codes = ['revenue', 'calls', 'receivables'] as const;
  const metrics = new Map<string, Metric>(codes.map((code) => [code, metricCatalogue[code]]));
  const change = fc.record({
    metric: fc.constantFrom(...codes),
    period: fc.constantFrom(...periods.map(({ key }) => key)),
    row: fc.constantFrom(...names),
    own: fc.option(fc.bigInt({ min: -1000n, max: 10n ** 9n })),
  });
  const workdaysOf = (of: PlanPeriod): number => of.from.charCodeAt(6) % 23;

  it('is the same whether it was typed cell by cell or computed at once', () => {
    fc.assert(
      fc.property(tree, fc.array(change, { maxLength: 40 }), (given, changes) => {
        const typed = createPlanGrid({ tree: given, periods, metrics, workdaysOf }, []);
        const last = new Map<string, CellAddress & { value: bigint }>();
        for (const { own, ...at } of changes) {
          expect(typed.set(at, own)).toBe(true);
          if (own === null) last.delete(JSON.stringify(at));
          else last.set(JSON.stringify(at), { ...at, value: own });
        }
        const whole = createPlanGrid({ tree: given, periods, metrics, workdaysOf }, [...last.values()]);
        for (const metric of codes) {
          for (const { key } of periods) {
            for (const row of names) expect(typed.find({ metric, period: key, row })).toEqual(whole.find({ metric, period: key, row }));
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it('shows the sum of the leaves at the top when only leaves are set', () => {
    fc.assert(
      fc.property(tree, fc.array(change, { maxLength: 40 }), (given, changes) => {
        const leaves = changes.filter(({ metric, row, own }) => metric === 'revenue' && own !== null && given.childrenOf(row).length === 0);
        const lines = new Map(
          leaves.filter(({ period: key }) => key.length === 7).map((at) => [`${at.row} ${at.period}`, { ...at, value: at.own! }]),
        );
        const grid = createPlanGrid(
          { tree: given, periods, metrics, workdaysOf },
          [...lines.values()].filter(({ period: key }) => !key.includes('Q')),
        );
        const set = [...lines.values()].filter(({ period: key }) => !key.includes('Q')).map(({ value }) => value);
        const tops = given.rows.filter((row) => given.parentOf(row) === null);
        expect(sum(tops.map((row) => cellOf(grid, row, '2027').value ?? 0n))).toBe(sum(set));
      }),
      { numRuns: 50 },
    );
  });

  it('of 200 people, 12 months and 6 metrics opens, and a keystroke touches one path only', () => {
    const links = [{ row: 'company', parent: null as string | null }];
    for (let department = 0; department < 20; department += 1) {
      links.push({ row: `d${department}`, parent: department < 4 ? 'company' : `d${department % 4}` });
      for (let person = 0; person < 10; person += 1) links.push({ row: `p${department}-${person}`, parent: `d${department}` });
    }
    const six = new Map<string, Metric>(
      (['revenue', 'margin', 'quantity', 'deals-won', 'meetings', 'calls'] as const).map((code) => [code, metricCatalogue[code]]),
    );
    const people = links.filter(({ row }) => row.startsWith('p'));
    const monthly = subPeriods(period('2027'), 'month');
    const lines = [...six.keys()].flatMap((metric) =>
      monthly.flatMap(({ key }) => people.map(({ row }) => ({ metric, period: key, row, value: 100n }))),
    );
    expect(lines).toHaveLength(14_400);
    const inner = createPlanTree(links);
    let asked = 0;
    const counting: PlanTree = {
      ...inner,
      childrenOf: (row) => {
        asked += 1;
        return inner.childrenOf(row);
      },
    };
    const grid = createPlanGrid({ tree: counting, periods, metrics: six, workdaysOf: () => 20 }, lines);
    expect(cellOf(grid, 'company', '2027').value).toBe(240_000n);
    asked = 0;
    grid.set({ metric: 'revenue', period: '2027-05', row: 'p19-9' }, 150n);
    expect(cellOf(grid, 'company', '2027').value).toBe(240_050n);
    // The person, two departments and the company.
    expect(asked).toBe(4);
  });
});
