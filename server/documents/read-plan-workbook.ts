import type { ReadRow, ReadSheet, ReadWorkbook } from '#domain/planning/plan-workbook.ts';
import { findMetricNamed } from '#texts/metric-names.ts';
import { parsePlanPeriod } from '#domain/planning/plan-period.ts';
import { findPeriodKey, isHeading } from '#texts/plan-workbook.ts';
import { openArchive } from './open-archive.ts';
import { readCells, type SheetCell } from './read-cells.ts';
import { listSheetParts, readSharedTexts } from './read-parts.ts';
import { signatureWord, signatureVersion } from './signature.ts';
import { WorkbookRefused } from './workbook-fault.ts';

/** What a workbook of ours says when it comes back; anything else is refused with its reason. */
export async function readPlanWorkbook(bytes: Buffer): Promise<ReadWorkbook> {
  const archive = await openArchive(bytes);
  const spent = { count: 0 };
  const budget = { rows: 0, cells: 0 };
  const parts = await listSheetParts(archive, spent);
  const source = { texts: await readSharedTexts(archive, spent), spent, budget };
  const guide = parts.find(({ name }) => isHeading(name, 'guide'));
  checkSignature(guide === undefined ? [] : await readCells(archive, { ...source, path: guide.path }));
  const sheets: ReadSheet[] = [];
  const ignoredSheets: string[] = [];
  for (const part of parts) {
    if (part === guide) continue;
    const metric = findMetricNamed(part.name);
    const isKnown = metric !== undefined && !sheets.some((sheet) => sheet.metric === metric);
    const cells = isKnown ? await readCells(archive, { ...source, path: part.path }) : [];
    const sheet = isKnown ? toSheet(cells, { name: part.name, metric }) : undefined;
    if (sheet === undefined) ignoredSheets.push(part.name.slice(0, 100));
    else sheets.push(sheet);
  }
  if (sheets.length === 0) throw new WorkbookRefused('not-ours', 'No sheet of a metric');
  return { sheets, ignoredSheets };
}

function checkSignature(cells: readonly SheetCell[]): void {
  const word = cells.find(({ text }) => text === signatureWord);
  const version = cells.find(({ row, column }) => row === word?.row && column === word.column + 1)?.text ?? '';
  if (word === undefined || !/^\d{1,4}$/.test(version)) throw new WorkbookRefused('not-ours', 'No signature');
  if (Number(version) > signatureVersion) throw new WorkbookRefused('newer-format', `Version ${version}`);
}

/** Headings may stand in any order, in either language, below some lines of one's own. */
function toSheet(cells: readonly SheetCell[], { name, metric }: { name: string; metric: string }): ReadSheet | undefined {
  const rows = [...Map.groupBy(cells, ({ row }) => row)].map(([row, inside]) => ({ row, inside }));
  const heading = rows.slice(0, 10).find(({ inside }) => inside.some(({ text }) => isHeading(text, 'name')));
  if (heading === undefined) return undefined;
  const columnOf = (of: 'id' | 'name' | 'department'): number => heading.inside.find(({ text }) => isHeading(text, of))?.column ?? 0;
  const columns = { id: columnOf('id'), name: columnOf('name'), department: columnOf('department') };
  const months: { month: string; column: number }[] = [];
  const strangeHeadings: { column: number; row: number; text: string; isDoubled: boolean }[] = [];
  for (const { column, text } of heading.inside) {
    if (Object.values(columns).includes(column)) continue;
    const month = parsePlanPeriod(findPeriodKey(text) ?? '')?.key;
    const isDoubled = months.some((one) => one.month === month);
    if (month === undefined || isDoubled) strangeHeadings.push({ column, row: heading.row, text, isDoubled });
    else months.push({ month, column });
  }
  const below = rows.filter(({ row }) => row > heading.row);
  return { name, metric, columns, months, strangeHeadings, rows: below.flatMap((one) => toRow(one, columns, months)) };
}

/** A row without an id, a name and a number says nothing. */
function toRow(
  { row, inside }: { row: number; inside: readonly SheetCell[] },
  columns: { id: number; name: number; department: number },
  months: readonly { column: number }[],
): ReadRow[] {
  const byColumn = new Map(inside.map((cell) => [cell.column, cell]));
  const textOf = (column: number): string => byColumn.get(column)?.text ?? '';
  const read = { row, id: textOf(columns.id), name: textOf(columns.name), department: textOf(columns.department) };
  const cells = months.map(({ column }) => byColumn.get(column)?.cell ?? null);
  const isEmpty = read.id === '' && read.name === '' && cells.every((cell) => cell === null);
  return isEmpty ? [] : [{ ...read, cells }];
}
