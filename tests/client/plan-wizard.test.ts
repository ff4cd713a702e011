import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountScale } from '#components/planning/plan-amount.ts';
import { writeRationale } from '#components/planning/wizard/rationale-words.ts';
import { splitDown } from '#components/planning/wizard/split-down.ts';
import { parsePercent, showPercent } from '#components/planning/wizard/typed-percent.ts';
import { toWaterfall } from '#components/planning/wizard/waterfall-bars.ts';
import { firstCalculation, listBases, pastAmounts, propose } from '#components/planning/wizard/wizard-proposal.ts';
import type { PlanCalculation } from '#contract/plan-calculation.ts';
import type { PlanHistory } from '#contract/plan-history.ts';
import { computePlanModel } from '#domain/planning/plan-model.ts';
import { buildGrid } from './sample-overview.ts';

const scale = amountScale('revenue', 'RUB');
const million = 100_000_000n;

/** Three known months before November, which still goes on. */
const history: PlanHistory = {
  month: '2026-12',
  currency: 'RUB',
  factsAt: null,
  workdays: 22,
  months: [
    { month: '2026-08', workdays: 22, workdaysPassed: 22 },
    { month: '2026-09', workdays: 22, workdaysPassed: 22 },
    { month: '2026-10', workdays: 22, workdaysPassed: 22 },
    { month: '2026-11', workdays: 20, workdaysPassed: 9 },
  ],
  won: [
    { scope: 'company', sums: ['38000000.00', '40000000.00', '42000000.00', '20160000.00'] },
    { scope: 'person:11', sums: ['1000000.00', '2000000.00', '3000000.00', '900000.00'] },
  ],
  calculations: [],
};
const given = { history, scope: 'company', today: '2026-11-16', scale };

/** The example of the planning picture. */
const calculation: PlanCalculation = {
  ...firstCalculation(),
  season: { kind: 'own', multiplier: 11_000 },
  factors: [
    { code: 'market', name: '', answer: { kind: 'not-relevant' } },
    { code: 'prices', name: '', answer: { kind: 'considered', basisPoints: 500 } },
    { code: 'own:1', name: 'Ассортимент', answer: { kind: 'considered', basisPoints: 1000 } },
    { code: 'client-potential', name: '', answer: { kind: 'not-considered' } },
  ],
  limit: { name: 'Склад', value: '50000000.00' },
};

describe('the proposal of the wizard', () => {
  it('climbs from the base to the limit by the steps of the picture', () => {
    const { model, notConsidered } = propose(given, calculation);
    expect(model?.base).toBe(40n * million);
    expect(model?.steps.map(({ code, change }) => [code, Number(change) / 1e8])).toEqual([
      ['season', 4],
      ['prices', 2.2],
      ['own:1', 4.62],
      ['limit', -0.82],
    ]);
    expect(model?.result).toBe(50n * million);
    expect(notConsidered).toEqual(['client-potential']);
  });

  it('takes a month under way for no base, and knows nothing of a year ago', () => {
    const [average, lastYear, previous] = listBases(given, 3);
    expect(average?.value).toBe(40n * million);
    expect(lastYear).toMatchObject({ value: null, past: [{ period: { key: '2025-12' } }] });
    expect(previous).toMatchObject({ value: 42n * million, past: [{ period: { key: '2026-10' } }] });
    expect(propose(given, { ...calculation, base: { kind: 'same-period-last-year' } })).toMatchObject({
      model: null,
      isSeasonOffered: false,
    });
  });

  it('brings months to the working days of the plan', () => {
    const short = propose({ ...given, history: { ...history, workdays: 11 } }, calculation);
    expect(short.model?.base).toBe(20n * million);
  });

  it('proposes whole thousands', () => {
    const odd = propose(given, { ...calculation, limit: null, factors: [], season: { kind: 'own', multiplier: 9_999 } });
    expect((odd.model?.result ?? 1n) % 100_000n).toBe(0n);
  });

  it('starts where nobody has looked at anything yet, without a season that no whole year shows', () => {
    const first = propose(given, firstCalculation());
    expect(first.model?.result).toBe(40n * million);
    expect(first.learnedFactor).toBeNull();
    expect(first.notConsidered).toHaveLength(8);
  });

  it('shares by what people sold in the months of the base', () => {
    const amounts = pastAmounts({ history, scale }, propose(given, calculation).past);
    expect(amounts.get('person:11')).toBe(6n * million);
  });
});

describe('the words of the wizard', () => {
  const t = (key: string, named?: Record<string, unknown>): string => `${key.split('.').at(-1)} ${Object.values(named ?? {}).join(' ')}`;
  const texts = { t, language: 'ru', nameOf: (code: string) => code, amount: (minor: bigint) => `${minor / million} млн` } as const;

  it('name the base, each factor with its sign and what has limited the plan', () => {
    const words = writeRationale(calculation, propose(given, calculation), texts).replaceAll(/\s/g, ' ');
    expect(words).toBe('base averageOf авг–окт 2026 40 млн season ×1,10 factor prices +5 % factor own:1 +10 % limited 50 млн limit 50 млн');
  });

  it('are none while there is no base', () => {
    const nothing = { ...calculation, base: { kind: 'same-period-last-year' } } as const;
    expect(writeRationale(nothing, propose(given, nothing), texts)).toBe('');
  });
});

describe('the waterfall', () => {
  it('hangs every step between the levels before and after it, on an axis that begins below all of them', () => {
    const answer = fc.record({ kind: fc.constant('considered' as const), basisPoints: fc.integer({ min: -10_000, max: 20_000 }) });
    const factors = fc.array(answer, { maxLength: 6 });
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 13n }), factors, (base, answers) => {
        const coded = answers.map((one, at) => ({ code: `own:${at + 1}` as const, answer: one }));
        const { bars, axisFrom } = toWaterfall(computePlanModel({ base, season: null, factors: coded, limit: null }));
        expect(axisFrom).toBeGreaterThanOrEqual(0n);
        for (const bar of bars) {
          expect(bar.from).toBeGreaterThanOrEqual(0);
          expect(bar.to).toBeLessThanOrEqual(1);
          expect(bar.from).toBeLessThanOrEqual(bar.to);
        }
        expect(bars.at(0)?.code).toBe('base');
        expect(bars.at(-1)?.code).toBe('plan');
      }),
    );
  });

  it('cuts the axis at a round number where the steps are small beside the base', () => {
    const model = computePlanModel({
      base: 40n * million,
      season: 11_000,
      factors: [{ code: 'prices', answer: { kind: 'considered', basisPoints: 500 } }],
      limit: null,
    });
    expect(toWaterfall(model).axisFrom).toBe(36n * million);
  });
});

describe('a typed percent', () => {
  it.each([
    ['5', 500],
    ['+10 %', 1000],
    ['−2,5', -250],
    ['-100', -10_000],
    ['0', 0],
  ])('%s is %i hundredths', (text, basisPoints) => expect(parsePercent(text)).toBe(basisPoints));

  it.each(['', 'много', '1,234', '-101', '5 5 %%x'])('«%s» is none', (text) => expect(parsePercent(text)).toBeNull());

  it('is shown as it can be typed again', () => {
    fc.assert(
      fc.property(fc.integer({ min: -10_000, max: 99_999 }), fc.constantFrom('ru' as const, 'en' as const), (value, language) => {
        expect(parsePercent(showPercent(value, language))).toBe(value);
      }),
    );
  });
});

describe('a proposed plan that is split', () => {
  it('reaches departments and their people, each level adding up to the one above', () => {
    const total = 14_100_000n * 100n;
    const result = splitDown(buildGrid(), { scope: 'company', total, basis: 'equal' }, { draft: new Map(), past: new Map() }, scale);
    const parts = new Map(result.kind === 'parts' ? result.parts.map((part) => [part.scope, part.value]) : []);
    const sum = (...scopes: string[]): bigint => scopes.reduce((all, scope) => all + (parts.get(scope) ?? 0n), 0n);
    expect(sum('department:5', 'department:7')).toBe(total);
    expect(sum('person:11', 'person:12')).toBe(parts.get('department:5'));
    expect(sum('person:31', 'person:32')).toBe(parts.get('department:7'));
  });
});
