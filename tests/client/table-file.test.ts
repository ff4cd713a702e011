import { describe, expect, it } from 'vitest';
import { openArchive } from '#documents/open-archive.ts';
import { readCells } from '#documents/read-cells.ts';
import { listSheetParts, readSharedTexts } from '#documents/read-parts.ts';
import { toForecastFile, toMatrixFile } from '#components/overview/matrix-file.ts';
import { toListFile } from '#components/drill-down/list-file.ts';
import { writeTableFile, type TableFile, type Translate } from '#format/table-file.ts';
import { loadI18n } from '#locales/create-i18n.ts';
import { buildDrillDown, buildOverview, buildRow } from './sample-overview.ts';

const i18n = await loadI18n('ru');
const { t } = i18n.global as unknown as { t: Translate };

/** The cells of the only sheet, read by the reader that takes uploads. */
async function readBack(table: TableFile) {
  const archive = await openArchive(Buffer.from(await writeTableFile(table)));
  const spent = { count: 0 };
  const [sheet] = await listSheetParts(archive, spent);
  const texts = await readSharedTexts(archive, spent);
  return readCells(archive, { path: sheet?.path ?? '', texts, spent, budget: { rows: 0, cells: 0 } });
}

const table = (cells: readonly (string | number | null)[], kinds: readonly TableFile['columns'][number]['kind'][]): TableFile => ({
  name: 'x',
  about: 'about',
  columns: kinds.map((kind) => ({ title: kind, kind })),
  rows: [{ cells }],
});

describe('a table as a workbook', () => {
  it('keeps numbers numbers, to the kopeck, and leaves what is unknown empty', async () => {
    const cells = await readBack(table(['Орлов', '4200000.05', 0.214, null], ['text', 'money', 'share', 'count']));
    const row = cells.filter((cell) => cell.row === 3);
    expect(row.map(({ column }) => column)).toEqual([1, 2, 3]);
    expect(typeof row[1]?.cell).toBe('string');
    expect(Number(row[1]?.text)).toBe(4_200_000.05);
    expect(Number(row[2]?.text)).toBe(0.214);
  });

  it.each(['=1+1', '+7 900', '-2+3', '@SUM(A1)', '\t=cmd', '=HYPERLINK("http://x")'])('writes %j as the text it is', async (text) => {
    const cells = await readBack(table([text], ['text']));
    expect(cells.at(-1)).toMatchObject({ row: 3, text: expect.stringContaining(text.trim()) });
    expect(cells.at(-1)?.cell).toMatchObject({ fault: 'not-a-number' });
  });

  it('holds everybody of the matrix, the total last, and people add up to it', async () => {
    const people = [buildRow('person:6', { fact: '900000.00' }), buildRow('person:7', { fact: '1620000.00', name: '=Петров' })];
    const overview = buildOverview({ rows: people, total: buildRow('company', { fact: '2520000.00' }) });
    const file = toMatrixFile(overview, t, 'ru');
    const facts = file.rows.map(({ cells }) => Number(cells[2]));
    expect(file.rows.map(({ cells }) => cells[0])).toEqual(['Орлов Дмитрий', '=Петров', 'Снабсервис']);
    expect(facts.slice(0, -1).reduce((sum, fact) => sum + fact, 0)).toBe(facts.at(-1));
    expect(file.rows.every(({ cells }) => cells.length === file.columns.length)).toBe(true);
    const forecast = toForecastFile(overview, t, 'ru');
    expect(forecast.rows.every(({ cells }) => cells.length === forecast.columns.length)).toBe(true);
    expect(forecast.columns.map(({ title }) => title).some((title) => title.includes('.'))).toBe(false);
  });

  it('ends the list behind a number with its sum', () => {
    const list = buildDrillDown();
    const file = toListFile(list, list.items, { titles: new Map(), names: new Map() }, { t, language: 'ru' });
    expect(file.rows.at(-1)?.cells.at(-1)).toBe(list.sum);
    expect(file.rows).toHaveLength(list.items.length + 1);
    expect(file.rows.every(({ cells }) => cells.length === file.columns.length)).toBe(true);
  });
});
