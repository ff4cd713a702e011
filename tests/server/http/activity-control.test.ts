import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getActivityReport } from '#contract/activity-report.ts';
import { dropAlertRules, getAlertRules, previewAlertRules, putAlertRules } from '#contract/alert-rules.ts';
import { getCrmOrder, listCrmOrder } from '#contract/crm-order.ts';
import { getIntensity, listActivity } from '#contract/intensity.ts';
import { previewMetricRule, putMetricRule, type MetricRule } from '#contract/metric-rules.ts';
import { putNormLines, putNormPerson } from '#contract/norms.ts';
import { getProvenance } from '#contract/provenance.ts';
import { getRelationships, listRelationships } from '#contract/relationships.ts';
import { getTaskControl, listControlledTasks, putTaskCheck, TaskGroup } from '#contract/task-control.ts';
import { workMinutesBetween } from '#domain/intensity/call-back.ts';
import { shiftDay, weekday } from '#domain/period.ts';
import { saveActivities, saveCalls, type ActivityFact, type CallFact } from '#store/save-facts.ts';
import { saveTasks, type TaskFact } from '#store/save-tasks.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import type { Person } from '#support/person.ts';
import { smallPortal, smallPortalNow, smallPortalPeople } from '#support/small-portal.ts';

const people = smallPortalPeople;
const ofAnna = `person:${people.anna}`;
const period = { period: 'month', day: '2026-11-16' } as const;
let service: TestService;
let portal: InstalledPortal;
let admin: Person;
let head: Person;
let anna: Person;

const moscow = (day: string, minute: number): Date => new Date(Date.parse(`${day}T00:00:00Z`) + (minute - 180) * 60_000);
const days = Array.from({ length: 15 }, (_, at) => shiftDay('2026-11-01', at));

/** Three hundred calls with no order in them, of two people with six clients, some of whom telephony does not know. */
const calls: readonly (CallFact & { day: string; minute: number })[] = Array.from({ length: 300 }, (_, at) => {
  const dice = (at * 7919 + 104_729) % 1009;
  const [day = '', minute] = [days[dice % days.length], (at * 37 + dice) % 1440];
  const kind = ([1, 1, 2, 3, 2, 4, 5] as const)[dice % 7] ?? 1;
  const isMissed = (kind === 2 || kind === 3) && dice % 3 === 0;
  const client = dice % 8;
  return {
    ...{ call_id: BigInt(at + 1), user_id: BigInt(dice % 2 === 0 ? people.anna : people.boris), kind, day, minute },
    ...{ seconds: isMissed ? 0 : (dice * 3) % 90, code: isMissed ? '304' : dice % 11 === 0 ? '486' : '200' },
    ...{ started_at: moscow(day, minute), activity_id: null },
    ...{ client_kind: client < 6 ? 4 : null, client_id: client < 6 ? BigInt(client + 1) : null },
  };
});

const activity = (activity_id: number, day: string, over: Partial<ActivityFact> = {}): ActivityFact => ({
  ...{ activity_id: BigInt(activity_id), kind: 1, provider: 'CRM_MEETING', owner_kind: 3, owner_id: BigInt(activity_id) },
  ...{ responsible_id: BigInt(people.anna), direction: 0, is_completed: true },
  ...{ started_at: moscow(day, 600), modified_at: moscow(day, 600) },
  ...over,
});

const activities: ActivityFact[] = [
  activity(1, '2026-11-03'),
  // Something came of it: a further letter to the same contact.
  activity(2, '2026-11-05'),
  activity(3, '2026-11-06', { kind: 4, provider: 'CRM_EMAIL', owner_id: 2n, direction: 2 }),
  activity(4, '2026-11-10', { is_completed: false }),
  activity(5, '2026-11-11', { kind: 6, provider: 'CRM_TODO' }),
  activity(6, '2026-11-12', { kind: 6, provider: 'CRM_TODO', is_completed: false }),
];

const task = (task_id: number, over: Partial<TaskFact> = {}): TaskFact => ({
  ...{ task_id: BigInt(task_id), responsible_id: BigInt(people.anna), created_by: BigInt(people.anna), status: 2 },
  ...{
    created_at: moscow('2026-11-02', 600),
    modified_at: moscow('2026-11-02', 600),
    deadline: moscow('2026-11-20', 600),
    closed_at: null,
    links: [],
  },
  ...over,
});

const tasks: TaskFact[] = [
  task(1, { deadline: moscow('2026-11-10', 600) }),
  task(2, { status: 3 }),
  task(3, { status: 4, created_by: BigInt(people.head), deadline: moscow('2026-11-12', 600) }),
  task(4, { status: 5, deadline: moscow('2026-11-05', 600), closed_at: moscow('2026-11-05', 500) }),
  task(5, { status: 5, created_by: BigInt(people.head), deadline: moscow('2026-11-05', 600), closed_at: moscow('2026-11-09', 500) }),
];

beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  const data = smallPortal();
  const users = data.users.map((user) => ({ ...user, registeredOn: '2026-01-12' }));
  portal = await service.installPortal({ ...data, calls: [], activities: [], users });
  [admin, head, anna] = await Promise.all([portal.open(people.admin), portal.open(people.head), portal.open(people.anna)]);
  await portal.transaction(async (tx) => {
    await saveCalls(
      tx,
      calls.map(({ day: _day, minute: _minute, ...call }) => call),
    );
    await saveActivities(tx, activities);
    await saveTasks(tx, tasks);
  });
}, 120_000);
afterAll(() => service.stop());

const isWork = (day: string): boolean => weekday(day) < 6 && day !== '2026-11-04';

describe('provenance', () => {
  it('equals a plain recount, and each number its list', async () => {
    const page = await head.call(getProvenance, { ...period });
    for (const [scope, whose] of [
      [ofAnna, [people.anna]],
      [`person:${people.boris}`, [people.boris]],
      ['total', [people.anna, people.boris]],
    ] as const) {
      const row = scope === 'total' ? page.total : page.rows.find((one) => one.scope === scope);
      const own = calls.filter(({ user_id, kind }) => whose.some((id) => BigInt(id) === user_id) && kind !== 5);
      const counted = own.filter(({ kind, code, seconds }) => [1, 2, 3].includes(kind) && code === '200' && seconds > 30);
      const known = counted.filter(({ client_id }) => client_id !== null);
      const clients = new Set(known.map(({ client_id }) => client_id)).size;
      expect([scope, row?.calls]).toEqual([
        scope,
        { counted: counted.length, clients, repeats: known.length - clients, withoutClient: counted.length - known.length },
      ]);
      const missed = own.filter(({ kind, code }) => (kind === 2 || kind === 3) && code === '304');
      const back = missed.flatMap((call) => {
        if (call.client_id === null) return [];
        const later = calls.filter(
          (next) => next.client_id === call.client_id && next.started_at > call.started_at && next.code === '200' && next.kind !== 5,
        );
        const first = later.toSorted((a, b) => a.started_at.getTime() - b.started_at.getTime())[0];
        return first === undefined ? [] : [workMinutesBetween(call, first, { workFrom: 540, workTo: 1080, isWorkday: isWork })];
      });
      const unknown = missed.filter(({ client_id }) => client_id === null).length;
      expect(row?.backs).toMatchObject({
        missed: missed.length,
        unknown,
        calledBack: back.length,
        waiting: missed.length - unknown - back.length,
      });
      back.sort((a, b) => a - b);
      const middle =
        back.length === 0 ? null : ((back[Math.floor((back.length - 1) / 2)] ?? 0) + (back[Math.ceil((back.length - 1) / 2)] ?? 0)) / 2;
      expect(row?.backs.medianMinutes).toBe(middle);
    }
    const row = page.rows.find(({ scope }) => scope === ofAnna);
    expect(row?.meetings).toEqual({ held: 2, withoutResult: 1, leftOpen: 1 });
    expect(row?.origin).toEqual({ byItself: (row?.calls.counted ?? 0) + 1, byHand: 3 });
    const lists = {
      'clients-unique': row?.calls.clients,
      'calls-repeat': row?.calls.repeats,
      'calls-no-client': row?.calls.withoutClient,
      'missed-back': row?.backs.calledBack,
      'missed-waiting': row?.backs.waiting,
      'meetings-held': 2,
      'meetings-no-result': 1,
      'meetings-open': 1,
      'by-hand': 3,
    };
    for (const [metric, number] of Object.entries(lists)) {
      expect([metric, (await head.call(listActivity, { metric, ...period, scope: ofAnna })).total]).toEqual([metric, number]);
    }
  });
});

describe('tasks of people', () => {
  it('stand by their state, and every number equals its list', async () => {
    const control = await head.call(getTaskControl, { ...period });
    const row = control.rows.find(({ scope }) => scope === ofAnna);
    expect(row?.counts).toEqual({
      ...{ waiting: 1, running: 1, control: 1, deferred: 0, overdue: 1, 'to-check': 0, done: 2, 'done-late': 1 },
      // Of her own: a task that is late and one that is done, two meetings, an open one and two things to do.
      ...{ planned: 7, 'planned-done': 4, 'planned-missed': 3, given: 2, 'given-done': 2, 'given-missed': 0 },
    });
    for (const group of TaskGroup.options) {
      const list = await head.call(listControlledTasks, { group, ...period, scope: ofAnna });
      expect([group, list.total]).toEqual([group, row?.counts[group]]);
    }
    expect((await anna.call(getTaskControl, {})).rows.map(({ scope }) => scope)).toEqual([ofAnna]);
  });

  it('have a day of the check apart from the deadline, which the head sets and the person does not', async () => {
    const check = { taskId: '2', checkOn: '2026-11-18', words: '' };
    expect((await anna.ask(putTaskCheck, check)).status).toBe(403);
    expect((await head.ask(putTaskCheck, { ...check, checkOn: '2026-11-15' })).status).toBe(400);
    await head.call(putTaskCheck, check);
    const find = async () => (await head.call(listControlledTasks, { group: 'running', ...period, scope: ofAnna })).items[0];
    expect(await find()).toMatchObject({ id: '2', checkOn: '2026-11-18', deadline: '2026-11-20T07:00:00.000Z', mayCheck: true });
    service.clock.now = new Date('2026-11-18T07:00:00.000Z');
    expect((await head.call(getTaskControl, { ...period })).total.counts['to-check']).toBe(1);
    await head.call(putTaskCheck, { ...check, outcome: 'rework', words: 'Нет сметы' });
    service.clock.now = smallPortalNow;
    expect((await head.call(getTaskControl, { ...period })).total.counts['to-check']).toBe(0);
    expect(await find()).toMatchObject({ outcome: 'rework', words: 'Нет сметы' });
    const kept = await portal.transaction((tx) => tx.db.selectFrom('task_check').select('revision').execute());
    expect(kept).toHaveLength(2);
  });
});

describe('order in the CRM', () => {
  it('is told of each person, and every number opens those it is of', async () => {
    const order = await head.call(getCrmOrder, { ...period });
    const open = smallPortal().deals.filter(({ stageId, responsibleId }) => !/WON|LOSE/.test(stageId) && responsibleId === people.anna);
    const row = order.rows.find(({ scope }) => scope === ofAnna);
    expect(row?.deals).toBe(open.length);
    expect(row?.counts).toMatchObject({
      'no-amount': 0,
      'no-close-date': open.filter(({ closeDate }) => closeDate === null).length,
      'close-date-past': open.filter(({ closeDate }) => closeDate !== null && closeDate < '2026-11-16').length,
      'no-next-step': open.length,
      'no-contact': 0,
    });
    for (const [check, number] of Object.entries(row?.counts ?? {})) {
      const list = await head.call(listCrmOrder, { check: check as 'no-amount', scope: ofAnna });
      expect([check, list.total]).toEqual([check, number]);
    }
    expect((await head.call(listCrmOrder, { check: 'deals', scope: ofAnna })).total).toBe(open.length);
    const came = await admin.call(listCrmOrder, { check: 'touch', ...period, scope: 'company' });
    expect(came.total).toBe((await admin.call(getCrmOrder, { ...period })).total.came);
  });
});

describe('a rule of what is counted', () => {
  it('is previewed, changed by administrators alone, and moves the number of the page', async () => {
    const rule: MetricRule = { entity: 'activity', kinds: ['meeting', 'todo'], date: 'start' };
    expect(await head.call(previewMetricRule, { metric: 'meetings', rule })).toMatchObject({
      total: 3,
      people: [{ userId: String(people.anna), value: 3 }],
    });
    const meetings = async (): Promise<number | undefined> =>
      (await head.call(getIntensity, { ...period })).total.cells.find(({ metric }) => metric === 'meetings')?.fact;
    // The first reading of activities may still go on.
    await expect.poll(meetings, { timeout: 20_000 }).toBe(2);
    expect((await head.ask(putMetricRule, { metric: 'meetings', rule })).status).toBe(403);
    await admin.call(putMetricRule, { metric: 'meetings', rule });
    expect(await meetings()).toBe(3);
    const unknown: MetricRule = { entity: 'deal', stages: ['0 NO_SUCH'], date: 'entered' };
    expect((await admin.ask(putMetricRule, { metric: 'presentations', rule: unknown })).status).toBe(400);
    const entered: MetricRule = { ...unknown, stages: ['0 PREPARATION'] };
    await admin.call(putMetricRule, { metric: 'presentations', rule: entered });
    const list = await head.call(listActivity, { metric: 'presentations', ...period, day: '2026-10-15', scope: 'department:2' });
    const moved = smallPortal().stageHistory.filter(
      ({ stageId, at }) => stageId === 'PREPARATION' && at >= '2026-09-30T21:00:00Z' && at < '2026-10-31T21:00:00Z',
    );
    expect(list.total).toBe(moved.length);
    await admin.call(putMetricRule, { metric: 'meetings', rule: null });
    // The first reading of activities may still go on.
    await expect.poll(meetings, { timeout: 20_000 }).toBe(2);
  });
});

describe('relationships', () => {
  it('follow from won deals, and every number equals its list', async () => {
    const found = await admin.call(getRelationships, { ...period });
    const deals = smallPortal().deals;
    const types = { regular: 0, current: 0, potential: 0, cold: 0 };
    for (const companyId of new Set(deals.flatMap((deal) => deal.companyId ?? []))) {
      const won = deals.filter((deal) => deal.companyId === companyId && deal.stageId === 'WON').length;
      types[won > 1 ? 'regular' : won === 1 ? 'current' : 'potential'] += 1;
    }
    expect(found.total.clients).toEqual(types);
    const november = deals.filter(({ stageId, movedAt }) => stageId === 'WON' && movedAt >= '2026-10-31T21:00:00Z');
    const ups = november.filter((deal) => {
      const before = deals.filter(
        (one) =>
          one.companyId === deal.companyId &&
          one.stageId === 'WON' &&
          (one.movedAt < deal.movedAt || (one.movedAt === deal.movedAt && one.id < deal.id)),
      );
      return before.length < 2;
    });
    expect([found.total.up, found.total.down]).toEqual([ups.length, 0]);
    for (const group of ['regular', 'current', 'potential', 'cold', 'up', 'down'] as const) {
      const list = await admin.call(listRelationships, { group, ...period, scope: 'company' });
      expect([group, list.total]).toEqual([group, group === 'up' || group === 'down' ? found.total[group] : found.total.clients[group]]);
    }
  });
});

describe('rules of alerts', () => {
  const line = { metric: 'calls', weekdays: [50, 50, 50, 50, 50, 0, 0], weight: 100, cap: null };

  it('are looked at in the past before they are saved, for everybody or for a profile', async () => {
    await admin.call(putNormLines, { profileId: 'seller', fromDay: '2026-10-01', lines: [line] });
    await head.call(putNormPerson, { userId: String(people.anna), fromDay: '2026-10-01', profileId: 'seller', workPercent: 100 });
    const { company } = await head.call(getAlertRules, {});
    const strict = await head.call(previewAlertRules, { ...company, profileId: 'seller' });
    expect(strict).toMatchObject({ people: 1, byKind: [{ kind: 'below-norm' }] });
    expect(strict.total).toBeGreaterThan(0);
    const mild = { ...company, byNorm: false };
    expect((await head.call(previewAlertRules, { ...mild, profileId: 'seller' })).total).toBe(0);
    expect((await head.ask(putAlertRules, { ...mild, profileId: 'seller' })).status).toBe(403);
    expect((await admin.ask(putAlertRules, { ...mild, frequency: 9 })).status).toBe(400);
    const book = await admin.call(putAlertRules, { ...mild, profileId: 'seller' });
    expect([book.company.byNorm, book.profiles.find(({ profileId }) => profileId === 'seller')?.rules?.byNorm]).toEqual([true, false]);
    // Whoever has rules of a profile is looked at by none of the company's.
    expect((await head.call(previewAlertRules, { ...company })).people).toBe(0);
    expect((await admin.call(dropAlertRules, { profileId: 'seller' })).profiles.every(({ rules }) => rules === null)).toBe(true);
  });
});

describe('a report', () => {
  it('tells gaps against the norm, of a person and of the department', async () => {
    const report = await head.call(getActivityReport, { ...period });
    expect(report.rows.find(({ scope }) => scope === ofAnna)?.gaps).toMatchObject([{ metric: 'calls', against: 'norm' }]);
    expect((await anna.call(getActivityReport, { ...period })).rows.every(({ scope }) => scope === ofAnna)).toBe(true);
  });
});
