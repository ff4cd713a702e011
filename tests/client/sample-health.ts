import type { Counting } from '#contract/counting.ts';
import type { DataHealth, Stream } from '#contract/data-health.ts';
import { buildSync } from './sample-data.ts';

export function buildStream(stream: Stream['stream'], change: Partial<Stream> = {}): Stream {
  return {
    stream,
    state: 'fine',
    succeededAt: '2026-11-16T07:41:30.000Z',
    failure: null,
    resumeAt: null,
    delaySeconds: 38,
    rowsToday: 44,
    requestedAt: null,
    ...change,
  };
}

/** The demo’s page of health: calls rest, everything else is in order. */
export function buildHealth(change: Partial<DataHealth> = {}): DataHealth {
  const now = '2026-11-16T07:42:12.000Z';
  const ago = (minutes: number): string => new Date(Date.parse(now) - minutes * 60_000).toISOString();
  const kind = (name: DataHealth['limit']['kinds'][number]['kind'], method: string, seconds: number) => ({
    kind: name,
    method,
    seconds,
    share: seconds / 480,
    parkedUntil: null,
  });
  const zero = { missing: 0, changed: 0, gone: 0 };
  return {
    now,
    thresholdSeconds: 900,
    numbers: { state: 'fresh', dealsAt: ago(0.7), callsAt: '2026-11-16T07:29:12.000Z' },
    dealDelay: { seconds: 38, usualSeconds: 180 },
    comparison: {
      startedAt: '2026-11-16T00:00:00.000Z',
      finishedAt: '2026-11-16T00:12:44.000Z',
      compared: 18_420,
      ...zero,
      entities: [
        { entity: 'deals', compared: 12_420, ...zero },
        { entity: 'calls', compared: 6_000, ...zero },
      ],
    },
    streams: [
      buildStream('events', { succeededAt: '2026-11-16T07:42:08.000Z', delaySeconds: 4, rowsToday: 318 }),
      buildStream('delta'),
      buildStream('calls', {
        state: 'parked',
        succeededAt: '2026-11-16T07:29:12.000Z',
        resumeAt: '2026-11-16T07:46:00.000Z',
        delaySeconds: 780,
        rowsToday: 126,
      }),
      buildStream('activities', { rowsToday: 96 }),
      buildStream('reconcile', { state: 'matched', succeededAt: '2026-11-16T00:12:44.000Z', delaySeconds: null, rowsToday: 18_420 }),
      buildStream('structure', { succeededAt: '2026-11-16T07:00:03.000Z', delaySeconds: 2520, rowsToday: 211 }),
      buildStream('first-load', { state: 'done', succeededAt: '2026-08-24T16:07:00.000Z', delaySeconds: null, rowsToday: null }),
    ],
    lags: Array.from({ length: 288 }, (_, index) => ({
      at: ago((287 - index) * 5),
      seconds: index > 186 && index < 200 ? 840 - Math.abs(193 - index) * 110 : 110 + ((index * 37) % 60),
    })),
    limit: {
      limitSeconds: 480,
      share: 557 / 1920,
      kinds: [
        { ...kind('calls', 'voximplant.statistic.get', 413), parkedUntil: '2026-11-16T07:46:00.000Z' },
        kind('deals', 'crm.item.list', 76),
        kind('stage-moves', 'crm.stagehistory.list', 41),
        kind('activities', 'crm.activity.list', 27),
      ],
    },
    quality: [
      { check: 'no-amount', items: 42 },
      { check: 'no-close-date', items: 18 },
      { check: 'close-date-past', items: 5 },
      { check: 'no-responsible', items: 0 },
      { check: 'stage-unknown', items: 0 },
    ],
    sync: buildSync({ state: 'ready', finishedAt: '2026-08-24T16:07:00.000Z' }),
    ...change,
  };
}

export function buildCounting(change: Partial<Counting> = {}): Counting {
  return {
    setting: { wonDate: 'stage-history', pipelineIds: null },
    factBasis: 'deals-won',
    pipelines: [
      { id: '0', name: 'Оптовые продажи' },
      { id: '1', name: 'Сервис' },
    ],
    changedAt: null,
    changedBy: null,
    ...change,
  };
}
