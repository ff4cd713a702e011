import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { firstCalculation } from '#components/planning/wizard/wizard-proposal.ts';
import type { PlanCalculation } from '#contract/plan-calculation.ts';
import type { PlanHistory } from '#contract/plan-history.ts';
import { usePlanCalculation } from '#stores/plan-calculation.ts';
import { startStores } from './mount-view.ts';

const server = setupServer();
let saved: string[] = [];
const failure = (code: string, status: number) => HttpResponse.json({ error: { code, message: 'x', requestId: 'r1' } }, { status });
const saying = (rationale: string): PlanCalculation => ({ ...firstCalculation(), rationale });

const history = (month: string): PlanHistory => ({
  month,
  currency: 'RUB',
  factsAt: null,
  workdays: 22,
  months: [],
  won: [],
  calculations: [],
});

beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
beforeEach(() => {
  saved = [];
  server.use(
    http.get('*/api/plans/:month/history', ({ params }) => HttpResponse.json(history(String(params['month'])))),
    http.put('*/api/plans/:month/calculation', async ({ params, request }) => {
      const { scope, calculation } = (await request.json()) as { scope: string; calculation: PlanCalculation };
      saved.push(`${String(params['month'])} ${scope} ${calculation.rationale}`);
      return HttpResponse.json({ scope, calculation, savedAt: '2026-11-16T07:42:00.000Z', savedBy: 'А' });
    }),
  );
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

async function start(month: string) {
  startStores();
  const store = usePlanCalculation();
  await store.load(month);
  return store;
}

const refuseToSave = () => server.use(http.put('*/api/plans/:month/calculation', () => failure('unavailable', 503)));

describe('the calculation of a plan', () => {
  it('is saved as the last of several edits', async () => {
    const store = await start('2026-12');
    store.edit('company', saying('раз'));
    store.edit('company', saying('два'));
    await store.flush();
    expect(saved).toEqual(['2026-12 company два']);
    expect(store.saveState).toBe('saved');
  });

  it('that was not saved stays one of its month when another month is shown, and comes back with its own', async () => {
    const store = await start('2026-12');
    refuseToSave();
    store.edit('company', saying('декабрь'));
    await store.load('2027-01');
    expect(store.calculations.has('company')).toBe(false);
    await store.load('2026-12');
    expect(store.calculations.get('company')?.rationale).toBe('декабрь');
    server.resetHandlers();
    server.use(
      http.put('*/api/plans/:month/calculation', async ({ params, request }) => {
        saved.push(String(params['month']));
        const { scope, calculation } = (await request.json()) as { scope: string; calculation: PlanCalculation };
        return HttpResponse.json({ scope, calculation, savedAt: '2026-11-16T07:42:00.000Z', savedBy: 'А' });
      }),
    );
    await store.flush();
    expect(saved).toEqual(['2026-12']);
    expect(store.saveState).toBe('saved');
  });

  it('that was not saved does not hold up anybody while no history is known', async () => {
    const store = await start('2026-12');
    refuseToSave();
    server.use(http.get('*/api/plans/:month/history', () => failure('unavailable', 503)));
    store.edit('company', saying('декабрь'));
    await store.load('2027-01');
    expect(store.history).toBeNull();
    await store.flush();
    expect(store.saveState).toBe('failed');
  });

  it('of the month that was asked for last is shown, whatever comes late', async () => {
    const store = await start('2026-12');
    await Promise.all([store.load('2027-01'), store.load('2027-02')]);
    expect(store.history?.month).toBe('2027-02');
  });
});
