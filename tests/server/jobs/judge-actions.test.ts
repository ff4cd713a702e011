import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLevelFor } from '#http/action-level.ts';
import { listUnprepared } from '#http/review-preparation.ts';
import { toCompanyCalendar } from '#http/company-calendar.ts';
import { publishPlan, saveDraft } from '#contract/plan.ts';
import { getReview } from '#contract/review.ts';
import { defineReviewSeries, listReviews } from '#contract/review-series.ts';
import { judgeActions } from '#jobs/judge-actions.ts';
import { remindAboutDecisions } from '#jobs/remind-about-decisions.ts';
import { remindToPrepare } from '#jobs/remind-to-prepare.ts';
import { must } from '#kernel/errors.ts';
import { addAction, closeAction, findAction } from '#store/corrective-actions.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { findPortal } from '#store/portals.ts';
import { listSeries } from '#store/review-series.ts';
import { listReviewsOf } from '#store/reviews.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import { companyOfTwoTeams } from '../http/company-of-two-teams.ts';

const { data, people } = companyOfTwoTeams();
const month = '2026-11';
let service: TestService;
let portal: InstalledPortal;

beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  portal = await service.installPortal(data);
  const director = await portal.open(people.director);
  service.clock.now = new Date('2026-11-02T07:00:00Z');
  const revenue = { metric: 'revenue' as const, scope: `person:${people.employee}`, value: '9000000.00' };
  const deals = { metric: 'new-deals' as const, scope: `person:${people.employee}`, value: '400' };
  await director.call(saveDraft, { month, lines: [revenue, deals] });
  await director.call(publishPlan, { month, baseVersion: 0 });
});
afterAll(() => service.stop());

const store = () => service.store.forPortal(portal.portalId);
const clock = { businessClock: () => service.clock.now, toCalendar: toCompanyCalendar };

async function decide(what: { metric: string; levelBefore: number | null; checkOn?: string; deadline?: string }): Promise<string> {
  const actionId = uuidv7();
  await portal.transaction((tx) =>
    addAction(
      tx,
      {
        ...{ actionId, origin: 'review', originId: null, kind: 'task', scope: `person:${people.employee}`, month, words: 'Проверка' },
        ...{ ownerId: BigInt(people.employee), deadline: '2026-11-12', checkOn: '2026-11-18', ...what },
      },
      { userId: BigInt(people.head), now: new Date('2026-11-06T09:00:00Z') },
    ),
  );
  return actionId;
}

const told = (prefix: string): Promise<string[]> =>
  portal.transaction(async (tx) =>
    (await tx.db.selectFrom('outbox').select(['dedupe_key', 'payload']).execute())
      .filter(({ dedupe_key }) => dedupe_key.startsWith(prefix))
      .map(({ payload }) => (payload as { userId: string }).userId),
  );

describe('the day of the check', () => {
  it('tells once whether the number has recovered, of every metric that is counted, and tells whoever decided', async () => {
    const later = await decide({ metric: 'revenue', levelBefore: 0.2, checkOn: '2026-11-19' });
    const [money, deals, unknown] = [
      await decide({ metric: 'revenue', levelBefore: 0.9 }),
      await decide({ metric: 'new-deals', levelBefore: 0.9 }),
      await decide({ metric: 'meetings', levelBefore: 0.9 }),
    ];
    const run = () => judgeActions({ ...clock, readLevel: readLevelFor }, store());
    service.clock.now = new Date('2026-11-17T09:00:00Z');
    expect(await run()).toBe(0);
    service.clock.now = new Date('2026-11-18T09:00:00Z');
    expect(await run()).toBe(3);
    expect(await run()).toBe(0);
    const judged = await portal.transaction(async (tx) => {
      const found = [];
      for (const id of [money, deals, unknown, later]) found.push(await findAction(tx, id));
      return found;
    });
    expect(judged.map((action) => action?.effectiveness)).toEqual(['not-helped', 'not-helped', 'unclear', null]);
    expect(judged[1]?.levelAtCheck).toBeLessThan(0.9);
    expect(await told('action-judged')).toEqual(Array(3).fill(String(people.head)));
  });
});

describe('a decision without a result', () => {
  it('is asked for once a working day, until somebody has written what came of it', async () => {
    const actionId = await decide({ metric: 'revenue', levelBefore: null, checkOn: '2026-12-20', deadline: '2026-11-23' });
    const asked = async (): Promise<number> =>
      portal.transaction(
        async (tx) =>
          (await tx.db.selectFrom('outbox').select('dedupe_key').execute()).filter(({ dedupe_key }) =>
            dedupe_key.includes(`decision-due ${actionId}`),
          ).length,
      );
    const run = async (at: string): Promise<void> => {
      service.clock.now = new Date(at);
      await remindAboutDecisions(clock, store());
    };
    await run('2026-11-23T09:00:00Z');
    expect(await asked()).toBe(0);
    await run('2026-11-24T02:00:00Z');
    expect(await asked()).toBe(0);
    await run('2026-11-24T09:00:00Z');
    await run('2026-11-24T10:00:00Z');
    expect(await asked()).toBe(1);
    await run('2026-11-25T09:00:00Z');
    expect(await asked()).toBe(2);
    const end = { state: 'done' as const, result: 'Сделано', userId: BigInt(people.employee), now: service.clock.now };
    await portal.transaction((tx) => closeAction(tx, actionId, end));
    await run('2026-11-26T09:00:00Z');
    expect(await asked()).toBe(2);
  });
});

describe('a participant who has not prepared', () => {
  it('hears once which numbers wait, from a day before they have to be prepared until the review begins', async () => {
    service.clock.now = new Date('2026-11-17T09:00:00Z');
    const head = await portal.open(people.head);
    const series = {
      name: 'Разбор',
      rhythm: 'weekly' as const,
      everyDays: null,
      at: '15:00',
      minutes: 45,
      questionLimit: 7,
      itemMinutes: 5,
    };
    const firstDay = '2026-11-20';
    const scope = `department:${companyOfTwoTeams().team}`;
    await head.call(defineReviewSeries, { seriesId: uuidv7(), scope, firstDay, ...series, preparedBy: 'owners', prepareHours: 4 });
    const run = async (at: string): Promise<string[]> => {
      service.clock.now = new Date(at);
      await remindToPrepare({ ...clock, listUnprepared }, store());
      return told('review-prepare');
    };
    expect(await run('2026-11-19T07:00:00Z')).toEqual([]);
    expect(await run('2026-11-19T09:00:00Z')).toEqual([String(people.employee)]);
    expect(await run('2026-11-20T09:00:00Z')).toHaveLength(1);
    const { reviews } = await head.call(listReviews, {});
    const review = await head.call(getReview, { reviewId: reviews[0]?.reviewId ?? '' });
    const waiting = await portal.transaction((tx) => listUnpreparedNow(tx));
    expect(waiting).toEqual([{ userId: BigInt(people.employee), cells: review.items.filter(({ kind }) => kind === 'cell').length }]);

    async function listUnpreparedNow(tx: PortalTransaction) {
      const [own] = await listSeries(tx);
      const [ahead] = await listReviewsOf(tx, own === undefined ? [] : [own.seriesId]);
      if (own === undefined || ahead === undefined) throw new Error('no review lies ahead');
      return listUnprepared(
        { tx, portal: must(await findPortal(tx), 'the portal'), now: service.clock.now },
        { series: own, review: ahead },
      );
    }
  });
});
