import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DraftLine, MonthLine, PlanGrid } from '#contract/plan.ts';
import { usePlanning } from '#stores/planning.ts';
import { startStores } from './mount-view.ts';
import { buildGrid, buildWindow } from './sample-overview.ts';

const server = setupServer();
let grid: PlanGrid;
let saved: DraftLine[][] = [];
const line = (scope: string, value: string | null): DraftLine => ({ metric: 'revenue', scope, value });
const edit = (scope: string, value: string | null, month = '2026-12'): MonthLine => ({ ...line(scope, value), month });
const failure = (code: string, status: number) => HttpResponse.json({ error: { code, message: 'x', requestId: 'r1' } }, { status });

beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
beforeEach(() => {
  grid = buildGrid();
  saved = [];
  server.use(
    http.get('*/api/plans', ({ request }) => HttpResponse.json(buildWindow(grid, Number(new URL(request.url).searchParams.get('months'))))),
    http.put('*/api/plans/:month/draft', async ({ request }) => {
      const { lines } = (await request.json()) as { lines: DraftLine[] };
      saved.push(lines);
      grid = { ...grid, draft: [...grid.draft.filter((old) => !lines.some((next) => next.scope === old.scope)), ...lines] };
      return HttpResponse.json(grid);
    }),
  );
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

async function startPlanning() {
  startStores();
  const planning = usePlanning();
  await planning.start('2026-12');
  return planning;
}

describe('the draft of a plan', () => {
  it('saves several edits of one cell as the last of them, in one request', async () => {
    const planning = await startPlanning();
    planning.edit([edit('person:11', '1.00')]);
    planning.edit([edit('person:11', '2.00'), edit('person:12', '3.00')]);
    expect(planning.saveState).toBe('waiting');
    await planning.flush();
    expect(saved).toEqual([[line('person:11', '2.00'), line('person:12', '3.00')]]);
    expect(planning.saveState).toBe('saved');
    expect(planning.edits).toEqual([]);
  });

  it('keeps what was typed while a save was under way', async () => {
    const planning = await startPlanning();
    planning.edit([edit('person:11', '1.00')]);
    const flushed = planning.flush();
    planning.edit([edit('person:11', '2.00')]);
    await flushed;
    expect(saved.map((lines) => lines[0]?.value)).toEqual(['1.00', '2.00']);
  });

  it('keeps the text when saving fails, says so, and saves it later', async () => {
    const planning = await startPlanning();
    server.use(http.put('*/api/plans/:month/draft', () => failure('unavailable', 503), { once: true }));
    planning.edit([edit('person:11', '1.00')]);
    await planning.flush();
    expect(planning.saveState).toBe('failed');
    expect(planning.saveFailure?.code).toBe('unavailable');
    expect(planning.edits).toEqual([edit('person:11', '1.00')]);
    await planning.flush();
    expect(planning.saveState).toBe('saved');
    expect(planning.saveFailure).toBeNull();
  });

  it('saves the months of a block one by one, and shows what each answer says', async () => {
    startStores();
    const planning = usePlanning();
    await planning.start('2026-12', 3);
    const months: string[] = [];
    server.use(
      http.put('*/api/plans/:month/draft', async ({ request, params }) => {
        const { lines } = (await request.json()) as { lines: DraftLine[] };
        months.push(`${String(params['month'])} ${lines.length}`);
        return HttpResponse.json(buildGrid({ month: String(params['month']), version: 0, published: [], draft: lines }));
      }),
    );
    planning.edit([
      edit('person:11', '1.00'),
      edit('person:11', '2.00', '2027-01'),
      edit('person:12', '3.00'),
      edit('person:11', '4.00', '2027-02'),
    ]);
    await planning.flush();
    expect(months).toEqual(['2026-12 2', '2027-01 1', '2027-02 1']);
    expect(planning.edits).toEqual([]);
    expect(planning.window?.months.map(({ month, draft }) => `${month} ${draft.map(({ value }) => value).join(' ')}`)).toEqual([
      '2026-12 1.00 3.00',
      '2027-01 2.00',
      '2027-02 4.00',
    ]);
  });

  it('works on a month of the window only', async () => {
    startStores();
    const planning = usePlanning();
    await planning.start('2026-12', 3);
    planning.choose('2027-02');
    expect(planning.grid?.month).toBe('2027-02');
    planning.choose('2027-03');
    expect(planning.grid?.month).toBe('2027-02');
  });

  it('stays in its month while something is not saved', async () => {
    const planning = await startPlanning();
    server.use(http.put('*/api/plans/:month/draft', () => failure('unavailable', 503)));
    planning.edit([edit('person:11', '1.00')]);
    await planning.show('2027-01');
    expect(planning.month).toBe('2026-12');
  });

  it('gives back the dropped lines, so that dropping can be undone', async () => {
    const planning = await startPlanning();
    const { month: _, ...line } = edit('person:32', null);
    const dimension = { metric: 'revenue' as const, scope: 'person:32', key: 'brand=Makita', title: 'Makita', value: '5.00' };
    const dropped = { lines: [line], dimensions: [dimension], conditions: [{ scope: 'department:5', conditions: null }] };
    server.use(http.delete('*/api/plans/:month/draft', () => HttpResponse.json({ ...grid, draft: [], dropped })));
    expect(await planning.discard()).toEqual(dropped);
    expect(planning.grid?.draft).toEqual([]);
    const again: unknown[] = [];
    for (const what of ['dimensions', 'conditions'])
      server.use(
        http.put(`*/api/plans/2026-12/${what}`, async ({ request }) => {
          again.push([what, await request.json()]);
          return HttpResponse.json({ error: { code: 'internal', message: 'm', requestId: 'r' } }, { status: 500 });
        }),
      );
    expect(await planning.restore('2026-12', dropped)).toMatchObject({ code: 'internal' });
    expect(again).toEqual([
      ['dimensions', { metric: 'revenue', lines: [{ scope: 'person:32', key: 'brand=Makita', title: 'Makita', value: '5.00' }] }],
    ]);
    expect(planning.edits).toEqual([edit('person:32', null)]);
  });
});

describe('publishing', () => {
  it('saves first, names the version it was made from, and tells who got a sheet', async () => {
    const planning = await startPlanning();
    const asked: unknown[] = [];
    server.use(
      http.post('*/api/plans/2026-12/publish', async ({ request }) => {
        asked.push(await request.json());
        return HttpResponse.json({ version: 4, sentTo: ['32'], grid: { ...grid, version: 4, draft: [] } });
      }),
    );
    planning.edit([edit('person:11', '1.00')]);
    expect(await planning.publish({ reason: 'Рост цен', rationale: '', effectiveFrom: '2026-12-01' })).toEqual({
      kind: 'published',
      version: 4,
      sentTo: ['32'],
    });
    expect(saved).toHaveLength(1);
    expect(asked).toEqual([{ baseVersion: 3, reason: 'Рост цен', rationale: '', effectiveFrom: '2026-12-01' }]);
    expect(planning.grid?.version).toBe(4);
  });

  it('shows the newer version when somebody else was faster', async () => {
    const planning = await startPlanning();
    server.use(http.post('*/api/plans/2026-12/publish', () => failure('conflict', 409)));
    grid = buildGrid({ version: 4 });
    expect(await planning.publish({ reason: 'Рост цен', rationale: '', effectiveFrom: '2026-12-01' })).toEqual({ kind: 'conflict' });
    expect(planning.grid?.version).toBe(4);
  });

  it('sends nothing while the draft is not saved', async () => {
    const planning = await startPlanning();
    server.use(http.put('*/api/plans/:month/draft', () => failure('unavailable', 503)));
    planning.edit([edit('person:11', '1.00')]);
    expect((await planning.publish({ reason: 'Рост цен', rationale: '', effectiveFrom: '2026-12-01' })).kind).toBe('failed');
  });
});
