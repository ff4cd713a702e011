import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { callEndpoint, connectCalls } from '#api/call-endpoint.ts';
import { getChanges } from '#contract/changes.ts';
import { getDrillDown } from '#contract/drill-down.ts';
import { discardDraft, saveDraft } from '#contract/plan.ts';

const server = setupServer();
const renew = vi.fn<() => Promise<boolean>>();
const onBuild = vi.fn();
let token: string | null = 'first';

beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
beforeEach(() => {
  token = 'first';
  connectCalls({ token: () => token, renew, onBuild });
});
afterEach(() => {
  server.resetHandlers();
  renew.mockReset();
  onBuild.mockReset();
});
afterAll(() => server.close());

const changes = { revision: 4, topics: ['facts'] };
const failure = (code: string): object => ({ error: { code, message: 'm', requestId: 'r-7' } });
const grid = {
  month: '2026-12',
  from: '2026-12-01',
  to: '2026-12-31',
  currency: 'RUB',
  workdays: 22,
  workdaysPassed: 0,
  effectiveFrom: null,
  closed: null,
  draftConditions: [],
  draftDimensions: [],
  toClose: [],
  mayReopen: false,
  planned: [],
  version: 0,
  publishedAt: null,
  publishedBy: null,
  departments: [],
  people: [],
  published: [],
  draft: [],
  draftSavedAt: null,
  editable: [],
  factsAt: null,
  previousFact: [],
  signedBy: 0,
  sentTo: 0,
};

describe('callEndpoint', () => {
  it('sends the rest of a GET request as query and the token as a header only', async () => {
    let seen: Request | null = null;
    server.use(
      http.get('*/api/changes', ({ request }) => {
        seen = request;
        return HttpResponse.json(changes, { headers: { 'x-kurs-build': 'b2' } });
      }),
    );
    expect(await callEndpoint(getChanges, { after: 3 })).toEqual(changes);
    const request = seen as unknown as Request;
    expect(new URL(request.url).search).toBe('?after=3');
    expect(request.headers.get('authorization')).toBe('Bearer first');
    expect(request.url).not.toContain('first');
    expect(onBuild).toHaveBeenCalledWith('b2');
  });

  it('fills the path and sends the rest of a PUT request as JSON', async () => {
    const lines = [{ metric: 'revenue' as const, scope: 'person:12', value: '100.00' }];
    let body: unknown = null;
    server.use(
      http.put('*/api/plans/2026-12/draft', async ({ request }) => {
        body = await request.json();
        return HttpResponse.json(grid);
      }),
    );
    await callEndpoint(saveDraft, { month: '2026-12', lines });
    expect(body).toEqual({ lines });
  });

  it('fills the path of a DELETE request', async () => {
    const dropped = { lines: [], dimensions: [], conditions: [] };
    server.use(http.delete('*/api/plans/2026-12/draft', () => HttpResponse.json({ ...grid, dropped })));
    expect((await callEndpoint(discardDraft, { month: '2026-12' })).month).toBe('2026-12');
  });

  it('names the failure and its request number', async () => {
    server.use(http.get('*/api/changes', () => HttpResponse.json(failure('forbidden'), { status: 403 })));
    await expect(callEndpoint(getChanges, {})).rejects.toMatchObject({ code: 'forbidden', requestId: 'r-7' });
  });

  it('understands an answer that is not ours', async () => {
    server.use(http.get('*/api/changes', () => HttpResponse.text('<h1>Bad gateway</h1>', { status: 502 })));
    await expect(callEndpoint(getChanges, {})).rejects.toMatchObject({ code: 'unavailable', requestId: null });
  });

  it('refuses an answer that does not match the contract', async () => {
    server.use(http.get('*/api/changes', () => HttpResponse.json({ revision: 'four' })));
    await expect(callEndpoint(getChanges, {})).rejects.toMatchObject({ code: 'internal' });
  });

  it('tells a broken connection from an answer', async () => {
    server.use(http.get('*/api/drill-down', () => HttpResponse.error()));
    await expect(callEndpoint(getDrillDown, { month: '2026-11', scope: 'company', measure: 'fact' })).rejects.toMatchObject({
      code: 'no-connection',
    });
  });

  it('renews an expired session once and repeats with the new token', async () => {
    renew.mockImplementation(() => {
      token = 'second';
      return Promise.resolve(true);
    });
    const tokens: (string | null)[] = [];
    server.use(
      http.get('*/api/changes', ({ request }) => {
        tokens.push(request.headers.get('authorization'));
        return tokens.length === 1 ? HttpResponse.json(failure('session-expired'), { status: 401 }) : HttpResponse.json(changes);
      }),
    );
    expect(await callEndpoint(getChanges, {})).toEqual(changes);
    expect(tokens).toEqual(['Bearer first', 'Bearer second']);
  });

  it('gives up when the renewed session is refused as well', async () => {
    renew.mockResolvedValue(true);
    let calls = 0;
    server.use(
      http.get('*/api/changes', () => {
        calls += 1;
        return HttpResponse.json(failure('session-expired'), { status: 401 });
      }),
    );
    await expect(callEndpoint(getChanges, {})).rejects.toMatchObject({ code: 'session-expired' });
    expect([calls, renew.mock.calls.length]).toEqual([2, 1]);
  });

  it('does not repeat when the session cannot be renewed', async () => {
    renew.mockResolvedValue(false);
    server.use(http.get('*/api/changes', () => HttpResponse.json(failure('session-expired'), { status: 401 })));
    await expect(callEndpoint(getChanges, {})).rejects.toMatchObject({ code: 'session-expired' });
  });
});
