import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFreshness } from '#http/freshness.ts';
import { readOperatingLimit } from '#http/operating-limit.ts';
import type { Store } from '#store/open-store.ts';
import type { SyncStreamTable } from '#store/tables/sync-tables.ts';
import { openTestStore } from '#support/test-store.ts';

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

describe('the limit of the portal', () => {
  const now = new Date('2026-11-16T07:42:00.000Z');
  /** The system's clock is far from the portal's calendar. */
  const systemNow = new Date('2027-03-01T00:00:00.000Z');
  const ago = (seconds: number): Date => new Date(systemNow.getTime() - seconds * 1000);

  it('is told kind by kind, the busiest first, in the portal’s time', async () => {
    const limit = await store.forPortal(900n).transaction(async (tx) => {
      const note = (method: string, seconds: number, notedAt: Date, parkedUntil: Date | null = null) => ({
        ...{ portal_id: tx.portalId, method, operating_seconds: seconds, reset_at: ago(-60) },
        ...{ noted_at: notedAt, parked_until: parkedUntil },
      });
      const rows = [
        note('voximplant.statistic.get', 412.8, ago(5), ago(-240)),
        note('crm.item.list', 76.8, ago(5), ago(1)),
        note('crm.stagehistory.list', 48, ago(599)),
        note('crm.activity.list', 300, ago(601)),
        note('user.get', 23, ago(1)),
        note('tasks.task.list', 24, ago(1)),
      ];
      await tx.db.insertInto('method_time').values(rows).execute();
      return readOperatingLimit({ tx, now }, systemNow);
    });
    expect(limit.kinds.map(({ kind, seconds, share, parkedUntil }) => [kind, seconds, share, parkedUntil])).toEqual([
      ['calls', 412.8, 0.86, '2026-11-16T07:46:00.000Z'],
      ['deals', 76.8, 0.16, null],
      ['stage-moves', 48, 0.1, null],
      ['other', 24, 0.05, null],
      ['activities', 0, 0, null],
    ]);
    expect(limit.share).toBeCloseTo((0.86 + 0.16 + 0.1 + 0.05) / 5);
  });
});

describe('late numbers', () => {
  const now = new Date('2026-11-16T07:42:00.000Z');
  const at = (text: string): Date => new Date(`2026-11-16T${text}.000Z`);
  let portals = 0n;

  async function readDelays(cursors: Record<string, [updatedAt: Date, failure?: string]>, streams: Partial<SyncStreamTable>[] = []) {
    return store.forPortal((portals += 1n)).transaction(async (tx) => {
      for (const [entity, [updatedAt, failure]] of Object.entries(cursors)) {
        await tx.db
          .insertInto('sync_cursor')
          .values({
            portal_id: tx.portalId,
            entity,
            direction: 'backward',
            state: 'ready',
            position: 0n,
            rows: 0n,
            updated_at: updatedAt,
            failure: failure ?? null,
          })
          .execute();
      }
      for (const stream of streams) {
        await tx.db
          .insertInto('sync_stream')
          .values({ portal_id: tx.portalId, stream: 'calls', day: '2026-11-16', rows: 0n, ...stream })
          .execute();
      }
      return readFreshness({ tx, now, today: '2026-11-16' });
    });
  }

  it('are explained by a stream that rests, with the time it goes on', async () => {
    const resumeAt = at('07:46:00');
    const freshness = await readDelays({ deals: [at('07:41:30')], calls: [at('07:20:00')] }, [{ stream: 'calls', resume_at: resumeAt }]);
    expect(freshness.delays).toEqual([
      { of: 'calls', at: '2026-11-16T07:20:00.000Z', reason: 'parked', failure: null, resumeAt: resumeAt.toISOString() },
    ]);
  });

  it('are explained by a stream that fails, with its code', async () => {
    const freshness = await readDelays({ deals: [at('07:20:00')] }, [{ stream: 'delta', failure: 'CONNECTION_ERROR' }]);
    expect(freshness.delays).toEqual([
      { of: 'deals', at: '2026-11-16T07:20:00.000Z', reason: 'failed', failure: 'CONNECTION_ERROR', resumeAt: null },
    ]);
  });

  it('are explained by a failure of the whole portal, which is kept with the deals', async () => {
    const freshness = await readDelays({ deals: [at('07:20:00'), 'CONNECTION_ERROR'] }, [
      { stream: 'delta', succeeded_at: at('07:20:00') },
    ]);
    expect(freshness.delays).toMatchObject([{ of: 'deals', reason: 'failed', failure: 'CONNECTION_ERROR' }]);
  });

  it('are called late without a known reason, from fifteen minutes on', async () => {
    expect((await readDelays({ deals: [at('07:27:00')] })).delays).toEqual([]);
    expect((await readDelays({ deals: [at('07:26:59')] })).delays).toMatchObject([{ of: 'deals', reason: 'late' }]);
  });

  it('of calls are taken from activities where the portal does not give its statistics', async () => {
    const refused = await readDelays({ calls: [at('03:00:00'), 'insufficient_scope'], activities: [at('07:41:00')] });
    expect(refused).toMatchObject({ callsAt: '2026-11-16T07:41:00.000Z', delays: [] });
    const given = await readDelays({ calls: [at('07:29:00')], activities: [at('07:41:00')] });
    expect(given.callsAt).toBe('2026-11-16T07:29:00.000Z');
  });
});
