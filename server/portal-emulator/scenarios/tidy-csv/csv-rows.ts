import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';

const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/, 'must be a whole number')
  .transform(Number);
const localTime = z
  .string()
  .regex(/^\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d(\.\d+)?$/, 'must be a local time like 2011-10-01T00:38:44');
const amount = z.string().regex(/^\d{1,13}(\.\d+)?$/, 'must be an amount like 20000.0');
const empty = z.literal('').transform(() => null);

const DealRow = z.object({
  id: wholeNumber,
  owner: wholeNumber,
  category: z.string(),
  created: localTime,
  closed: z.union([localTime, empty], 'must be empty or a local time like 2011-10-01T00:38:44'),
  outcome: z.enum(['won', 'lost', 'open'], 'must be won, lost or open'),
  amount_final: z.union([amount, empty], 'must be empty or an amount like 20000.0'),
});
const StageRow = z.object({
  id: wholeNumber,
  ts: localTime,
  stage: wholeNumber,
  percent: z
    .string()
    .regex(/^\d+(\.\d+)?$/, 'must be a share from 0 to 1')
    .transform(Number)
    .refine((share) => share <= 1, 'must be a share from 0 to 1'),
});
const AmountRow = z.object({ id: wholeNumber, ts: localTime, amount });
const CloseDateRow = z.object({
  id: wholeNumber,
  ts: localTime,
  expected_close: z.string().regex(/^\d{4}-[01]\d-[0-3]\d$/, 'must be a day like 2011-10-01'),
});
const ActivityRow = z.object({ id: wholeNumber, ts: localTime });

export type StageRow = z.infer<typeof StageRow>;
export type DealRow = z.infer<typeof DealRow>;

export interface TidyRows {
  readonly deals: readonly DealRow[];
  readonly stages: readonly StageRow[];
  readonly amounts: readonly z.infer<typeof AmountRow>[];
  readonly closeDates: readonly z.infer<typeof CloseDateRow>[];
  readonly activities: readonly z.infer<typeof ActivityRow>[];
}

/** Reads and checks the five files; throws with the file and the line of the first fault. */
export async function readTidyRows(folder: string): Promise<TidyRows> {
  const deals = await readRows(folder, 'deals.csv', DealRow);
  const ids = new Set<number>();
  for (const { line, row } of deals) {
    if (ids.has(row.id)) throw fault('deals.csv', line, `deal ${row.id} stands twice`);
    if ((row.outcome === 'open') !== (row.closed === null))
      throw fault('deals.csv', line, 'closed must be given for won and lost deals only');
    ids.add(row.id);
  }
  const rest = { stages: await readRows(folder, 'stage_history.csv', StageRow, ids) };
  checkLadder(rest.stages);
  return {
    deals: withoutLines(deals),
    stages: withoutLines(rest.stages),
    amounts: withoutLines(await readRows(folder, 'amount_history.csv', AmountRow, ids)),
    closeDates: withoutLines(await readRows(folder, 'close_date_history.csv', CloseDateRow, ids)),
    activities: withoutLines(await readRows(folder, 'activities.csv', ActivityRow, ids)),
  };
}

interface Numbered<Row> {
  readonly line: number;
  readonly row: Row;
}

async function readRows<Shape extends z.ZodRawShape>(
  folder: string,
  file: string,
  schema: z.ZodObject<Shape>,
  dealIds?: ReadonlySet<number>,
): Promise<Numbered<z.output<z.ZodObject<Shape>>>[]> {
  const columns = Object.keys(schema.shape);
  const [header, ...records] = splitRecords(file, await readText(folder, file));
  const missing = columns.filter((column) => header?.cells.includes(column) !== true);
  if (missing.length > 0) throw fault(file, 1, `no column ${missing.join(', ')}`);
  const places = columns.map((column) => [column, header?.cells.indexOf(column) ?? 0] as const);
  return records.map(({ line, cells }) => {
    const parsed = schema.safeParse(Object.fromEntries(places.map(([column, place]) => [column, cells[place]])));
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw fault(file, line, `${issue?.path.join('.') ?? 'row'}: ${issue?.message ?? 'is wrong'}`);
    }
    const id: unknown = Object.values(parsed.data)[0];
    if (dealIds !== undefined && !dealIds.has(Number(id))) throw fault(file, line, `deal ${String(id)} is not in deals.csv`);
    return { line, row: parsed.data };
  });
}

async function readText(folder: string, file: string): Promise<string> {
  return readFile(join(folder, file), 'utf8').catch((cause: unknown) => {
    throw new Error(`${file} cannot be read in ${folder}`, { cause });
  });
}

function splitRecords(file: string, text: string): { line: number; cells: string[] }[] {
  try {
    const rows = parse(text, { bom: true, skip_empty_lines: true, on_record: (cells: string[], { lines }) => [String(lines), ...cells] });
    return rows.map(([line, ...cells]) => ({ line: Number(line), cells }));
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new Error(`${file}: ${cause.message}`, { cause });
  }
}

function checkLadder(rows: readonly Numbered<StageRow>[]): void {
  const percents = new Map<number, number>();
  for (const { line, row } of rows) {
    const known = percents.get(row.stage) ?? row.percent;
    if (known !== row.percent)
      throw fault('stage_history.csv', line, `stage ${row.stage} has percent ${row.percent} here and ${known} before`);
    percents.set(row.stage, known);
  }
}

function withoutLines<Row>(rows: readonly Numbered<Row>[]): Row[] {
  return rows.map(({ row }) => row);
}

function fault(file: string, line: number, message: string): Error {
  return new Error(`${file}, line ${line}: ${message}`);
}
