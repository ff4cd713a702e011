import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { outcome, type Changes, type DealHistory } from '#domain/forecast/deal-history.ts';

/** A fault of the folder or of an argument, told to the person who started the bench. */
export class BenchFault extends Error {}

const files = {
  deals: ['id', 'owner', 'category', 'created', 'closed', 'outcome', 'amount_final'],
  stage_history: ['id', 'ts', 'stage', 'percent'],
  amount_history: ['id', 'ts', 'amount'],
  close_date_history: ['id', 'ts', 'expected_close'],
  activities: ['id', 'ts'],
} as const;

type Table = Record<string, string>[];

export interface TidyPortal {
  readonly name: string;
  readonly history: DealHistory;
  /** Up to when the files tell everything: what they say of deals after the last creation may be only how those ended. */
  readonly lastMoment: number;
}

/** Reads a folder of tidy CSV files into the columns the model takes. */
export function readTidy(directory: string): TidyPortal {
  const [deals, stages, amounts, closes, activities] = (Object.keys(files) as (keyof typeof files)[]).map((name) =>
    readTable(directory, name),
  ) as [Table, Table, Table, Table, Table];
  if (deals.length === 0) throw new BenchFault(`${directory}: deals.csv has no deals`);
  const ids = new Map(deals.map((deal, index) => [deal['id']!, index]));
  if (ids.size !== deals.length) throw new BenchFault(`${directory}: deals.csv names a deal twice`);
  const owners = numbering(deals.map((deal) => deal['owner']!));
  const categories = numbering(deals.map((deal) => deal['category']!));
  const percents = new Map(stages.map((row) => [row['stage']!, toNumber(row, 'percent')]));
  const stageNames = numbering([...percents.keys()]);
  const created = Float64Array.from(deals, (deal) => toMoment(deal, 'created'));
  const history: DealHistory = {
    count: deals.length,
    owners: owners.size,
    categories: categories.size,
    stages: [...stageNames.keys()].map((name) => ({ percent: percents.get(name)!, funnel: 0 })),
    created,
    closed: Float64Array.from(deals, (deal) => (deal['closed'] === '' ? NaN : toMoment(deal, 'closed'))),
    outcome: Uint8Array.from(deals, toOutcome),
    finalAmount: Float64Array.from(deals, (deal) => toNumber(deal, 'amount_final')),
    category: Int32Array.from(deals, (deal) => categories.get(deal['category']!)!),
    owner: {
      start: Int32Array.from({ length: deals.length + 1 }, (_, index) => index),
      at: created,
      value: Float64Array.from(deals, (deal) => owners.get(deal['owner']!)!),
    },
    stage: toChanges(ids, stages, (row) => stageNames.get(row['stage']!)!),
    amount: toChanges(ids, amounts, (row) => toNumber(row, 'amount')),
    closeDate: toChanges(ids, closes, (row) => (row['expected_close'] === '' ? NaN : Math.floor(toMoment(row, 'expected_close')))),
    activity: toChanges(ids, activities, () => 1),
  };
  return { name: nameOf(directory), history, lastMoment: lastMomentOf(history) };
}

function nameOf(directory: string): string {
  return directory.replace(/\/+$/, '').split('/').at(-1) ?? directory;
}

/** Days after the last creation that may pass in a small portal without a new deal. */
const quietDays = 7;

function lastMomentOf({ created, closed, stage, amount, activity }: DealHistory): number {
  const latest = (column: Float64Array): number => column.reduce((last, at) => (at > last ? at : last), 0);
  return Math.min(Math.max(...[created, closed, stage.at, amount.at, activity.at].map(latest)), latest(created) + quietDays);
}

function readTable(directory: string, name: keyof typeof files): Table {
  const path = join(directory, `${name}.csv`);
  if (!existsSync(path)) throw new BenchFault(`${directory}: there is no ${name}.csv`);
  let header: string[] = [];
  let rows: Table;
  try {
    rows = parse(readFileSync(path), { bom: true, skip_empty_lines: true, columns: (names: string[]) => (header = names) });
  } catch (error) {
    throw new BenchFault(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const missing = files[name].filter((column) => !header.includes(column));
  if (missing.length > 0) throw new BenchFault(`${path}: there is no column ${missing.join(', ')}`);
  return rows.map((row, index) => ({ ...row, at: `${path}:${index + 2}` }));
}

function numbering(values: readonly string[]): Map<string, number> {
  return new Map([...new Set(values)].map((value, index) => [value, index]));
}

function toChanges(ids: ReadonlyMap<string, number>, rows: Table, valueOf: (row: Table[number]) => number): Changes {
  const parsed = rows
    .map((row) => {
      const deal = ids.get(row['id']!);
      if (deal === undefined) throw new BenchFault(`${row['at']}: deal ${row['id']} is not in deals.csv`);
      return { deal, at: toMoment(row, 'ts'), value: valueOf(row) };
    })
    .sort((a, b) => a.deal - b.deal || a.at - b.at);
  const start = new Int32Array(ids.size + 1);
  for (const { deal } of parsed) start[deal + 1]! += 1;
  for (let deal = 0; deal < ids.size; deal += 1) start[deal + 1]! += start[deal]!;
  return { start, at: Float64Array.from(parsed, ({ at }) => at), value: Float64Array.from(parsed, ({ value }) => value) };
}

/** Days since 1970; the files' times are the portal's own, so that no zone is applied. */
function toMoment(row: Table[number], column: string): number {
  const text = row[column]!;
  const moment = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?)?$/.test(text)
    ? Date.parse(`${text.replace(' ', 'T')}${text.length > 10 ? 'Z' : ''}`)
    : NaN;
  if (Number.isNaN(moment)) throw new BenchFault(`${row['at']}: ${column} "${text}" is not a time`);
  return moment / 86_400_000;
}

function toNumber(row: Table[number], column: string): number {
  const text = row[column]!;
  if (text === '') return NaN;
  if (!Number.isFinite(Number(text))) throw new BenchFault(`${row['at']}: ${column} "${text}" is not a number`);
  return Number(text);
}

function toOutcome(deal: Table[number]): number {
  const found = outcome[deal['outcome'] as keyof typeof outcome];
  if (found === undefined) throw new BenchFault(`${deal['at']}: outcome "${deal['outcome']}" is not won, lost or open`);
  if (found !== outcome.open && deal['closed'] === '') throw new BenchFault(`${deal['at']}: a closed deal has no day of closing`);
  return found;
}
