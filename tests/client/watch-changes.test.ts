import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { watchChanges } from '#api/watch-changes.ts';

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

interface Answer {
  revision: number;
  topics: string[];
  reconnectAfterMs?: number;
}

/** Answers in turn; `null` is a failure. The watch ends when all were given. */
async function watch(answers: (Answer | null)[], isVisible = () => true) {
  const controller = new AbortController();
  const asked: string[] = [];
  const told: string[][] = [];
  const pauses: number[] = [];
  let hiddenWaits = 0;
  server.use(
    http.get('*/api/changes', ({ request }) => {
      asked.push(new URL(request.url).searchParams.get('after') ?? '');
      const answer = answers.shift() ?? null;
      return answer === null ? HttpResponse.json({}, { status: 503 }) : HttpResponse.json(answer);
    }),
  );
  await watchChanges({
    onTopics: (topics) => told.push([...topics]),
    isVisible: () => {
      // Ends between two questions, so that none is cut in the middle.
      if (answers.length === 0) controller.abort();
      return isVisible();
    },
    untilVisible: () => {
      hiddenWaits += 1;
      return Promise.resolve();
    },
    pause: (ms) => {
      pauses.push(ms);
      return Promise.resolve();
    },
    signal: controller.signal,
  });
  return { asked, told, pauses, hiddenWaits };
}

describe('watchChanges', () => {
  it('waits as long as a server that is about to end has asked for', async () => {
    const { asked, pauses } = await watch([
      { revision: 5, topics: [], reconnectAfterMs: 2500 },
      { revision: 5, topics: [] },
    ]);
    expect(asked).toEqual(['-1', '5']);
    expect(pauses).toEqual([2500]);
  });

  it('asks for what came after the last revision and tells the topics', async () => {
    const { asked, told, pauses } = await watch([
      { revision: 5, topics: ['facts'] },
      { revision: 5, topics: [] },
      { revision: 6, topics: ['plans'] },
      { revision: 6, topics: [] },
    ]);
    expect(asked).toEqual(['-1', '5', '5', '6']);
    expect(told).toEqual([['facts'], ['plans']]);
    expect(pauses).toEqual([]);
  });

  it('waits twice as long after each failure and starts over after an answer', async () => {
    const { pauses } = await watch([null, null, null, { revision: 1, topics: [] }, null, null]);
    expect(pauses).toEqual([1000, 2000, 4000, 1000, 2000]);
  });

  it('never waits longer than half a minute', async () => {
    const { pauses } = await watch(Array.from({ length: 9 }, () => null));
    expect(Math.max(...pauses)).toBe(30_000);
  });

  it('asks nothing before a hidden page is seen again', async () => {
    const { hiddenWaits, asked } = await watch(
      [
        { revision: 1, topics: [] },
        { revision: 1, topics: [] },
      ],
      () => false,
    );
    expect(hiddenWaits).toBe(asked.length + 1);
  });

  it('pauses when the revision goes back, as after a restart', async () => {
    const { pauses } = await watch([
      { revision: 9, topics: [] },
      { revision: 2, topics: ['facts'] },
    ]);
    expect(pauses).toEqual([1000]);
  });
});
