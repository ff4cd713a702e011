import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { createPinia, setActivePinia } from 'pinia';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { usePlanDimensions } from '#stores/plan-dimensions.ts';

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());
beforeEach(() => setActivePinia(createPinia()));

const answer = (month: string, metric: string) =>
  HttpResponse.json({ month, metric, currency: 'RUB', factsAt: null, dimensions: [{ code: 'brand', isCounted: true }], lines: [] });
const line = (value: string) => ({ scope: 'person:4', key: 'brand=Makita', title: 'Makita', value });

/** Answers requests, the first one late; tells the values in the order they came. */
function listen(isDown: () => boolean): string[] {
  const came: string[] = [];
  server.use(
    http.get('*/api/plans/:month/dimensions', ({ params, request }) =>
      answer(String(params['month']), new URL(request.url).searchParams.get('metric') ?? ''),
    ),
    http.put('*/api/plans/:month/dimensions', async ({ params, request }) => {
      const { metric, lines } = (await request.json()) as { metric: string; lines: { value: string }[] };
      came.push(`${String(params['month'])} ${metric} ${lines.map(({ value }) => value).join(' ')}`);
      if (isDown()) return HttpResponse.json({ error: { code: 'unavailable', message: '', requestId: 'r' } }, { status: 503 });
      if (came.length === 1) await new Promise((resolve) => setTimeout(resolve, 50));
      return answer(String(params['month']), metric);
    }),
  );
  return came;
}

describe('targets by dimensions on their way to the server', () => {
  it('go one after the other, so that the last number typed is the one that stays', async () => {
    const came = listen(() => false);
    const store = usePlanDimensions();
    await store.load({ month: '2026-12', metric: 'revenue' });
    await Promise.all([store.edit([line('1.00')]), store.edit([line('2.00')]), store.edit([line('3.00')])]);
    expect(came).toEqual(['2026-12 revenue 1.00', '2026-12 revenue 3.00']);
    expect(store.unsaved.size).toBe(0);
  });

  it('are not lost when another month is looked at before they were saved', async () => {
    let isDown = true;
    const came = listen(() => isDown);
    const store = usePlanDimensions();
    await store.load({ month: '2026-12', metric: 'revenue' });
    expect(await store.edit([line('5.00')])).toBe(false);
    await store.load({ month: '2027-01', metric: 'margin' });
    expect(store.unsaved.size).toBe(0);
    await store.load({ month: '2026-12', metric: 'revenue' });
    expect([...store.unsaved.values()].map(({ value }) => value)).toEqual(['5.00']);
    isDown = false;
    expect(await store.flush()).toBe(true);
    expect(came).toEqual(['2026-12 revenue 5.00', '2026-12 revenue 5.00']);
  });
});
