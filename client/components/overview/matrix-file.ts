import type { Overview, OverviewRow } from '#contract/overview.ts';
import type { Language } from '#contract/wire.ts';
import { formatMonth } from '#format/date.ts';
import { currencySign } from '#format/money.ts';
import type { TableColumn, TableFile, Translate } from '#format/table-file.ts';

/** What everybody's row says of the month: shared by the workbooks of the workspace and of the forecast. */
interface MatrixColumn {
  readonly column: TableColumn;
  readonly read: (row: OverviewRow) => string | number | null;
}

const money = (title: string, read: MatrixColumn['read']): MatrixColumn => ({ column: { title, kind: 'money' }, read });
const share = (title: string, read: MatrixColumn['read']): MatrixColumn => ({ column: { title, kind: 'share' }, read });

/** People and their numbers as the matrix shows them, to the kopeck. */
export function toMatrixFile(overview: Overview, t: Translate, language: Language): TableFile {
  const say = (key: string): string => t(`workspace.matrix.${key}`);
  return toFile(overview, language, say('title'), [
    money(say('plan'), (row) => row.plan),
    money(say('fact'), (row) => row.fact),
    share(say('share'), (row) => row.attainment),
    money(say('deviation'), (row) => row.deviation),
    money(say('forecast'), (row) => row.forecast.expected),
    share(t('export.forecastShare'), (row) => row.forecastShare),
    { column: { title: say('status'), kind: 'text', width: 16 }, read: (row) => t(`status.${row.status}`) },
    { column: { title: say('calls'), kind: 'count' }, read: (row) => row.calls.fact },
    { column: { title: say('callsNorm'), kind: 'count' }, read: (row) => row.calls.norm },
  ]);
}

/** The forecast of everybody with what it is made of and its range. */
export function toForecastFile(overview: Overview, t: Translate, language: Language): TableFile {
  const say = (key: string): string => t(`forecast.column.${key}`);
  return toFile(overview, language, t('forecast.byPeople'), [
    money(say('plan'), (row) => row.plan),
    money(say('fact'), (row) => row.fact),
    money(say('open'), (row) => row.forecast.open),
    ...(['commit', 'best', 'pipeline', 'omitted'] as const).map((code) =>
      money(say(`category-${code}`), (row) => row.forecast.categories[code]),
    ),
    money(say('weighted'), (row) => row.forecast.weighted),
    money(say('adjustment'), (row) => row.forecast.adjustment),
    money(say('forecast'), (row) => row.forecast.expected),
    money(t('export.low'), (row) => row.forecast.low),
    money(t('export.high'), (row) => row.forecast.high),
    share(say('share'), (row) => row.forecastShare),
  ]);
}

function toFile(overview: Overview, language: Language, title: string, columns: readonly MatrixColumn[]): TableFile {
  const month = formatMonth(overview.month, language, { year: true });
  const isPerson = overview.total.kind === 'person';
  // A department in view is its own total already.
  const others = isPerson ? [] : overview.rows.filter(({ scope }) => scope !== overview.total.scope);
  const rows = [...others, overview.total];
  return {
    name: `${title}, ${overview.total.name}, ${month}`,
    about: `${title}. ${overview.total.name}, ${month}, ${currencySign(overview.currency)}`,
    columns: [{ title: '', kind: 'text' }, ...columns.map(({ column }) => column)],
    rows: rows.map((row) => ({
      cells: [row.name, ...columns.map(({ read }) => read(row))],
      isTotal: row.kind !== 'person',
    })),
  };
}
