import { valueKey, type PlanWorkbook, type WorkbookRow } from '#domain/planning/plan-workbook.ts';
import { buildArchive, type ArchiveEntry } from './build-archive.ts';

const row = (scope: string, name: string, more: Partial<WorkbookRow> = {}): WorkbookRow => ({
  id: scope,
  scope,
  part: null,
  kind: scope === 'company' ? 'company' : scope.startsWith('department') ? 'department' : 'person',
  name,
  otherNames: [],
  department: '',
  depth: 0,
  isEditable: true,
  isOwn: false,
  ...more,
});

export const revenue = { code: 'revenue', unit: 'money', isPerWorkday: false, digits: 2, largest: 10n ** 15n } as const;
const calls = { code: 'calls', unit: 'count', isPerWorkday: true, digits: 0, largest: 10_000n } as const;

/** A company of one department in two months; the director may not set the own plan. */
export function samplePlan(more: Partial<PlanWorkbook> = {}): PlanWorkbook {
  const sales = { department: 'Продажи', depth: 2 };
  return {
    currency: 'RUB',
    months: [
      { month: '2026-12', workdays: 22, isLocked: false },
      { month: '2027-01', workdays: 15, isLocked: false },
    ],
    metrics: [revenue, calls],
    rows: [
      row('company', 'Компания'),
      row('department:2', 'Продажи', { department: 'Компания', depth: 1 }),
      row('person:3', 'Ильина Наталья', { ...sales, otherNames: ['Наталья Ильина'], isEditable: false, isOwn: true }),
      row('person:4', 'Петров Иван', { ...sales, otherNames: ['Иван Петров'] }),
      row('person:5', 'Соловьёв Олег', { ...sales, otherNames: ['Олег Соловьёв'] }),
    ],
    values: new Map([
      [valueKey('2026-12', 'revenue', 'company'), 460_000_000n],
      [valueKey('2026-12', 'revenue', 'person:3'), 100_000_000n],
      [valueKey('2026-12', 'revenue', 'person:4'), 120_000_050n],
      [valueKey('2027-01', 'revenue', 'person:4'), 80_000_000n],
      [valueKey('2026-12', 'calls', 'person:4'), 18n],
    ]),
    ...more,
  };
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const signed = '<row r="1"><c r="A1" t="inlineStr"><is><t>kurs-plan</t></is></c><c r="B1"><v>1</v></c></row>';

/** Parts of a workbook of ours whose sheet of revenue has the given rows, written by hand. */
export function handMade(rows: string, parts: readonly ArchiveEntry[] = []): ArchiveEntry[] {
  const sheet = (inside: string): string => `<?xml version="1.0"?><worksheet xmlns="${main}"><sheetData>${inside}</sheetData></worksheet>`;
  const own: ArchiveEntry[] = [
    {
      name: 'xl/workbook.xml',
      content: `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="Как заполнять" sheetId="1" r:id="rId1"/><sheet name="Выручка" sheetId="2" r:id="rId2"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/></Relationships>`,
    },
    { name: 'xl/worksheets/sheet1.xml', content: sheet(signed) },
    { name: 'xl/worksheets/sheet2.xml', content: sheet(rows) },
  ];
  const given = new Set(parts.map(({ name }) => name));
  return [...own.filter(({ name }) => !given.has(name)), ...parts];
}

export const handMadeFile = (rows: string, parts: readonly ArchiveEntry[] = []): Buffer => buildArchive(handMade(rows, parts));

const text = (address: string, value: string): string => `<c r="${address}" t="inlineStr"><is><t>${value}</t></is></c>`;

/** The row of headings for one month. */
export const headings = `<row r="1">${text('A1', 'Код')}${text('B1', 'Имя')}${text('C1', 'Отдел')}${text('D1', 'декабрь 2026')}</row>`;

/** A row of the sheet with what its month holds, as the file writes it. */
export const line = (at: number, id: string, name: string, cell: string): string =>
  `<row r="${at}">${text(`A${at}`, id)}${text(`B${at}`, name)}${cell}</row>`;
