import { describe, expect, it } from 'vitest';
import { openArchive } from '#documents/open-archive.ts';
import { readCells } from '#documents/read-cells.ts';
import { listSheetParts, readSharedTexts } from '#documents/read-parts.ts';
import { toActivityListFile } from '#components/intensity/activity-list-file.ts';
import { toNormPeopleFile, toNormsFile } from '#components/norms/norms-file.ts';
import { toForecastFile, toMatrixFile } from '#components/overview/matrix-file.ts';
import { toQuizPeopleFile, toQuizQuestionsFile } from '#components/quiz/quiz-file.ts';
import { toCausesFile } from '#components/review/causes-file.ts';
import { toStagesFile } from '#components/settings/stages-file.ts';
import { toTalksFile } from '#components/talk/talks-file.ts';
import { toListFile } from '#components/drill-down/list-file.ts';
import { writeTableFile, type TableFile, type Translate } from '#format/table-file.ts';
import { loadAllTexts } from '#locales/all-texts.ts';
import { loadI18n } from '#locales/create-i18n.ts';
import { buildDrillDown, buildOverview, buildRow } from './sample-overview.ts';

const i18n = await loadI18n('ru', loadAllTexts);
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

  it('gives every other table as many cells as it has columns, and words that nobody computes', async () => {
    const writtenBy = { userId: '5', name: '=Ковалёва' };
    const files = [
      toTalksFile(
        [
          {
            ...{
              noteId: 'n',
              revision: 1,
              kind: 'one-to-one',
              about: { userId: '7', name: 'Петров Иван' },
              author: writtenBy,
              actionId: null,
            },
            ...{
              day: '2026-11-13',
              metric: 'revenue',
              text: '=1+1',
              agreed: '',
              writtenAt: '2026-11-13T09:00:00.000Z',
              earlier: [],
              mayCorrect: true,
            },
          },
        ],
        t,
      ),
      toCausesFile(
        {
          currency: 'RUB',
          mayChange: true,
          causes: [
            {
              ...{ causeId: 'few-calls', name: null, uses: 2, isArchived: false, revision: 0, cells: 2, sum: '-1377000.00' },
              works: [
                { kind: 'task', helped: 1, notHelped: 1, unclear: 0, open: 0 },
                { kind: 'talk', helped: 0, notHelped: 0, unclear: 0, open: 2 },
              ],
            },
            { causeId: 'own', name: '@own', uses: 0, isArchived: true, revision: 1, cells: 0, sum: '0.00', works: [] },
          ],
        },
        t,
      ),
      toQuizPeopleFile(quiz, { t, language: 'ru' }),
      toQuizQuestionsFile(quiz, { t, language: 'ru' }),
      toNormsFile(norms, norms.profiles[0]!, 'Продавец', t),
      toNormPeopleFile(norms, new Map([['seller', 'Продавец']]), t),
      toStagesFile(
        [
          {
            shown: { ...stage, history: { percent: 41.2, low: 34, high: 49, entered: 60, won: 25 } },
            draft: { stageId: 'C1:D', progress: 60, tablePercent: 60, source: 'history', handPercent: null },
            chance: 41,
            isThin: false,
            before: null,
          },
          { shown: { ...stage, kind: 'won', history: null }, draft: null, chance: 100, isThin: false, before: null },
        ],
        'Оптовые продажи',
        t,
      ),
      toActivityListFile(
        { metric: 'calls', measure: 'fact', scope: 'company', name: 'Снабсервис', sum: 1, total: 1, offset: 0, items: [], people: [] },
        [
          {
            kind: 'call',
            id: '1',
            userId: '7',
            day: '2026-11-13',
            at: '2026-11-13T09:00:00.000Z',
            direction: 'out',
            seconds: 95,
            dealId: '1847',
            value: 1,
          },
        ],
        { title: 'Звонки', titles: new Map([['1847', '+СИЗ']]), timeZone: 'Europe/Moscow' },
        t,
      ),
    ];
    for (const file of files) {
      expect([file.name, file.rows.map(({ cells }) => cells.length)]).toEqual([file.name, file.rows.map(() => file.columns.length)]);
      expect([file.about, ...file.columns.map(({ title }) => title)].filter((words) => /^[a-z]+(\.[a-z]+)+$/i.test(words))).toEqual([]);
      const cells = await readBack(file);
      const words = file.rows.flatMap((row) => row.cells.filter((cell) => typeof cell === 'string' && /^[=+@]/.test(cell)));
      for (const word of words) expect(cells.some(({ text, cell }) => text === word && typeof cell !== 'string')).toBe(true);
    }
  });
});

const quiz = {
  month: '2026-12',
  people: [
    {
      ...{
        userId: '7',
        name: '=Петров',
        departmentName: 'Опт',
        version: 3,
        dueOn: '2026-11-20',
        state: 'passed' as const,
        tries: 1,
        canRepeat: false,
      },
      last: { at: '2026-11-20T09:00:00.000Z', right: 4, total: 5, isPassed: true },
    },
  ],
  questions: [{ text: 'Сколько выручки?', asked: 5, unknownTo: ['Орлов Дмитрий', 'Галиев Тимур'] }],
};

const norms = {
  today: '2026-11-16',
  maySet: true,
  metrics: [{ metric: 'calls', name: null }],
  profiles: [
    {
      ...{ profileId: 'seller', kind: 'seller' as const, name: '', changes: [], people: 1 },
      lines: [{ metric: 'calls', weekdays: [20, 20, 20, 20, 18, 0, 0], weight: 0, cap: null }],
    },
  ],
  people: [
    {
      ...{ userId: '7', name: 'Петров Иван', department: '', profileId: 'seller', workPercent: 50, fromDay: null, mayAssign: true },
    },
  ],
};

const stage = {
  ...{
    stageId: 'C1:D',
    name: 'Договор',
    color: '',
    kind: 'open' as const,
    progress: 60,
    tablePercent: 60,
    source: 'table' as const,
    handPercent: null,
    category: 'best' as const,
  },
  ...{ byHistory: 50, inForecast: 60, due: '0.00', history: null },
};
