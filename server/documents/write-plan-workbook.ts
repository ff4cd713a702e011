import writeSheets, { type Cell, type CellObject, type Row, type Sheet } from 'write-excel-file/node';
import { valueKey, type PlanWorkbook, type WorkbookMetric, type WorkbookMonth, type WorkbookRow } from '#domain/planning/plan-workbook.ts';
import { toWritableText } from '#domain/writable-text.ts';
import type { Language } from '#texts/format.ts';
import { metricName } from '#texts/metric-names.ts';
import { guideLines, lockedWords, periodHeading, unitWords, workbookHeadings, workdaysWords } from '#texts/plan-workbook.ts';
import { signatureVersion, signatureWord } from './signature.ts';

/** The plans as a workbook to be filled in: a guide, then a sheet for each metric. */
export async function writePlanWorkbook(plan: PlanWorkbook, language: Language): Promise<Buffer> {
  const sheets = plan.metrics.map((metric) => toSheet(plan, metric, language));
  return writeSheets([toGuide(language), ...sheets], { fontFamily: 'Arial', fontSize: 10 }).toBuffer();
}

const quiet = { textColor: '#6B7280' } as const;
const locked = { ...quiet, backgroundColor: '#EEF0F3' } as const;
const framed = { borderColor: '#DDE1E6', borderStyle: 'thin' } as const;
const heading = { ...framed, fontWeight: 'bold', backgroundColor: '#E3EEFB', alignVertical: 'center', wrap: true } as const;

/** Whatever a name begins with, it is typed as text: a program that opens the file computes nothing. */
function textCell(value: string, style: Omit<CellObject, 'value' | 'type'> = {}): CellObject {
  return { value: toWritableText(value.slice(0, 32_000)), type: String, ...style };
}

function toGuide(language: Language): Sheet<never> {
  const lines = guideLines[language].map((line, index): Row => [textCell(`${index + 1}.`), textCell(line, { wrap: true })]);
  const signature = [textCell(signatureWord, quiet), textCell(String(signatureVersion), quiet)];
  const title = textCell(workbookHeadings.guide[language], { fontWeight: 'bold', fontSize: 14 });
  return {
    sheet: workbookHeadings.guide[language],
    data: [[title], [], ...lines, [], signature],
    columns: [{ width: 12 }, { width: 100 }],
    showGridLines: false,
  };
}

function toSheet(plan: PlanWorkbook, metric: WorkbookMetric, language: Language): Sheet<never> {
  const { months, rows, currency } = plan;
  const name = metricName(metric.code, language);
  const aboutMonth = ({ workdays, isLocked }: WorkbookMonth): Cell =>
    textCell(isLocked ? lockedWords[language] : workdaysWords(workdays, language), { ...quiet, align: 'right' });
  const title: Row = [textCell(`${name}, ${unitWords(metric, currency, language)}`, { fontWeight: 'bold' }), null, null];
  const headings = (['id', 'name', 'department'] as const).map((one) => textCell(workbookHeadings[one][language], heading));
  const monthHeadings = months.map(({ month }) => textCell(periodHeading(month, language), { ...heading, align: 'right' }));
  const format = formatOf(plan, metric);
  const own = rows.filter(({ part }) => part === null || part.metrics.includes(metric.code));
  return {
    sheet: toSheetName(name),
    data: [
      [...title, ...months.map(aboutMonth)],
      [...headings, ...monthHeadings],
      ...own.map((row): Row => [...toNames(row), ...months.map((month) => toValue(plan, { metric, row, month, format }))]),
    ],
    columns: [{ width: 16 }, { width: 34 }, { width: 26 }, ...months.map(({ month }) => ({ width: month.length === 7 ? 17 : 26 }))],
    stickyRowsCount: 2,
    stickyColumnsCount: 3,
    orientation: 'landscape',
  };
}

function toNames({ id, kind, part, name, department, depth, isEditable }: WorkbookRow): CellObject[] {
  const style = { ...framed, ...(isEditable ? {} : locked) };
  const group = kind === 'person' || part !== null ? {} : ({ fontWeight: 'bold' } as const);
  return [
    textCell(id, { ...style, ...quiet }),
    textCell(name, { ...style, ...group, indent: Math.min(depth, 15) }),
    textCell(department, style),
  ];
}

function toValue(
  { values }: PlanWorkbook,
  { metric, row, month, format }: { metric: WorkbookMetric; row: WorkbookRow; month: WorkbookMonth; format: string },
): CellObject {
  const style = { ...framed, ...(row.isEditable && !month.isLocked ? {} : locked), format };
  const value = values.get(valueKey(month.month, metric.code, row.id));
  // A double carries 15 digits exactly, and no target has more.
  return value === undefined ? { type: Number, ...style } : { value: Number(value) / 10 ** metric.digits, type: Number, ...style };
}

/** Parts are shown where some target has them: a plan of whole roubles stays readable. */
function formatOf({ values, months, rows }: PlanWorkbook, { code, digits }: WorkbookMetric): string {
  const whole = 10n ** BigInt(digits);
  const hasParts = months.some(({ month }) => rows.some(({ id }) => (values.get(valueKey(month, code, id)) ?? 0n) % whole !== 0n));
  return hasParts ? `#,##0.${'0'.repeat(digits)}` : '#,##0';
}

/** A sheet may be called 31 characters without those that addresses are made of. */
function toSheetName(name: string): string {
  return name.replace(/[[\]:*?/\\']/g, '-').slice(0, 31);
}
