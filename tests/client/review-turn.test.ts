import { createPinia, setActivePinia } from 'pinia';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Review } from '#contract/review.ts';
import type { useReview as UseReview } from '#stores/review.ts';

/** Calls on their way, by what they ask for, with what answers them. */
const calls: { readonly path: string; readonly request: Record<string, unknown>; readonly answer: (review: Review) => void }[] = [];
let useReview: typeof UseReview;

// Files share their modules: the store is loaded anew over these calls, and everything anew behind this file.
beforeAll(async () => {
  vi.resetModules();
  vi.doMock('#api/call-endpoint.ts', () => ({
    callEndpoint: ({ path }: { path: string }, request: Record<string, unknown>) =>
      new Promise((answer) => void calls.push({ path, request, answer })),
  }));
  ({ useReview } = await import('#stores/review.ts'));
});
afterAll(() => {
  vi.doUnmock('#api/call-endpoint.ts');
  vi.resetModules();
});

const items = ['first', 'second'].map((subject) => ({ subject, texts: [] }));
const reviewAt = (state: 'planned' | 'running' | 'held', subject: string | null): Review =>
  ({ reviewId: 'r', state, items, current: subject === null ? null : { subject } }) as unknown as Review;
const answerTo = async (ending: string, review: Review): Promise<Record<string, unknown>> => {
  const at = calls.findIndex(({ path }) => path.endsWith(ending));
  const [call] = calls.splice(at, 1);
  if (at < 0 || call === undefined) throw new Error(`nobody asks for ${ending}`);
  call.answer(review);
  await new Promise((resolve) => setTimeout(resolve, 0));
  return call.request;
};

beforeEach(() => {
  setActivePinia(createPinia());
  calls.splice(0);
});

async function openReview(): Promise<ReturnType<typeof useReview>> {
  const store = useReview();
  void store.open('r');
  await answerTo('/:reviewId', reviewAt('planned', null));
  return store;
}

describe('the item on the leader’s screen', () => {
  it('is the one that was chosen while the beginning was still being saved', async () => {
    const store = await openReview();
    void store.begin();
    void store.turn('second');
    expect(store.current?.subject).toBe('second');
    await answerTo('/start', reviewAt('running', 'first'));
    expect(store.current?.subject).toBe('second');
    expect(await answerTo('/turn', reviewAt('running', 'second'))).toMatchObject({ subject: 'second' });
    expect(store.current?.subject).toBe('second');
  });

  it('stays when the meeting is over', async () => {
    const store = await openReview();
    void store.begin();
    await answerTo('/start', reviewAt('running', 'second'));
    void store.finish('2026-11-23', '15:00');
    await answerTo('/finish', reviewAt('held', null));
    expect(store.current?.subject).toBe('second');
  });
});
