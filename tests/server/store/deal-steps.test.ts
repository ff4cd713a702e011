import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findNextStep, listCloseDays } from '#store/deal-steps.ts';
import type { Store } from '#store/open-store.ts';
import type { PortalStore } from '#store/portal-store.ts';
import { savePortal } from '#store/portals.ts';
import { openTestStore } from '#support/test-store.ts';
import { snabservice } from './guarded-portal.ts';

const now = new Date('2026-11-16T07:42:00Z');
const at = (day: number, hour = 9): Date => new Date(Date.UTC(2026, 10, day, hour));
let store: Store;
let portal: PortalStore;

const addActivity = (dealId: bigint, activity_id: bigint, started_at: Date, kind: number, is_completed = false): Promise<unknown> =>
  portal.transaction((tx) =>
    tx.db
      .insertInto('activity')
      .values({
        ...{ portal_id: tx.portalId, activity_id, kind, started_at, is_completed, provider: '', owner_kind: 2, owner_id: dealId },
        ...{ responsible_id: 1n, direction: 2, modified_at: started_at },
      })
      .execute(),
  );
const addTask = (dealId: bigint, task_id: bigint, deadline: Date | null, status = 2): Promise<unknown> =>
  portal.transaction(async (tx) => {
    const dates = { created_at: at(1), modified_at: at(1), deadline, closed_at: null, deleted_at: null };
    await tx.db
      .insertInto('task')
      .values({ portal_id: tx.portalId, task_id, responsible_id: 1n, status, ...dates })
      .execute();
    await tx.db.insertInto('task_link').values({ portal_id: tx.portalId, task_id, owner_kind: 2, owner_id: dealId }).execute();
  });
const next = (dealId: bigint) => portal.transaction((tx) => findNextStep(tx, dealId, now));

beforeAll(async () => {
  store = await openTestStore();
  portal = store.forPortal(await store.directory.savePortalId(randomBytes(16).toString('hex')));
  await portal.transaction((tx) => savePortal(tx, { ...snabservice, memberId: randomBytes(16).toString('hex') }, now));
});
afterAll(() => store.close());

describe('the next step of a deal', () => {
  it('is the first thing ahead that is not done, whatever is late or done', async () => {
    await addActivity(1n, 11n, at(10), 2);
    await addActivity(1n, 12n, at(17), 1, true);
    await addActivity(1n, 13n, at(19), 2);
    await addTask(1n, 14n, at(18));
    await addTask(1n, 15n, at(17), 5);
    await addTask(1n, 16n, null);
    expect(await next(1n)).toEqual({ at: at(18), kind: 'task' });
  });

  it('is the last thing that nobody has done where nothing lies ahead, and none where nothing is planned', async () => {
    await addActivity(2n, 21n, at(3), 4);
    await addActivity(2n, 22n, at(12), 1);
    expect(await next(2n)).toEqual({ at: at(12), kind: 'meeting' });
    expect(await next(3n)).toBeUndefined();
  });
});

describe('close dates of a deal', () => {
  it('are each told once in a row, the first to the last', async () => {
    const days = ['2026-08-28', '2026-08-28', '2026-09-30', null, '2026-09-30', '2026-11-27'];
    await portal.transaction(async (tx) => {
      for (const [index, close_day] of days.entries()) {
        const deal = { pipeline_id: 0n, stage_id: 'NEW', semantics: 'P', amount_minor: 1n, currency: 'RUB', base_minor: 1n } as const;
        const seen = { portal_id: tx.portalId, deal_id: 5n, seen_at: at(1 + index), responsible_id: 1n, close_day, is_gone: false };
        await tx.db
          .insertInto('deal_version')
          .values({ ...deal, ...seen })
          .execute();
      }
    });
    expect(await portal.transaction((tx) => listCloseDays(tx, 5n))).toEqual(['2026-08-28', '2026-09-30', null, '2026-09-30', '2026-11-27']);
  });
});
