import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getOverview } from '#contract/overview.ts';
import { listDeviations } from '#contract/deviations.ts';
import { fromDecimal } from '#domain/money.ts';
import { getPlan, publishPlan, saveDraft } from '#contract/plan.ts';
import { closePlan } from '#contract/plan-closing.ts';
import { previewRedistribution, redistributePlan } from '#contract/redistribution.ts';
import { addReviewCause } from '#contract/review-causes.ts';
import {
  askInReview,
  closeReviewAction,
  decideInReview,
  finishReview,
  getReview,
  getReviewMinutes,
  startReview,
  turnReview,
  writeInReview,
  type Review,
  type ReviewItem,
} from '#contract/review.ts';
import { defineReviewSeries, listReviews } from '#contract/review-series.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import type { Person } from '#support/person.ts';
import { companyOfTwoTeams } from './company-of-two-teams.ts';

const company = companyOfTwoTeams();
const { people, team } = company;
const month = '2026-11';
const regulations = {
  name: 'Разбор отдела',
  rhythm: 'weekly' as const,
  everyDays: null,
  at: '11:00',
  minutes: 45,
  questionLimit: 3,
  itemMinutes: 5,
  preparedBy: 'owners' as const,
  prepareHours: 16,
};
const seriesId = uuidv7();
let service: TestService;
let portal: InstalledPortal;
let head: Person;
let director: Person;
let employee: Person;
let colleague: Person;
let reviewId = '';

beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  portal = await service.installPortal(company.data);
  head = await portal.open(people.head);
  director = await portal.open(people.director);
  employee = await portal.open(people.employee);
  colleague = await portal.open(people.colleague);
  service.clock.now = new Date('2026-11-02T07:00:00Z');
  const plan = { [people.employee]: '9000000.00', [people.colleague]: '5000000.00', [people.stranger]: '7000000.00' };
  const lines = Object.entries(plan).map(([id, value]) => ({ metric: 'revenue' as const, scope: `person:${id}`, value }));
  const calls = { metric: 'calls' as const, scope: `person:${people.employee}`, value: '20' };
  await director.call(saveDraft, { month, lines: [...lines, calls] });
  await director.call(publishPlan, { month, baseVersion: 0 });
  service.clock.now = new Date('2026-11-12T07:00:00Z');
  await head.call(defineReviewSeries, { seriesId, scope: `department:${team}`, firstDay: '2026-11-13', ...regulations });
  const { reviews } = await head.call(listReviews, {});
  reviewId = reviews[0]?.reviewId ?? '';
});
afterAll(() => service.stop());

const read = (who: Person = head): Promise<Review> => who.call(getReview, { reviewId });
const cellOf = (review: Review, metric: string, userId: number): ReviewItem => {
  const item = review.items.find(({ subject }) => subject === `cell:${metric}:person:${userId}:${month}`);
  if (item === undefined) throw new Error(`the agenda has no ${metric} of ${userId}`);
  return item;
};
const write = (
  who: Person,
  subject: string,
  change: { field: 'why' | 'proposal' | 'cause' | 'outcome'; value: string; base?: number; writeId?: string },
) => who.call(writeInReview, { reviewId, subject, writeId: uuidv7(), base: 0, ...change });

const sumOf = (values: readonly string[]): bigint => values.reduce((total, value) => total + fromDecimal(value, 2), 0n);

describe('a review before it starts', () => {
  it('takes the red cells of its team, the largest deviation first and money before calls', async () => {
    const review = await read();
    expect(review.state).toBe('planned');
    expect(review.plannedAt).toBe('2026-11-13T08:00:00.000Z');
    expect(review.items.map(({ subject }) => subject)).toEqual([
      `cell:revenue:person:${people.employee}:${month}`,
      `cell:revenue:person:${people.colleague}:${month}`,
      `cell:calls:person:${people.employee}:${month}`,
    ]);
    const overview = await director.call(getOverview, { month });
    const row = overview.rows.find(({ scope }) => scope === `person:${people.employee}`);
    expect(row?.status).toBe('behind');
    expect(cellOf(review, 'revenue', people.employee).cell).toMatchObject({ deviation: row?.deviation, expected: row?.expectedToDate });
  });

  it('shows everybody their own cells only, and heads who has prepared', async () => {
    const review = await read(employee);
    expect(review.items.map(({ owner }) => owner?.userId)).toEqual([String(people.employee), String(people.employee)]);
    expect(review.mayRun).toBe(false);
    const { subject } = cellOf(review, 'revenue', people.employee);
    const calls = cellOf(review, 'calls', people.employee).subject;
    for (const cell of [subject, calls]) {
      await write(employee, cell, { field: 'why', value: 'Два клиента ушли на декабрь' });
      expect((await read()).people.find(({ userId }) => userId === String(people.employee))?.isPrepared).toBe(false);
      await write(employee, cell, { field: 'proposal', value: 'Поднять базу за прошлый год' });
    }
    expect((await read()).people.map(({ cells, isPrepared }) => [cells, isPrepared])).toEqual([
      [2, true],
      [1, false],
    ]);
    const other = cellOf(await read(), 'revenue', people.colleague).subject;
    const refused = await employee.ask(writeInReview, {
      reviewId,
      subject: other,
      field: 'why',
      writeId: uuidv7(),
      base: 0,
      value: 'Чужое',
    });
    expect(refused.status).toBe(403);
  });
});

describe('a review that goes on', () => {
  it('freezes its numbers with their day, whatever happens to plans and facts afterwards', async () => {
    service.clock.now = new Date('2026-11-13T08:01:00Z');
    await colleague.call(askInReview, { reviewId, questionId: uuidv7(), text: 'Когда придёт поставка?' });
    const started = await head.call(startReview, { reviewId });
    expect(started.state).toBe('running');
    expect(started.closedDay).toBe('2026-11-12');
    expect(started.items.at(-1)?.question).toBe('Когда придёт поставка?');
    const numbers = started.items.map(({ cell }) => cell);
    await director.call(saveDraft, { month, lines: [{ metric: 'revenue', scope: `person:${people.employee}`, value: null }] });
    await director.call(publishPlan, { month, baseVersion: 1, reason: 'Проверка', effectiveFrom: '2026-11-01' });
    service.clock.now = new Date('2026-11-13T08:20:00Z');
    expect((await read()).items.map(({ cell }) => cell)).toEqual(numbers);
    expect((await head.call(startReview, { reviewId })).items.map(({ cell }) => cell)).toEqual(numbers);
    const rewriting = portal.transaction((tx) => tx.db.updateTable('review_item').set({ position: 9 }).execute());
    await expect(rewriting).rejects.toThrow(/permission denied/);
  });

  it('counts the time of each item', async () => {
    const [first, second] = (await read()).items;
    await head.call(turnReview, { reviewId, subject: second?.subject ?? '' });
    service.clock.now = new Date('2026-11-13T08:24:00Z');
    const { items, current } = await read();
    expect(items.slice(0, 2).map(({ seconds }) => seconds)).toEqual([19 * 60, 4 * 60]);
    expect(current).toEqual({ subject: second?.subject, since: '2026-11-13T08:20:00.000Z' });
    await head.call(turnReview, { reviewId, subject: first?.subject ?? '' });
  });

  it('keeps both texts of two heads who write at once, until one of them settles it', async () => {
    const { subject } = cellOf(await read(), 'revenue', people.employee);
    const mine = await write(head, subject, { field: 'outcome', value: 'Пишет начальник' });
    const theirs = await write(director, subject, { field: 'outcome', value: 'Пишет директор' });
    expect([mine.revision, theirs.revision]).toEqual([1, null]);
    const text = cellOf(await read(), 'revenue', people.employee).texts.find(({ field }) => field === 'outcome');
    expect([text?.value, ...(text?.beside.map(({ value }) => value) ?? [])]).toEqual(['Пишет начальник', 'Пишет директор']);
    const settles = text?.beside.map(({ writeId }) => writeId) ?? [];
    const both = { field: 'outcome' as const, value: 'Пишут оба', base: 1, settles };
    const settled = await director.call(writeInReview, { reviewId, subject, writeId: uuidv7(), ...both });
    expect(settled.text).toMatchObject({ revision: 2, value: 'Пишут оба', beside: [] });
  });

  it('decides once however often it is asked, and asks the portal for a task in the same transaction', async () => {
    const { subject } = cellOf(await read(), 'revenue', people.employee);
    const decision = {
      ...{ reviewId, subject, actionId: uuidv7(), kind: 'task' as const, text: 'Обзвонить базу' },
      ...{ ownerId: String(people.employee), deadline: '2026-11-16', checkOn: '2026-11-20', makesTask: true },
    };
    await Promise.all([head.call(decideInReview, decision), head.call(decideInReview, decision), director.call(decideInReview, decision)]);
    const { actions } = cellOf(await read(), 'revenue', people.employee);
    expect(actions).toMatchObject([{ text: 'Обзвонить базу', state: 'open', effectiveness: null }]);
    const orders = await portal.transaction((tx) => tx.db.selectFrom('outbox').select('dedupe_key').where('kind', '=', 'task').execute());
    expect(orders).toHaveLength(1);
    const elsewhere = { ...decision, subject: cellOf(await read(), 'revenue', people.colleague).subject };
    expect((await head.ask(decideInReview, elsewhere)).status).toBe(409);
  });

  it('ends with the next one on the day that was set, whose first item is what was decided', async () => {
    const causes = await Promise.all([head, director].map((who) => who.call(addReviewCause, { causeId: uuidv7(), name: 'Сезон' })));
    expect(causes[0]).toEqual(causes[1]);
    expect((await read()).nextDay).toBe('2026-11-20');
    await head.call(finishReview, { reviewId, nextDay: '2026-11-20' });
    expect(
      (
        await head.ask(writeInReview, {
          reviewId,
          subject: cellOf(await read(), 'revenue', people.employee).subject,
          field: 'why',
          writeId: uuidv7(),
          base: 9,
          value: 'Поздно',
        })
      ).status,
    ).toBe(409);
    for (const [format, magic] of [
      ['docx', 'PK'],
      ['pdf', '%PDF'],
    ] as const) {
      const file = await employee.ask(getReviewMinutes, { reviewId, format, language: 'ru' });
      expect((file.body as Buffer).subarray(0, magic.length).toString()).toBe(magic);
    }
    const next = (await head.call(listReviews, {})).reviews[0];
    expect(next).toMatchObject({ state: 'planned', plannedAt: '2026-11-20T08:00:00.000Z' });
    service.clock.now = new Date('2026-11-18T08:20:00Z');
    const agenda = await head.call(getReview, { reviewId: next?.reviewId ?? '' });
    expect(agenda.items[0]).toMatchObject({ kind: 'decision', decision: { text: 'Обзвонить базу', state: 'overdue' } });
    expect(agenda.items[0]?.about?.scope).toBe(`person:${people.employee}`);
    expect(agenda.items[0]?.aboutName).toContain('Проба Анна');
    expect(agenda.items.find(({ subject }) => subject.includes(`revenue:person:${people.colleague}`))?.cell?.reviewsInRow).toBe(1);
    const actionId = agenda.items[0]?.decision?.actionId ?? '';
    const closing = { reviewId: next?.reviewId ?? '', actionId, state: 'done' as const, result: 'Обзвонили 40 клиентов' };
    const closed = await employee.call(closeReviewAction, closing);
    expect(closed.items[0]?.decision).toMatchObject({ state: 'done', result: 'Обзвонили 40 клиентов' });
  });
});

describe('the register of deviations', () => {
  it('sums up to what is behind on the overview, to the kopeck', async () => {
    for (const day of ['2026-11-12', '2026-11-18', '2026-12-02']) {
      service.clock.now = new Date(`${day}T08:30:00Z`);
      const register = await director.call(listDeviations, { month });
      const overview = await director.call(getOverview, { month });
      const behind = overview.rows.filter(({ kind, status }) => kind === 'person' && status === 'behind');
      expect(behind.length).toBeGreaterThan(0);
      expect(fromDecimal(register.openSum, 2)).toBe(sumOf(behind.map(({ deviation }) => deviation)));
      const open = register.rows.filter(({ state, cell }) => state === 'open' && cell.metric === 'revenue');
      expect(open.map(({ cell }) => cell.scope).toSorted()).toEqual(behind.map(({ scope }) => scope).toSorted());
    }
  });

  it('keeps what is red no more, with its decision, and says what causes cost', async () => {
    service.clock.now = new Date('2026-11-18T08:30:00Z');
    const register = await head.call(listDeviations, { month });
    // The plan of the employee was taken out, so that the number is not red any more.
    const row = register.rows.find(({ cell }) => cell.scope === `person:${people.employee}` && cell.metric === 'revenue');
    expect(row).toMatchObject({ state: 'recovered', outcome: 'Пишут оба', actions: [{ text: 'Обзвонить базу', state: 'done' }] });
    expect(sumOf(register.byCause.map(({ sum }) => sum))).toBe(
      sumOf(register.rows.filter(({ cell }) => cell.unit === 'money').map(({ cell }) => cell.deviation)),
    );
  });
});

describe('a redistribution between people', () => {
  const december = '2026-12';
  const [from, to] = [`person:${people.employee}`, `person:${people.colleague}`];
  const moves = [
    { scope: from, delta: '-0.01' },
    { scope: to, delta: '0.01' },
  ];

  it('is a revision that those concerned sign again, and keeps the total', async () => {
    service.clock.now = new Date('2026-11-18T08:30:00Z');
    const lines = [from, to, `person:${people.stranger}`].map((scope) => ({ metric: 'revenue' as const, scope, value: '1000000.00' }));
    await director.call(saveDraft, { month: december, lines });
    await director.call(publishPlan, { month: december, baseVersion: 0 });
    const request = { month: december, metric: 'revenue' as const, moves };
    const preview = await head.call(previewRedistribution, request);
    expect(preview.changes.map((change) => [change.scope, change.from, change.to])).toEqual([
      [from, '1000000.00', '999999.99'],
      [to, '1000000.00', '1000000.01'],
    ]);
    expect(preview.sums.every((one) => one.from === one.to)).toBe(true);
    const moved = await head.call(redistributePlan, { ...request, baseVersion: 1, reason: 'Решение планёрки' });
    expect(moved).toMatchObject({ version: 2, sentTo: [String(people.employee), String(people.colleague)] });
    const after = await director.call(getPlan, { month: december });
    expect(sumOf(after.published.map(({ value }) => value))).toBe(3_000_000_00n);
  });

  it('is refused when it does not sum to nothing, comes late, meets a draft or touches what is closed', async () => {
    const request = { month: december, metric: 'revenue' as const, baseVersion: 2, reason: 'Решение планёрки', moves };
    const more = [moves[0], { scope: to, delta: '0.02' }].filter((move) => move !== undefined);
    expect((await head.ask(redistributePlan, { ...request, moves: more })).status).toBe(400);
    expect((await head.ask(redistributePlan, { ...request, baseVersion: 1 })).status).toBe(409);
    expect((await employee.ask(redistributePlan, request)).status).toBe(403);
    await head.call(saveDraft, { month: december, lines: [{ metric: 'revenue', scope: from, value: '5.00' }] });
    expect((await head.ask(redistributePlan, request)).status).toBe(409);
    service.clock.now = new Date('2026-12-02T08:30:00Z');
    await director.call(closePlan, { month });
    const closed = await head.ask(redistributePlan, { ...request, month });
    expect([closed.status, closed.body]).toMatchObject([409, { error: { code: 'plan-closed' } }]);
  });
});
