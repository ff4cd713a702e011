import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listDeviations } from '#contract/deviations.ts';
import { getMetricFacts } from '#contract/metric-facts.ts';
import { getPlan, publishPlan, saveDraft } from '#contract/plan.ts';
import { holdReviewCalendar, releaseReviewCalendar, saveReviewCalendar } from '#contract/review-calendar.ts';
import { addReviewCause, changeReviewCause, listReviewCauses } from '#contract/review-causes.ts';
import { closeReviewAction, decideInReview, getReview, startReview, writeInReview } from '#contract/review.ts';
import { changeReviewSeries, defineReviewSeries, listReviews, type ReviewCalendar } from '#contract/review-series.ts';
import { listTalkNotes, writeTalkNote } from '#contract/talk-notes.ts';
import type { Metric } from '#contract/wire.ts';
import { planFactRows } from '#components/planning/plan-facts.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import type { Person } from '#support/person.ts';
import { companyOfTwoTeams } from './company-of-two-teams.ts';

const { data, people, team } = companyOfTwoTeams();
const month = '2026-11';
const regulations = {
  ...{ name: 'Разбор', rhythm: 'weekly' as const, everyDays: null, at: '11:00', minutes: 45, questionLimit: 9 },
  ...{ itemMinutes: 5, preparedBy: 'owners' as const, prepareHours: 16 },
};
const seriesId = uuidv7();
const planned: readonly Metric[] = ['revenue', 'deals-won', 'new-deals', 'tasks-done', 'active-clients'];
let service: TestService;
let portal: InstalledPortal;
let head: Person;
let director: Person;
let admin: Person;
let employee: Person;
let colleague: Person;
let otherHead: Person;
let reviewId = '';

beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  portal = await service.installPortal(data);
  [head, director, admin, employee, colleague, otherHead] = (await Promise.all(
    (['head', 'director', 'admin', 'employee', 'colleague', 'otherHead'] as const).map((who) => portal.open(people[who])),
  )) as [Person, Person, Person, Person, Person, Person];
  service.clock.now = new Date('2026-11-02T07:00:00Z');
  const lines = [people.employee, people.colleague].flatMap((userId) =>
    planned.map((metric) => ({ metric, scope: `person:${userId}`, value: metric === 'revenue' ? '9000000.00' : '40' })),
  );
  await director.call(saveDraft, { month, lines });
  await director.call(publishPlan, { month, baseVersion: 0 });
  service.clock.now = new Date('2026-11-12T07:00:00Z');
  const { reviews } = await head.call(defineReviewSeries, {
    seriesId,
    scope: `department:${team}`,
    firstDay: '2026-11-13',
    ...regulations,
  });
  reviewId = reviews[0]?.reviewId ?? '';
});
afterAll(() => service.stop());

const talk = (
  userId: number,
  words: { noteId?: string; base?: number; text?: string; agreed?: string; actionId?: string | null } = {},
) => ({
  ...{ noteId: uuidv7(), userId: String(userId), kind: 'one-to-one' as const, day: '2026-11-12', metric: 'calls' as const },
  ...{ actionId: null, text: 'Говорили о звонках', agreed: 'Десять звонков до обеда', base: 0, ...words },
});

describe('deviations of every metric with a plan and a fact', () => {
  it('are in the agenda and in the register, and sum up to plan and fact side by side', async () => {
    const review = await head.call(getReview, { reviewId });
    const metrics = new Set(review.items.map(({ cell }) => cell?.metric));
    expect(metrics.size).toBeGreaterThan(2);
    expect(review.items[0]?.cell?.metric).toBe('revenue');
    const register = await director.call(listDeviations, { month, scope: `department:${team}` });
    const grid = await director.call(getPlan, { month });
    // Revenue is judged by the last close, as on the overview; all else as it stands beside its plan.
    const others = planned.filter((metric) => metric !== 'revenue');
    const facts = new Map(
      await Promise.all(
        others.map(async (metric) => [metric, await director.call(getMetricFacts, { metric, from: month, months: 1 })] as const),
      ),
    );
    const page = planFactRows(grid, others, facts, 'Компания');
    let judged = 0;
    for (const { metric, sum } of register.sums.filter((one) => one.metric !== 'revenue')) {
      const open = new Set(
        register.rows.filter(({ state, cell }) => state === 'open' && cell.metric === metric).map(({ cell }) => cell.scope),
      );
      const rows = page.filter(({ row }) => open.has(row.scope)).flatMap((one) => one.facts.filter((fact) => fact.metric === metric));
      expect(BigInt(sum)).toBe(rows.reduce((total, { deviation }) => total + (deviation ?? 0n), 0n));
      expect(rows.every(({ verdict }) => verdict === 'worse')).toBe(true);
      judged += rows.length;
    }
    expect(judged).toBeGreaterThan(1);
  });
});

describe('a talk of two', () => {
  it('is read by the two and by the heads above, and by nobody else', async () => {
    const note = talk(people.employee);
    await head.call(writeTalkNote, note);
    await head.call(writeTalkNote, note);
    const counts = await Promise.all(
      [head, employee, director, admin, colleague, otherHead].map(async (who) => (await who.call(listTalkNotes, {})).notes.length),
    );
    expect(counts).toEqual([1, 1, 1, 0, 0, 0]);
    const heard = await portal.transaction((tx) =>
      tx.db.selectFrom('outbox').select('payload').where('dedupe_key', '=', `talk-note ${note.noteId}`).execute(),
    );
    expect(heard).toHaveLength(1);
  });

  it('is corrected by its author alone, and how it read before stays', async () => {
    const note = talk(people.colleague);
    await head.call(writeTalkNote, note);
    await head.call(writeTalkNote, { ...note, base: 1, text: 'Говорили о звонках и встречах' });
    const [seen] = (await colleague.call(listTalkNotes, {})).notes;
    expect(seen).toMatchObject({ revision: 2, text: 'Говорили о звонках и встречах', earlier: [{ text: note.text }], mayCorrect: false });
    expect((await head.ask(writeTalkNote, { ...note, base: 1, text: 'Опоздало' })).status).toBe(409);
    expect((await director.ask(writeTalkNote, { ...note, base: 2, text: 'Чужое' })).status).toBe(404);
    const rewriting = portal.transaction((tx) => tx.db.updateTable('talk_note').set({ text: 'Подмена' }).execute());
    await expect(rewriting).rejects.toThrow(/permission denied/);
  });

  it('is written by who leads the person, about nobody’s own and no day to come', async () => {
    const asked = await Promise.all([
      employee.ask(writeTalkNote, talk(people.colleague)),
      otherHead.ask(writeTalkNote, talk(people.employee)),
      head.ask(writeTalkNote, talk(people.head)),
      head.ask(writeTalkNote, { ...talk(people.employee), day: '2026-11-13' }),
      head.ask(writeTalkNote, talk(people.employee, { actionId: uuidv7() })),
    ]);
    expect(asked.map(({ status }) => status)).toEqual([403, 403, 403, 400, 404]);
  });
});

describe('the entry of a series in the calendar', () => {
  const stateOf = async (who: Person = head): Promise<ReviewCalendar | undefined> =>
    (await who.call(listReviews, {})).series.find((one) => one.seriesId === seriesId)?.calendar;

  it('is ordered once, whoever presses and however often', async () => {
    const [own, other] = [uuidv7(), uuidv7()];
    const first = await head.call(holdReviewCalendar, { seriesId, holdId: own });
    expect(first.order).toMatchObject({
      ...{ eventId: null, name: 'Разбор', from: '2026-11-13 11:00:00', to: '2026-11-13 11:45:00', timeZone: 'Europe/Moscow' },
      ...{ rule: { frequency: 'WEEKLY', interval: 1 }, lookInto: [String(people.head)] },
    });
    expect(first.order?.people).toContain(String(people.employee));
    const pressedAgain = await head.call(holdReviewCalendar, { seriesId, holdId: other });
    const byDirector = await director.call(holdReviewCalendar, { seriesId, holdId: uuidv7() });
    expect([pressedAgain.order, byDirector.order]).toEqual([null, null]);
    expect((await head.call(holdReviewCalendar, { seriesId, holdId: own })).order).toEqual(first.order);
    expect(await stateOf(director)).toMatchObject({ state: 'busy', ownerId: String(people.head) });
    expect(
      (await director.ask(saveReviewCalendar, { seriesId, holdId: other, eventId: '8', ownerId: String(people.director) })).status,
    ).toBe(409);
    await head.call(saveReviewCalendar, { seriesId, holdId: own, eventId: '7', ownerId: String(people.head) });
    expect(await stateOf(director)).toEqual({ state: 'there', ownerId: String(people.head), ownerName: expect.any(String), eventId: '7' });
    expect((await director.call(holdReviewCalendar, { seriesId, holdId: uuidv7() })).order).toBeNull();
  });

  it('is to be written anew by its owner when the series says something else', async () => {
    await director.call(changeReviewSeries, { seriesId, ...regulations, at: '12:30' });
    expect(await stateOf()).toMatchObject({ state: 'stale' });
    expect((await director.call(holdReviewCalendar, { seriesId, holdId: uuidv7() })).order).toBeNull();
    const holdId = uuidv7();
    const { order } = await head.call(holdReviewCalendar, { seriesId, holdId });
    expect(order).toMatchObject({ eventId: '7', from: '2026-11-13 12:30:00' });
    await head.call(releaseReviewCalendar, { seriesId, holdId });
    expect(await stateOf()).toMatchObject({ state: 'stale', eventId: '7' });
    const again = uuidv7();
    await head.call(holdReviewCalendar, { seriesId, holdId: again });
    await head.call(saveReviewCalendar, { seriesId, holdId: again, eventId: '7', ownerId: String(people.head) });
    expect(await stateOf()).toMatchObject({ state: 'there' });
  });

  it('may be ordered by somebody else once a browser has not answered for long, who looks for what it has left', async () => {
    await head.call(releaseReviewCalendar, { seriesId, holdId: uuidv7(), goneId: '7' });
    expect(await stateOf()).toMatchObject({ state: 'none' });
    await head.call(holdReviewCalendar, { seriesId, holdId: uuidv7() });
    const longAgo = new Date('2020-01-01T00:00:00Z');
    await portal.transaction((tx) => tx.db.updateTable('review_calendar_entry').set({ held_until: longAgo }).execute());
    const holdId = uuidv7();
    const { order } = await director.call(holdReviewCalendar, { seriesId, holdId });
    expect(order?.lookInto).toEqual([String(people.director), String(people.head)]);
    await director.call(releaseReviewCalendar, { seriesId, holdId });
    expect(await stateOf()).toMatchObject({ state: 'none' });
  });
});

describe('a cause', () => {
  it('keeps what it cost and what has helped under another name, and after it was taken out', async () => {
    service.clock.now = new Date('2026-11-13T09:31:00Z');
    await head.call(startReview, { reviewId });
    const { causeId } = await head.call(addReviewCause, { causeId: uuidv7(), name: 'Сезон' });
    const subject = `cell:revenue:person:${people.employee}:${month}`;
    await head.call(writeInReview, { reviewId, subject, field: 'cause', writeId: uuidv7(), base: 0, value: causeId });
    const actionId = uuidv7();
    await head.call(decideInReview, {
      ...{ reviewId, subject, actionId, kind: 'talk' as const, text: 'Поговорить', ownerId: String(people.head) },
      ...{ deadline: '2026-11-16', checkOn: '2026-11-20', makesTask: false },
    });
    await head.call(writeTalkNote, { ...talk(people.employee, { actionId }), day: '2026-11-13' });
    await head.call(closeReviewAction, { reviewId, actionId, state: 'done', result: 'Разговор записан' });
    const frozen = (await head.call(getReview, { reviewId })).items.find((item) => item.subject === subject)?.cell?.deviation;
    const find = async () => (await director.call(listReviewCauses, {})).causes.find((one) => one.causeId === causeId);
    const before = await find();
    expect(before).toMatchObject({ name: 'Сезон', cells: 1, uses: 1, sum: frozen, works: [{ kind: 'talk', open: 1 }] });
    await head.call(changeReviewCause, { causeId, base: 0, name: 'Не сезон', isArchived: true });
    expect((await head.ask(changeReviewCause, { causeId, base: 0, name: 'Опоздало', isArchived: false })).status).toBe(409);
    expect(await find()).toEqual({ ...before, name: 'Не сезон', isArchived: true, revision: 1 });
    // Whoever adds it again gets the same one back.
    expect(await employee.call(addReviewCause, { causeId: uuidv7(), name: 'не сезон' })).toEqual({ causeId });
    expect(await find()).toMatchObject({ isArchived: false, cells: 1 });
    await head.call(changeReviewCause, { causeId: 'supply', base: 0, name: 'Нет на складе', isArchived: false });
    expect((await head.ask(changeReviewCause, { causeId, base: 2, name: 'нет на складе', isArchived: false })).status).toBe(409);
  });
});
