import { givenChance } from '#domain/forecast/given-chance.ts';
import type { StoredForecast } from '#domain/forecast/stored-forecast.ts';
import { forecastWindow, type WindowForecast } from '#domain/forecast/window-forecast.ts';
import type { ForecastWindow } from '#domain/forecast/weighted-pipeline.ts';
import { wonCycleOf } from '#domain/forecast/won-cycle.ts';
import { percentOf, sum } from '#domain/money.ts';
import { daysBetween, shiftDay, type Day } from '#domain/period.ts';
import type { DealChances } from '#domain/forecast/deal-chances.ts';
import { listWonCycles } from '#store/durations.ts';
import type { OpenDealNow } from '#store/forecast-open-deals.ts';
import { usesCloseDates } from '#store/open-totals.ts';
import type { DaySpan } from '#store/won-day.ts';
import { toOpenRows } from './forecast-standing.ts';
import { durationsSince, readFactSource } from './month-facts.ts';
import type { PortalContext } from './portal-context.ts';

/** All that a forecast is made from at a moment. */
export interface Moment {
  /** Days since 1970 on the company's wall clock, and the day it falls on. */
  readonly at: number;
  readonly today: Day;
  readonly deals: readonly OpenDealNow[];
  readonly won: readonly { readonly responsibleId: bigint; readonly amount: bigint }[];
  readonly chances: DealChances;
}

/** What a person brings to a span, minor units; sums of persons are exact. */
export interface Share {
  readonly id: bigint;
  /** Number of the person in the draws. */
  readonly place: number;
  readonly fact: bigint;
  readonly fromOpen: bigint;
  readonly fromNew: bigint;
  /** Share in the deals that do not exist yet, 0–1. */
  readonly ofNew: number;
  /** Open deals by the table of percents and their dates, beside it. */
  readonly weighted: bigint;
}

export interface LearnedMoment {
  readonly window: WindowForecast;
  readonly shares: readonly Share[];
  /** What each open deal is expected to bring, in the order they were given. */
  readonly expected: readonly bigint[];
  /** The same by the table of percents. */
  readonly weighted: readonly bigint[];
}

/** The forecast of a span by the stored model at a moment, deal by deal; each deal is rounded by itself, so that lists sum to it. */
export async function computeMoment(
  context: Pick<PortalContext, 'tx' | 'portal' | 'team' | 'calendar' | 'counting' | 'today'>,
  stored: StoredForecast,
  asked: DaySpan,
  { at, today, deals, won, chances }: Moment,
): Promise<LearnedMoment> {
  // People whom the model has not met yet come behind those it knows.
  const ids = [
    ...new Set([...stored.ownerIds, ...won.map((day) => String(day.responsibleId)), ...deals.map((deal) => String(deal.ownerId))]),
  ];
  const facts = new Map([...Map.groupBy(won, (day) => String(day.responsibleId))].map(([id, days]) => [id, sumOf(days)]));
  const wonSoFar = Float64Array.from([...ids, ''], (id) => Number(facts.get(id) ?? 0n));
  const open = toOpenRows(deals, { ...stored, ownerIds: ids }, at);
  const span = { from: daysBetween('1970-01-01', asked.from), to: daysBetween('1970-01-01', asked.before) };
  const table = await readTableWindow(context, asked, today);
  const judged = deals.map((deal) => readJudged(deal, chances, table, daysBetween(today, asked.from)));
  const given = Float64Array.from(judged, (one) => one.given);
  const window = forecastWindow(stored.model, { at, open, wonSoFar, given }, span);
  const expected = deals.map((_, row) => toMinor((window.deals.chance[row] ?? 0) * (window.deals.amount[row] ?? 0)));
  const [fromOpen, weighted] = [new Map<string, bigint>(), new Map<string, bigint>()];
  deals.forEach(({ ownerId }, row) => {
    const id = String(ownerId);
    fromOpen.set(id, (fromOpen.get(id) ?? 0n) + (expected[row] ?? 0n));
    weighted.set(id, (weighted.get(id) ?? 0n) + (judged[row]?.weighted ?? 0n));
  });
  const shares = ids.map((id, place) => ({
    ...{ id: BigInt(id), place, fact: facts.get(id) ?? 0n, fromOpen: fromOpen.get(id) ?? 0n },
    ...{ fromNew: toMinor(window.fromNew[place]), ofNew: window.newWins.share[place] ?? 0, weighted: weighted.get(id) ?? 0n },
  }));
  return { window, shares, expected, weighted: judged.map((one) => one.weighted) };
}

const sumOf = (days: readonly { amount: bigint }[]): bigint => sum(days.map(({ amount }) => amount));
export const toMinor = (value: number | undefined): bigint => BigInt(Math.round(value ?? 0));

/** A span as the table of percents reads it at a day. */
async function readTableWindow(context: Parameters<typeof computeMoment>[0], span: DaySpan, today: Day): Promise<ForecastWindow> {
  const source = await readFactSource(context);
  const first = today > span.from ? today : span.from;
  return {
    ...{ firstDay: span.from, lastDay: shiftDay(span.before, -1), daysLeft: Math.max(0, daysBetween(first, span.before)) },
    wonCycleDays: wonCycleOf(await listWonCycles(context.tx, source, durationsSince(context.today))),
    usesCloseDates: await usesCloseDates(context.tx, source),
  };
}

interface JudgedDeal {
  /** Chance that people have set, 0–1: an omitted deal brings nothing; not a number where the model says it. */
  readonly given: number;
  readonly weighted: bigint;
}

function readJudged(deal: OpenDealNow, chances: DealChances, window: ForecastWindow, daysUntil: number): JudgedDeal {
  const place = deal.stage.indexOf(' ');
  const stage = { pipelineId: BigInt(deal.stage.slice(0, place)), stageId: deal.stage.slice(place + 1) };
  const { category, winPercent } = chances.of({ dealId: deal.dealId, ...stage });
  const closeDay = deal.closeDay === null ? null : shiftDay('1970-01-01', deal.closeDay);
  const chance = window.daysLeft === 0 ? 0 : givenChance({ closeDay, winPercent }, window, daysUntil);
  const isSet = category === 'omitted' || chances.judgements.get(deal.dealId)?.percent != null;
  return { given: isSet ? chance : NaN, weighted: percentOf(BigInt(deal.amount), chance * 100) };
}
