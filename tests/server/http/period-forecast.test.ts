import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getForecastChanges } from '#contract/forecast-changes.ts';
import { getForecastHonesty } from '#contract/forecast-honesty.ts';
import { listLearnedDeals, type LearnedDeals, type NewDealTerms } from '#contract/learned-deals.ts';
import { getPeriodForecast, type PeriodForecast } from '#contract/period-forecast.ts';
import { openRows } from '#domain/forecast/landmark-rows.ts';
import { readForecast } from '#domain/forecast/stored-forecast.ts';
import { expectedOf, forecastWindow, wonSoFarOf } from '#domain/forecast/window-forecast.ts';
import { fromDecimal, sum } from '#domain/money.ts';
import { replyForecastBeside } from '#http/api/forecast-beside.ts';
import { replyForecastChanges } from '#http/api/forecast-changes.ts';
import { replyForecastHonesty } from '#http/api/forecast-honesty.ts';
import { replyLearnedDeals } from '#http/api/learned-deals.ts';
import { replyOverview } from '#http/api/overview.ts';
import { replyPeriodForecast } from '#http/api/period-forecast.ts';
import { explainDeal } from '#http/explain-deal.ts';
import { createMoney } from '#http/wire-values.ts';
import { refitForecast } from '#jobs/refit-forecast.ts';
import { findForecastModel } from '#store/forecast-models.ts';
import {
  anna,
  boris,
  director,
  history,
  moment,
  month,
  now,
  openForecastPortal,
  team,
  vera,
  type ForecastPortal,
} from './forecast-portal.ts';

let held: ForecastPortal;
type Fitted = NonNullable<PeriodForecast['fitted']>;

const withContext: ForecastPortal['withContext'] = (userId, answer) => held.withContext(userId, answer);
const askAs = (userId: bigint, scope: string): Promise<PeriodForecast> =>
  withContext(userId, async (context) => getPeriodForecast.response.parse(await replyPeriodForecast(context, { month, scope })));
const explainTo = (userId: bigint, dealId: string) =>
  withContext(userId, (context) => explainDeal(context, BigInt(dealId), month, createMoney(2)));
const ask = async (scope: string): Promise<Fitted> => {
  const { fitted } = await askAs(director, scope);
  if (fitted === null) throw new Error('There is no model');
  return fitted;
};
const minor = (text: string): bigint => fromDecimal(text, 2);

beforeAll(async () => {
  held = await openForecastPortal();
});
afterAll(() => held.store.close());

describe('the forecast of a month', () => {
  it('says that it has not been fitted yet, and then what was learned', async () => {
    expect(await askAs(director, 'company')).toMatchObject({ fitted: null, scope: 'company' });
    await held.recordPast();
    expect(await refitForecast({ businessClock: () => now }, held.portal)).toBe(true);
    const answer = await ask('company');
    expect(answer.total).toMatchObject({ kind: 'company', scope: 'company' });
    expect(answer.wonDeals).toBeGreaterThan(10);
  });

  it('adds up over persons and departments to the last place, and lies within its range', async () => {
    const { total, rows } = await ask('company');
    const persons = rows.filter(({ kind }) => kind === 'person');
    for (const part of ['fact', 'fromOpen', 'fromNew', 'expected'] as const) {
      expect(sum(persons.map((row) => minor(row[part])))).toBe(minor(total[part]));
    }
    const ofTeam = await ask(`department:${team}`);
    expect(ofTeam.total.expected).toBe(rows.find(({ scope }) => scope === `department:${team}`)?.expected);
    expect(sum(ofTeam.rows.filter(({ kind }) => kind === 'person').map(({ expected }) => minor(expected)))).toBe(
      minor(ofTeam.total.expected),
    );
    for (const { fact, low, median, high } of [total, ...rows]) {
      const [floor, ...ordered] = [fact, low, median, high].map(minor);
      expect(ordered).toEqual(ordered.toSorted((a, b) => Number(a - b)));
      expect(ordered[0]).toBeGreaterThanOrEqual(floor!);
    }
    const own = await ask(`person:${anna}`);
    expect(own.total.expected).toBe(persons.find(({ scope }) => scope === own.total.scope)?.expected);
    expect(await ask('company')).toEqual(await ask('company'));
  });

  it('is the number that the model computes from the recorded history, as the bench asks it', async () => {
    const { total } = await ask('company');
    const stored = readForecast((await held.portal.transaction(findForecastModel))?.model)!;
    const stages = new Map(stored.stageKeys.map((key, number) => [key, number]));
    const numbered = { ...history, stage: { ...history.stage, value: history.stage.value.map((stage) => stages.get(`77 G${stage}`)!) } };
    const span = { from: moment - (moment % 1) - 15, to: moment - (moment % 1) + 15 };
    const wonSoFar = wonSoFarOf(numbered, moment, span);
    const places = [anna, boris, vera].map((id) => stored.ownerIds.indexOf(String(id)));
    const rows = openRows({ ...numbered, owner: { ...history.owner, value: history.owner.value.map((owner) => places[owner]!) } }, moment);
    const inMinor = { ...rows, amount: rows.amount.map((amount) => amount * 100) };
    const window = forecastWindow(stored.model, { at: moment, open: inMinor, wonSoFar: wonSoFar.map((amount) => amount * 100) }, span);
    expect(Math.abs(Number(minor(total.expected)) - expectedOf(window))).toBeLessThan(expectedOf(window) * 1e-5 + 10);
  });
});

describe('any days', () => {
  const days = (from: string, to: string, scope = 'company') =>
    withContext(director, async (context) =>
      getPeriodForecast.response.parse(await replyPeriodForecast(context, { month, scope, from, to })),
    );

  it('are forecast like the month they are, and a longer span is never expected to bring less from what is open', async () => {
    const same = await days('2026-11-01', '2026-11-30');
    expect(same.fitted?.total).toEqual((await ask('company')).total);
    const quarter = await days('2026-10-01', '2026-12-31');
    const persons = quarter.fitted!.rows.filter(({ kind }) => kind === 'person');
    for (const part of ['fact', 'fromOpen', 'fromNew', 'expected', 'byTable'] as const) {
      expect(sum(persons.map((row) => minor(row[part])))).toBe(minor(quarter.fitted!.total[part]));
    }
    for (const part of ['fact', 'fromOpen', 'fromNew'] as const) {
      expect(minor(quarter.fitted!.total[part])).toBeGreaterThanOrEqual(minor(same.fitted!.total[part]));
    }
    const next = await days('2026-12-01', '2026-12-31');
    expect(next.fitted?.total.fact).toBe('0.00');
    expect([quarter.from, quarter.to]).toEqual(['2026-10-01', '2026-12-31']);
  });

  it.each([
    ['the last day before the first', '2026-11-02', '2026-11-01'],
    ['more than a year', '2026-11-01', '2027-11-30'],
    ['a day that no calendar has', '2026-02-30', '2026-03-05'],
  ])('are refused: %s', async (_about, from, to) => {
    await expect(days(from, to)).rejects.toThrow('The days end before');
  });
});

/** Days × pace = created, some of them are won, and those × the average deal are the amount up to the rounding of persons. */
function expectReckoned({ days, perDay, created, wins, average, amounts, amount, recent }: NewDealTerms): void {
  expect(days * perDay).toBeCloseTo(created, 8);
  expect(wins).toBeGreaterThan(0);
  expect(wins).toBeLessThan(created);
  expect(Math.abs(wins * Number(average) - Number(amount))).toBeLessThan(1);
  expect(amounts).toBeGreaterThan(0);
  expect(recent).toBeGreaterThan(0);
}

describe('what has moved the forecast from history', () => {
  it('adds up to the kopeck from then to the forecast on the screen, deal by deal', async () => {
    for (const scope of ['company', `department:${team}`, `person:${boris}`]) {
      const changes = await withContext(director, async (context) =>
        getForecastChanges.response.parse(await replyForecastChanges(context, { month, scope, since: '2026-11-02', by: 'history' })),
      );
      expect(changes.end).toBe((await ask(scope)).total.expected);
      expect(changes.start).not.toBe(changes.end);
      expect(minor(changes.start) + sum(changes.steps.map(({ change }) => minor(change)))).toBe(minor(changes.end));
      for (const { kind, deals, largest, change } of changes.steps) {
        if (deals <= 50 && kind !== 'expected-new') expect(sum(largest.map((deal) => minor(deal.change)))).toBe(minor(change));
      }
      const expectedNew = changes.steps.find(({ kind }) => kind === 'expected-new');
      const { before, now } = expectedNew!.newDeals!;
      expect(minor(now.amount) - minor(before.amount)).toBe(minor(expectedNew!.change));
      expect(now.amount).toBe((await ask(scope)).total.fromNew);
      expect(before.days).toBeGreaterThan(now.days);
      for (const one of [before, now]) expectReckoned(one);
      if (scope === 'company')
        expect(changes.steps.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['chance-down', 'expected-new']));
    }
  });
});

describe('other ways to reckon', () => {
  it('stand beside the forecast, each the facts of the months that it names', async () => {
    const ask = (scope: string) => withContext(director, (context) => replyForecastBeside(context, { month, scope }));
    const { trailing } = await ask('company');
    expect(trailing!.months.map((past) => past.month)).toEqual(['2026-08', '2026-09', '2026-10']);
    for (const { month: past, fact } of trailing!.months) {
      const { total } = await withContext(director, (context) => replyOverview(context, { month: past, scope: 'company' }));
      expect(fact).toBe(total.fact);
    }
    const people = await Promise.all([anna, boris, vera].map((id) => ask(`person:${id}`)));
    const sums = people.map((one) => sum((one.trailing?.months ?? []).map(({ fact }) => minor(fact))));
    expect(sum(sums)).toBe(sum(trailing!.months.map(({ fact }) => minor(fact))));
  });
});

describe('how far off forecasts of past months were', () => {
  const honest = (userId: bigint, scope: string) =>
    withContext(userId, async (context) => getForecastHonesty.response.parse(await replyForecastHonesty(context, { scope })));

  it('is told by person and by the moment in the month, and persons add up to the company month by month', async () => {
    const { total, rows } = await honest(director, 'company');
    const persons = rows.filter(({ kind }) => kind === 'person');
    expect(persons.map(({ scope }) => scope).toSorted()).toEqual([anna, boris, vera].map((id) => `person:${id}`));
    expect(total!.horizons.map(({ horizon }) => horizon)).toEqual(['start', 'middle', 'end']);
    for (const [at, { months, wape, bias }] of total!.horizons.entries()) {
      expect(months.length).toBeGreaterThanOrEqual(3);
      expect(wape).toBeGreaterThanOrEqual(Math.abs(bias!));
      for (const [which, { month: own, forecast, fact }] of months.entries()) {
        const theirs = persons.map(({ horizons }) => horizons[at]!.months[which]!);
        expect(theirs.every((one) => one.month === own)).toBe(true);
        expect(Math.abs(Number(sum(theirs.map((one) => minor(one.fact))) - minor(fact)))).toBeLessThanOrEqual(3);
        expect(Math.abs(Number(sum(theirs.map((one) => minor(one.forecast))) - minor(forecast)))).toBeLessThanOrEqual(3);
      }
    }
  });

  it('is of whom one sees', async () => {
    const own = await honest(boris, `person:${boris}`);
    expect([own.total?.scope, own.rows]).toEqual([`person:${boris}`, []]);
  });
});

describe('the deals behind the forecast', () => {
  const list = (asked: { scope: string; from?: string; to?: string }): Promise<LearnedDeals> =>
    withContext(director, async (context) => listLearnedDeals.response.parse(await replyLearnedDeals(context, { month, ...asked })));

  it('sum to it with the rest, for the company and for a person', async () => {
    for (const scope of ['company', `person:${boris}`]) {
      const { deals, fromOpen, rest, total, newDeals, weighted, restWeighted, won } = await list({ scope });
      expect(deals.length).toBeGreaterThan(0);
      expect(deals.length).toBeLessThanOrEqual(total);
      expect(fromOpen).toBe((await ask(scope)).total.fromOpen);
      expect(newDeals?.amount).toBe((await ask(scope)).total.fromNew);
      const { fact, byTable } = (await ask(scope)).total;
      expect([won.fact, minor(won.fact) + minor(weighted)]).toEqual([fact, minor(byTable)]);
      expect(sum(deals.map((deal) => minor(deal.weighted))) + minor(restWeighted)).toBe(minor(weighted));
      expectReckoned(newDeals!);
      expect(sum(deals.map(({ expected }) => minor(expected))) + minor(rest)).toBe(minor(fromOpen));
      // Each is rounded by itself, so that the rest of a whole list is no more than a kopeck a deal.
      if (deals.length === total) expect(Math.abs(Number(minor(rest)))).toBeLessThanOrEqual(total);
    }
  });

  it('stand beside those already won in the days', async () => {
    const days = { from: '2026-08-01', to: '2026-12-31' };
    for (const scope of ['company', `person:${boris}`]) {
      const { won } = await list({ scope, ...days });
      const { fitted } = await withContext(director, (context) => replyPeriodForecast(context, { month, scope, ...days }));
      expect(won.fact).toBe(fitted?.total.fact);
      expect(won.deals).toHaveLength(Math.min(won.total, 50));
      expect(won.deals.length).toBeGreaterThan(0);
      expect(sum(won.deals.map(({ amount }) => minor(amount))) + minor(won.rest)).toBe(minor(won.fact));
      expect(won.deals.every(({ day }) => day >= days.from && day <= days.to)).toBe(true);
    }
  });

  it('have the chance that the card of the deal explains, whose reasons add up to it', async () => {
    const [largest] = (await list({ scope: 'company' })).deals;
    const explained = await explainTo(director, largest!.dealId);
    expect(Math.abs(explained!.chance / 1000 - largest!.chance)).toBeLessThan(0.001);
    expect(explained!.base + explained!.reasons.reduce((total, { points }) => total + points, 0)).toBe(explained!.chance);
    expect(explained!.reasons.length).toBeLessThanOrEqual(5);
  });

  it('tell the owner’s own part to those above only', async () => {
    const { deals } = await list({ scope: `person:${boris}` });
    let told = 0;
    for (const { dealId } of deals) {
      const [boss, own] = [await explainTo(director, dealId), await explainTo(boris, dealId)];
      if (boss!.reasons.some(({ factor }) => factor === 'owner')) told += 1;
      expect(own!.reasons.some(({ factor }) => factor === 'owner')).toBe(false);
      expect(own!.base + own!.reasons.reduce((total, { points }) => total + points, 0)).toBe(boss!.chance);
    }
    expect(told).toBeGreaterThan(0);
  });
});
