import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '#store/open-store.ts';
import { addToOutbox, markInterruptedOutbox, setOutboxState, takeFromOutbox, type OutboxMessage } from '#store/outbox.ts';
import type { PortalStore } from '#store/portal-store.ts';
import { openTestStore } from '#support/test-store.ts';

let store: Store;
let portals = 0n;

beforeAll(async () => {
  store = await openTestStore();
});

afterAll(() => store.close());

const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 16, 7, minute));
const freshPortal = (): PortalStore => store.forPortal((portals += 1n));
const add = (portal: PortalStore, dedupeKey: string, minute = 0, payload: unknown = { to: '6' }): Promise<boolean> =>
  portal.transaction((tx) => addToOutbox(tx, { kind: 'notify', dedupeKey, payload, now: at(minute) }));
const take = (portal: PortalStore): Promise<OutboxMessage | undefined> => portal.transaction((tx) => takeFromOutbox(tx, at(30)));
const stateOf = (portal: PortalStore) =>
  portal.transaction(({ db }) =>
    db.selectFrom('outbox').select(['dedupe_key', 'state', 'attempts', 'last_error']).orderBy('created_at').execute(),
  );

describe('the outbox', () => {
  it('hands a message over as it was written', async () => {
    const portal = freshPortal();
    const payload = { to: '6', text: 'План «Север» ждёт', list: [1, null, true], nested: { a: '1' } };
    await add(portal, 'plan:1:6', 0, payload);
    expect(await take(portal)).toMatchObject({ kind: 'notify', dedupeKey: 'plan:1:6', payload });
    expect(await take(portal)).toBeUndefined();
  });

  it('takes the same key once, however often the change is repeated, also after sending', async () => {
    const portal = freshPortal();
    await Promise.all(Array.from({ length: 5 }, () => add(portal, 'same')));
    const message = await take(portal);
    await portal.transaction((tx) => setOutboxState(tx, message?.outboxId ?? '', { state: 'sent', error: null, now: at(31) }));
    await add(portal, 'same');
    expect(await take(portal)).toBeUndefined();
    expect(await stateOf(portal)).toEqual([{ dedupe_key: 'same', state: 'sent', attempts: 1, last_error: null }]);
  });

  it('keeps the same key of two portals apart', async () => {
    const [one, two] = [freshPortal(), freshPortal()];
    await add(one, 'same');
    await add(two, 'same');
    expect([await take(one), await take(two)].map((message) => message?.dedupeKey)).toEqual(['same', 'same']);
  });

  it('gives the oldest first', async () => {
    const portal = freshPortal();
    await add(portal, 'second', 2);
    await add(portal, 'first', 1);
    expect((await take(portal))?.dedupeKey).toBe('first');
  });

  it('gives a task that somebody waits for before reminders that are older', async () => {
    const portal = freshPortal();
    for (const minute of [1, 2]) await add(portal, `reminder ${minute}`, minute);
    await portal.transaction((tx) => addToOutbox(tx, { kind: 'task', dedupeKey: 'task', payload: {}, now: at(3) }));
    expect([await take(portal), await take(portal), await take(portal)].map((message) => message?.dedupeKey)).toEqual([
      'task',
      'reminder 1',
      'reminder 2',
    ]);
  });

  it('gives each message to one taker, though twelve take at once', async () => {
    const portal = freshPortal();
    for (let number = 0; number < 10; number += 1) await add(portal, `key ${number}`, number);
    const taken = await Promise.all(Array.from({ length: 12 }, () => take(portal)));
    const keys = taken.flatMap((message) => (message === undefined ? [] : [message.dedupeKey]));
    expect(keys).toHaveLength(new Set(keys).size);
    const rest: string[] = [];
    for (let message = await take(portal); message !== undefined; message = await take(portal)) rest.push(message.dedupeKey);
    expect([...keys, ...rest].sort()).toEqual(Array.from({ length: 10 }, (_, number) => `key ${number}`));
  });

  it('says that a message is being sent before it leaves, and how often that was', async () => {
    const portal = freshPortal();
    await add(portal, 'key');
    const message = await take(portal);
    expect(await stateOf(portal)).toEqual([{ dedupe_key: 'key', state: 'sending', attempts: 1, last_error: null }]);
    await portal.transaction((tx) =>
      setOutboxState(tx, message?.outboxId ?? '', { state: 'pending', error: 'refused by the portal', now: at(31) }),
    );
    await take(portal);
    expect(await stateOf(portal)).toEqual([{ dedupe_key: 'key', state: 'sending', attempts: 2, last_error: null }]);
  });

  it('gives the message back when the taking was undone', async () => {
    const portal = freshPortal();
    await add(portal, 'key');
    const undone = portal.transaction(async (tx) => {
      await takeFromOutbox(tx, at(30));
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect((await take(portal))?.dedupeKey).toBe('key');
  });

  it('never sends again by itself what was on its way when the process died', async () => {
    const portal = freshPortal();
    await add(portal, 'on its way', 0);
    await add(portal, 'waiting', 1);
    await take(portal);
    await portal.transaction((tx) => markInterruptedOutbox(tx, at(40)));
    expect((await stateOf(portal)).map((row) => row.state)).toEqual(['unknown', 'pending']);
    expect((await take(portal))?.dedupeKey).toBe('waiting');
    expect(await take(portal)).toBeUndefined();
    await add(portal, 'on its way');
    expect(await take(portal)).toBeUndefined();
  });

  it('leaves what was sent, dead or unknown alone', async () => {
    for (const state of ['sent', 'dead', 'unknown'] as const) {
      const portal = freshPortal();
      await add(portal, 'key');
      const message = await take(portal);
      await portal.transaction((tx) => setOutboxState(tx, message?.outboxId ?? '', { state, error: null, now: at(31) }));
      await portal.transaction((tx) => markInterruptedOutbox(tx, at(40)));
      expect([state, await take(portal), (await stateOf(portal))[0]?.state]).toEqual([state, undefined, state]);
    }
  });
});
