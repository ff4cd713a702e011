import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { beginAfter, createPeriods, type PeriodKind, periodKinds, toDayText } from './periods.ts';
import { BenchFault, type TidyPortal } from './read-tidy.ts';
import type { RunPlan } from './run-cutoffs.ts';

export interface BenchOrder {
  readonly directories: readonly string[];
  readonly period: PeriodKind;
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly scoreFrom: number | undefined;
  readonly shares: readonly number[];
  readonly deals: number | undefined;
  readonly seed: number;
  readonly isJson: boolean;
}

export const usage = `npm run bench:forecast -- --data DIR [--data DIR …] [--period month|quarter|14d|7d] [--from YYYY-MM-DD] [--to YYYY-MM-DD]
                          [--score-from YYYY-MM-DD] [--points 0,34,67] [--json]
npm run bench:forecast -- --deals 1000000 [--seed 1] [--json]
DIR is a portal as tidy CSV, or a folder of such portals, which are pooled. --to is the last day that is forecast.`;

const options = {
  data: { type: 'string', multiple: true },
  period: { type: 'string', default: 'month' },
  from: { type: 'string' },
  to: { type: 'string' },
  'score-from': { type: 'string' },
  points: { type: 'string', default: '0,34,67' },
  deals: { type: 'string' },
  seed: { type: 'string', default: '1' },
  json: { type: 'boolean', default: false },
} as const;

export function parseOrder(args: readonly string[]): BenchOrder {
  const { values } = readArguments(args);
  const deals = values.deals === undefined ? undefined : toCount('--deals', values.deals);
  if (deals === undefined && values.data === undefined) throw new BenchFault('--data DIR is missing');
  const period = periodKinds.find((kind) => kind === values.period);
  if (period === undefined) throw new BenchFault(`--period ${values.period}: one of ${periodKinds.join(', ')} is expected`);
  return {
    directories: (values.data ?? []).flatMap(portalFolders),
    period,
    from: toDay('--from', values.from),
    to: toDay('--to', values.to),
    scoreFrom: toDay('--score-from', values['score-from']),
    shares: toShares(values.points),
    deals,
    seed: toCount('--seed', values.seed),
    isJson: values.json,
  };
}

function readArguments(args: readonly string[]): ReturnType<typeof parseArgs<{ options: typeof options; args: string[] }>> {
  try {
    return parseArgs({ options, args: [...args] });
  } catch (error) {
    throw new BenchFault(error instanceof Error ? error.message : String(error));
  }
}

function portalFolders(directory: string): string[] {
  if (!existsSync(directory) || !statSync(directory).isDirectory()) throw new BenchFault(`--data ${directory}: there is no such folder`);
  if (existsSync(join(directory, 'deals.csv'))) return [directory];
  const inside = readdirSync(directory)
    .map((name) => join(directory, name))
    .filter((path) => existsSync(join(path, 'deals.csv')))
    .sort();
  if (inside.length === 0) throw new BenchFault(`--data ${directory}: there is no deals.csv`);
  return inside;
}

function toDay(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const day = Date.parse(`${text}T00:00:00Z`) / 86_400_000;
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(day) || toDayText(day) !== text)
    throw new BenchFault(`${option} ${text}: a day YYYY-MM-DD is expected`);
  return day;
}

function toShares(text: string): number[] {
  const shares = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part) / 100));
  if (shares.some((share) => !(share >= 0 && share < 1))) throw new BenchFault(`--points ${text}: percents from 0 to 99 are expected`);
  return shares;
}

function toCount(option: string, text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new BenchFault(`${option} ${text}: a positive whole number is expected`);
  return Number(text);
}

/** Periods that warm the range up when nobody says from when to score. */
const warmPeriods = 7;

/**
 * Periods of the order inside what a portal's files know. Without `--from` they begin 270 days (28 for short periods) after the first
 * deal and the first of them only warm the range up; a given `--from` is also where scoring begins unless `--score-from` says otherwise.
 */
export function planRuns(order: BenchOrder, { name, history, lastMoment }: TidyPortal): RunPlan {
  const { period, from, to, shares } = order;
  const earliest = history.created.reduce((first, created) => Math.min(first, created), Infinity);
  const first = from ?? beginAfter(period, earliest + (period === '14d' || period === '7d' ? 28 : 270));
  const periods = createPeriods(period, first);
  const end = to === undefined ? Math.ceil(lastMoment) : to + 1;
  const indexes: number[] = [];
  for (let index = 0; periods.at(index).to <= end && periods.at(index).from < lastMoment; index += 1) indexes.push(index);
  if (indexes.length === 0) {
    throw new BenchFault(
      `${name}: no whole ${period} from ${toDayText(first)} to ${toDayText(end - 1)}; the files end on ${toDayText(Math.floor(lastMoment))}`,
    );
  }
  const scoreFrom = order.scoreFrom ?? from ?? periods.at(Math.min(warmPeriods, Math.floor(indexes.length / 3))).from;
  const scoredFrom = indexes.find((index) => periods.at(index).from >= scoreFrom);
  if (scoredFrom === undefined) throw new BenchFault(`${name}: no period begins on or after --score-from ${toDayText(scoreFrom)}`);
  return { periods, indexes, scoredFrom, shares };
}
