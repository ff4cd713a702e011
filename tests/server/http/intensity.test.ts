import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerAlert, checkAlerts, listAlerts } from '#contract/alerts.ts';
import { getIntensity, listActivity, type ActivityRow } from '#contract/intensity.ts';
import { getMyDay } from '#contract/my-day.ts';
import { getNormSuggestions, listNorms, putNormLines, putNormPerson } from '#contract/norms.ts';
import { daysBetween, shiftDay, weekday } from '#domain/period.ts';
import type { PortalCall } from '#portal-emulator/portal-data.ts';
import { saveCalls } from '#store/save-facts.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import type { Person } from '#support/person.ts';
import { smallPortal, smallPortalNow, smallPortalPeople } from '#support/small-portal.ts';
import { until } from '#support/until.ts';

const people = smallPortalPeople;
const first = '2026-08-03';
let service: TestService;
let portal: InstalledPortal;
let director: Person;
let head: Person;
let anna: Person;

/** Anna makes ten calls on each working day until the 10th of November, and none on the three days after it. */
function callsOf(from: string, until: string): PortalCall[] {
  const days = Array.from({ length: daysBetween(from, until) + 1 }, (_, at) => shiftDay(from, at)).filter((day) => weekday(day) < 6);
  return days.flatMap((day, at) =>
    Array.from({ length: 10 }, (_, call): PortalCall => ({
      ...{ id: 1 + at * 10 + call, userId: people.anna, type: call < 7 ? 1 : 2, seconds: 31 + call, code: '200' },
      ...{
        startedAt: `${day}T${String(7 + (call % 8)).padStart(2, '0')}:10:00Z`,
        phone: '+79000000000',
        crmEntity: null,
        activityId: null,
      },
    })),
  );
}

beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  const data = smallPortal();
  portal = await service.installPortal({
    ...data,
    calls: callsOf(first, '2026-11-10'),
    activities: [],
    users: data.users.map((user) => ({ ...user, registeredOn: '2026-01-12' })),
  });
  [director, head, anna] = await Promise.all([portal.open(people.admin), portal.open(people.head), portal.open(people.anna)]);
}, 120_000);
afterAll(() => service.stop());

const rowOf = (rows: readonly ActivityRow[], userId: number): ActivityRow | undefined =>
  rows.find(({ scope }) => scope === `person:${userId}`);
const everyDay = (value: number): number[] => [value, value, value, value, value, 0, 0];
const normLine = { metric: 'calls', weekdays: everyDay(10), weight: 100, cap: null };

describe('a norm', () => {
  it('is suggested from twelve weeks of the past', async () => {
    const { suggestions } = await head.call(getNormSuggestions, { profileId: 'seller' });
    expect(suggestions.find(({ metric }) => metric === 'calls')?.found).toMatchObject({ median: 10, upper: 10, people: 1 });
  });

  it('is set by the director for a profile, and given to people by their head', async () => {
    expect((await head.ask(putNormLines, { profileId: 'seller', fromDay: '2026-11-01', lines: [normLine] })).status).toBe(403);
    await director.call(putNormLines, { profileId: 'seller', fromDay: '2026-11-01', lines: [normLine] });
    const assignment = { fromDay: '2026-11-01', profileId: 'seller', workPercent: 100 };
    expect((await anna.ask(putNormPerson, { userId: String(people.anna), ...assignment })).status).toBe(403);
    const norms = await head.call(putNormPerson, { userId: String(people.anna), ...assignment });
    expect(norms.people.find(({ userId }) => userId === String(people.anna))).toMatchObject({ profileId: 'seller', workPercent: 100 });
    expect((await head.call(listNorms, {})).profiles.find(({ profileId }) => profileId === 'seller')).toMatchObject({
      people: 1,
      lines: [normLine],
    });
  });
});

describe('the activity page', () => {
  it('compares facts with the norm to date and with the own past, and every number equals its list', async () => {
    const page = await head.call(getIntensity, { period: 'month' });
    // Nine working days of November have passed, the 4th is a holiday: six with ten calls and three without any; calls of the holiday count, out of hours.
    expect(page.judged.at(-1)).toBe('2026-11-15');
    const row = rowOf(page.rows, people.anna);
    const calls = row?.cells.find(({ metric }) => metric === 'calls');
    expect(calls).toEqual({ metric: 'calls', fact: 70, norm: 90, usual: 90 });
    expect(row?.score?.points).toBeCloseTo(77.78, 1);
    expect(row?.calls).toMatchObject({ counted: 70, late: 10, missed: 0, byHand: 0 });
    const late = { metric: 'calls-late', period: 'month', day: '2026-11-16', scope: `person:${people.anna}` } as const;
    expect(await head.call(listActivity, late)).toMatchObject({ total: 10, sum: 10 });
    for (const cell of row?.cells ?? []) {
      for (const measure of ['fact', 'norm', 'usual'] as const) {
        const number = cell[measure];
        const asked = { metric: cell.metric, measure, period: 'month' as const, day: '2026-11-16', scope: `person:${people.anna}` };
        if (number !== null)
          expect([cell.metric, measure, (await head.call(listActivity, asked)).sum]).toEqual([
            cell.metric,
            measure,
            expect.closeTo(number, 1),
          ]);
      }
    }
    expect(page.total.cells.find(({ metric }) => metric === 'calls')).toMatchObject({ fact: 70, norm: 90 });
  });

  it('shows a person only the own row', async () => {
    expect((await anna.call(getIntensity, { period: 'week', day: '2026-11-10' })).rows.map(({ scope }) => scope)).toEqual([
      `person:${people.anna}`,
    ]);
    expect((await anna.ask(getIntensity, { scope: 'company' })).status).toBe(403);
  });
});

describe('an alert', () => {
  it('says what was seen, once, to the head as a digest and to the person kindly', async () => {
    const { alerts } = await head.call(checkAlerts, {});
    expect(alerts).toMatchObject([
      { userId: String(people.anna), metric: 'calls', kind: 'silent', days: ['2026-11-11', '2026-11-12', '2026-11-13'], mayAnswer: true },
    ]);
    expect((await head.call(checkAlerts, {})).alerts).toHaveLength(1);
    await until(
      async () => (await portal.notices(people.head)).length > 0 && (await portal.notices(people.anna)).length > 0,
      'the messages',
    );
    expect(JSON.stringify(await portal.notices(people.head))).toContain('Звонки: ничего за 3 рабочих дня (11–13 ноября)');
    expect(JSON.stringify(await portal.notices(people.anna))).toContain('вместе проще');
    expect((await anna.call(listAlerts, {})).alerts).toMatchObject([{ kind: 'silent', mayAnswer: false }]);
  });

  it('becomes a task with a day of the check, on which the app sees that it helped', async () => {
    const [alert] = (await head.call(listAlerts, {})).alerts;
    const answer = {
      alertId: alert?.alertId ?? '',
      kind: 'task' as const,
      words: 'Обзвонить базу',
      deadline: '2026-11-18',
      checkOn: '2026-11-24',
    };
    expect((await anna.ask(answerAlert, answer)).status).toBe(403);
    const answered = await head.call(answerAlert, answer);
    expect(answered.alerts[0]?.actions).toMatchObject([{ kind: 'task', effectiveness: null, levelBefore: 0 }]);
    expect((await head.ask(answerAlert, answer)).status).toBe(409);
    await until(async () => (await head.call(listAlerts, {})).alerts[0]?.actions[0]?.taskId != null, 'the task of the portal');
    await portal.transaction((tx) =>
      saveCalls(
        tx,
        callsOf('2026-11-16', '2026-11-23').map((call) => toFact(call)),
      ),
    );
    service.clock.now = new Date('2026-11-24T07:00:00.000Z');
    const judged = await head.call(checkAlerts, {});
    service.clock.now = smallPortalNow;
    expect(judged.alerts.find(({ alertId }) => alertId === alert?.alertId)?.actions).toMatchObject([
      { effectiveness: 'helped', levelAtCheck: 1 },
    ]);
    expect(judged.effects).toEqual([{ kind: 'task', helped: 1, notHelped: 0, unclear: 0 }]);
  });
});

describe('my day', () => {
  it('says what today must bring and what is done', async () => {
    const day = await anna.call(getMyDay, {});
    expect(day.isWorkday).toBe(true);
    expect(day.needs).toMatchObject([{ metric: 'calls', fact: 10, norm: 10 }]);
    expect(day.deals.length).toBeGreaterThan(0);
    expect((await portal.open(people.boris).then((boris) => boris.call(getMyDay, {}))).needs).toEqual([]);
  });
});

function toFact(call: PortalCall) {
  return {
    ...{ call_id: BigInt(call.id + 100_000), user_id: BigInt(call.userId), kind: call.type, seconds: call.seconds, code: call.code },
    ...{ started_at: new Date(call.startedAt), activity_id: null },
  };
}
