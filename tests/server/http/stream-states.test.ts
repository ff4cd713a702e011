import { describe, expect, it } from 'vitest';
import { toStreams, type StreamSources } from '#http/data-health-streams.ts';
import type { ReconcileRun, StreamRow } from '#store/data-health.ts';

const now = new Date('2026-11-16T07:42:00.000Z');
const ago = (seconds: number): Date => new Date(now.getTime() - seconds * 1000);

const row = (stream: StreamRow['stream'], change: Partial<StreamRow> = {}): StreamRow => ({
  stream,
  succeededAt: ago(38),
  failedAt: null,
  failure: null,
  resumeAt: null,
  day: '2026-11-16',
  rows: 44,
  ...change,
});

const ready: StreamSources['sync'] = {
  state: 'ready',
  isMonthReady: true,
  rows: 0,
  expectedRows: 0,
  rowsPerSecond: null,
  secondsLeft: null,
  entities: [],
  startedAt: null,
  finishedAt: '2026-08-24T16:07:00.000Z',
  updatedAt: null,
  failure: null,
};

function states(rows: readonly StreamRow[], change: Partial<StreamSources> = {}) {
  const streams = toStreams({
    streams: new Map(rows.map((one) => [one.stream, one])),
    runs: [],
    eventLag: null,
    requests: new Map(),
    sync: ready,
    today: '2026-11-16',
    now,
    ...change,
  });
  return new Map(streams.map((stream) => [stream.stream, stream]));
}

const run = (difference: number, isFinished = true): ReconcileRun => ({
  startedAt: ago(9000),
  finishedAt: isFinished ? ago(8000) : null,
  entities: [{ entity: 'deals', compared: 18_420, missing: difference, changed: 0, gone: 0 }],
});

describe('the streams of reading', () => {
  it('are all shown before any of them has reported', () => {
    const found = states([], { sync: { ...ready, state: 'waiting', finishedAt: null } });
    expect([...found].map(([name, stream]) => `${name} ${stream.state}`)).toEqual([
      'events never',
      'delta never',
      'calls never',
      'activities never',
      'reconcile never',
      'structure never',
      'first-load never',
    ]);
  });

  it('say the age of their last success and the rows of today only', () => {
    expect(states([row('delta')]).get('delta')).toMatchObject({ state: 'fine', delaySeconds: 38, rowsToday: 44 });
    expect(states([row('delta', { day: '2026-11-15' })]).get('delta')?.rowsToday).toBe(0);
    expect(states([row('delta', { succeededAt: ago(901) })]).get('delta')?.state).toBe('delayed');
    expect(states([row('structure', { succeededAt: ago(42 * 60) })]).get('structure')).toMatchObject({ state: 'fine', delaySeconds: 2520 });
  });

  it('of events are never late on a quiet day; their delay is how late the last one was read', () => {
    const quiet = states([row('events', { succeededAt: ago(20_000) })], { eventLag: 4 });
    expect(quiet.get('events')).toMatchObject({ state: 'fine', delaySeconds: 4 });
  });

  it('that rest say until when, and no longer once that has passed', () => {
    const resumeAt = new Date('2026-11-16T07:46:00.000Z');
    expect(states([row('calls', { resumeAt })]).get('calls')).toMatchObject({ state: 'parked', resumeAt: resumeAt.toISOString() });
    expect(states([row('calls', { resumeAt: ago(1) })]).get('calls')).toMatchObject({ state: 'fine', resumeAt: null });
  });

  it('that fail say the code', () => {
    const failing = row('calls', { failure: 'insufficient_scope', failedAt: ago(10) });
    expect(states([failing]).get('calls')).toMatchObject({ state: 'failed', failure: 'insufficient_scope' });
  });
});

describe('the comparison', () => {
  const night = row('reconcile', { succeededAt: ago(8000) });

  it('matched, differs or goes on by what its newest run says', () => {
    expect(states([night], { runs: [run(0)] }).get('reconcile')?.state).toBe('matched');
    expect(states([night], { runs: [run(3)] }).get('reconcile')?.state).toBe('differing');
    expect(states([night], { runs: [run(0, false), run(0)] }).get('reconcile')?.state).toBe('running');
    expect(states([], { runs: [] }).get('reconcile')?.state).toBe('never');
  });

  it('that was missed for a night is delayed', () => {
    expect(states([row('reconcile', { succeededAt: ago(31 * 3600) })], { runs: [run(0)] }).get('reconcile')?.state).toBe('delayed');
  });
});

describe('the first load', () => {
  it('is running, failed or done by what is known of it', () => {
    const state = (sync: Partial<StreamSources['sync']>) => states([], { sync: { ...ready, ...sync } }).get('first-load');
    expect(state({})).toMatchObject({ state: 'done', succeededAt: '2026-08-24T16:07:00.000Z', delaySeconds: null });
    expect(state({ state: 'loading', finishedAt: null })?.state).toBe('running');
    const rest = row('first-load', { resumeAt: new Date(now.getTime() + 60_000), failure: 'OPERATION_TIME_LIMIT' });
    const resting = states([rest], { sync: { ...ready, state: 'loading', finishedAt: null } });
    expect(resting.get('first-load')?.state).toBe('parked');
    expect(state({ state: 'failed', failure: 'CONNECTION_ERROR', finishedAt: null })).toMatchObject({
      state: 'failed',
      failure: 'CONNECTION_ERROR',
    });
  });
});

describe('a request to read now', () => {
  const asked = (isTaken: boolean, seconds: number) => new Map([['delta', { at: ago(seconds), isTaken }]]);

  it('stands until the stream has succeeded or failed after it', () => {
    expect(states([row('delta')], { requests: asked(false, 60) }).get('delta')?.requestedAt).toBe(ago(60).toISOString());
    expect(states([row('delta')], { requests: asked(true, 20) }).get('delta')?.requestedAt).toBe(ago(20).toISOString());
    expect(states([row('delta')], { requests: asked(true, 60) }).get('delta')?.requestedAt).toBeNull();
    const quiet = states([], { requests: new Map([['events', { at: ago(60), isTaken: true }]]) });
    expect(quiet.get('events')?.requestedAt).toBeNull();
    const refused = row('delta', { succeededAt: null, failure: 'insufficient_scope' });
    expect(states([refused], { requests: asked(true, 60) }).get('delta')?.requestedAt).toBeNull();
    const failed = row('delta', { succeededAt: ago(900), failedAt: ago(5), failure: 'X' });
    expect(states([failed], { requests: asked(true, 60) }).get('delta')?.requestedAt).toBeNull();
  });
});
