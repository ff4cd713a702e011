import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '#store/open-store.ts';
import { listTopicsAfter, touchTopic } from '#store/topic-revisions.ts';
import { openTestStore } from '#support/test-store.ts';

let store: Store;

beforeAll(async () => {
  store = await openTestStore();
});

afterAll(() => store.close());

const touch = (portalId: bigint, topic: string): Promise<void> => store.forPortal(portalId).transaction((tx) => touchTopic(tx, topic));
const after = (portalId: bigint, revision: bigint) => store.forPortal(portalId).transaction((tx) => listTopicsAfter(tx, revision));

describe('revisions of topics', () => {
  it('begin at nothing and grow by one within a portal', async () => {
    expect(await after(1n, 0n)).toEqual({ revision: 0n, topics: [] });
    await touch(1n, 'facts');
    await touch(1n, 'plans');
    expect(await after(1n, 0n)).toEqual({ revision: 2n, topics: expect.arrayContaining(['facts', 'plans']) });
    await touch(1n, 'facts');
    expect(await after(1n, 2n)).toEqual({ revision: 3n, topics: ['facts'] });
    expect(await after(1n, 3n)).toEqual({ revision: 3n, topics: [] });
    expect(await after(2n, 0n)).toEqual({ revision: 0n, topics: [] });
  });

  it('are not raised by what was undone', async () => {
    const undone = store.forPortal(3n).transaction(async (tx) => {
      await touchTopic(tx, 'facts');
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await after(3n, 0n)).toEqual({ revision: 0n, topics: [] });
  });

  it('lose no topic when twenty transactions touch the same few at once', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, index) => touch(4n, `topic ${index % 4}`)));
    expect((await after(4n, 0n)).topics.sort()).toEqual(['topic 0', 'topic 1', 'topic 2', 'topic 3']);
  });

  it('reach a screen that asks between the ends of two overlapping transactions', async () => {
    await touch(5n, 'facts');
    const [, , start] = [await touch(5n, 'plans'), await touch(5n, 'status'), await after(5n, 0n)];
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const slow = store.forPortal(5n).transaction(async (tx) => {
      await touchTopic(tx, 'plans');
      // Where transactions wait for each other, the second one ends only after this one.
      await Promise.race([released, sleep(1000)]);
    });
    await sleep(100);
    await touch(5n, 'facts');
    const between = await after(5n, start.revision);
    release();
    await slow;
    const later = await after(5n, between.revision);
    expect(new Set([...between.topics, ...later.topics])).toEqual(new Set(['facts', 'plans']));
  });
});
