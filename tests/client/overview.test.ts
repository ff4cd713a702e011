import { delay, http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { useOverview } from '#stores/overview.ts';
import { startStores } from './mount-view.ts';
import { buildSync } from './sample-data.ts';
import { buildOverview } from './sample-overview.ts';

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
beforeEach(() => {
  server.use(
    http.get('*/api/sync-status', () => HttpResponse.json(buildSync({ state: 'ready', finishedAt: '2026-11-16T07:00:00.000Z' }))),
    http.get('*/api/overview', ({ request }) =>
      HttpResponse.json(buildOverview({ month: new URL(request.url).searchParams.get('month') ?? '' })),
    ),
  );
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

async function startOverview() {
  startStores();
  const overview = useOverview();
  await overview.start();
  return overview;
}

describe('the numbers of the workspace', () => {
  it('begin with the month of the page and the widest scope', async () => {
    const overview = await startOverview();
    expect(overview.data?.month).toBe('2026-11');
    overview.stop();
  });

  it('stay on the screen when new ones do not come', async () => {
    const overview = await startOverview();
    server.use(
      http.get('*/api/overview', () =>
        HttpResponse.json({ error: { code: 'portal-unavailable', message: 'x', requestId: 'r1' } }, { status: 503 }),
      ),
    );
    await overview.load();
    expect(overview.data?.month).toBe('2026-11');
    expect(overview.failure).toMatchObject({ code: 'portal-unavailable', requestId: 'r1', isPassing: true });
    overview.stop();
  });

  it('of another month never stand under the new title', async () => {
    const overview = await startOverview();
    const shown = overview.show({ month: '2026-12' });
    expect(overview.data).toBeNull();
    await shown;
    expect(overview.data?.month).toBe('2026-12');
    overview.stop();
  });

  it('come from the last request, although an earlier one answers later', async () => {
    const overview = await startOverview();
    server.use(
      http.get('*/api/overview', async ({ request }) => {
        const month = new URL(request.url).searchParams.get('month') ?? '';
        if (month === '2026-10') await delay(60);
        return HttpResponse.json(buildOverview({ month }));
      }),
    );
    const slow = overview.show({ month: '2026-10' });
    await overview.show({ month: '2026-12' });
    await slow;
    expect(overview.data?.month).toBe('2026-12');
    overview.stop();
  });

  it('wait for the first load, and not for a later one', async () => {
    server.use(http.get('*/api/sync-status', () => HttpResponse.json(buildSync({ state: 'loading', finishedAt: null }))));
    const overview = await startOverview();
    expect(overview.isFirstLoad).toBe(true);
    overview.stop();
    server.use(http.get('*/api/sync-status', () => HttpResponse.json(buildSync({ state: 'loading', isMonthReady: true }))));
    const later = await startOverview();
    expect(later.isFirstLoad).toBe(false);
    later.stop();
  });
});
