import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { appointActingHead, endActingHead, listActingHeads } from '#contract/acting-heads.ts';
import { getOverview } from '#contract/overview.ts';
import { publishPlan, saveDraft } from '#contract/plan.ts';
import { getPlan } from '#contract/plan.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import type { Person } from '#support/person.ts';
import { companyOfTwoTeams } from './company-of-two-teams.ts';

const month = '2026-12';
const company = companyOfTwoTeams();
const { people, team, otherTeam } = company;
const today = '2026-11-16';
let service: TestService;
let portal: InstalledPortal;
let head: Person;
let acting: Person;

const at = (day: string, time = '09:00'): void => {
  service.clock.now = new Date(`${day}T${time}:00+03:00`);
};
const appointment = (change: object = {}) => ({
  departmentId: String(team),
  actingId: String(people.colleague),
  fromDay: '2026-11-18',
  toDay: '2026-11-20',
  reason: 'Отпуск',
  ...change,
});
const statusOfTeam = async (person: Person): Promise<number> =>
  (await person.ask(getOverview, { month, scope: `department:${team}` })).status;

beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  portal = await service.installPortal(company.data);
  head = await portal.open(people.head);
  acting = await portal.open(people.colleague);
});
beforeEach(async () => {
  at(today);
  await portal.transaction((tx) => tx.db.deleteFrom('acting_head').execute());
});
afterAll(() => service.stop());

describe('who acts for the head of a department', () => {
  it('sees and plans what the head does from the first day to the last, and neither before nor after', async () => {
    await head.call(appointActingHead, appointment());
    const seen: string[] = [];
    for (const [day, time] of [
      ['2026-11-17', '23:59'],
      ['2026-11-18', '00:00'],
      ['2026-11-20', '23:59'],
      ['2026-11-21', '00:00'],
    ] as const) {
      at(day, time);
      const lines = [{ metric: 'revenue' as const, scope: `person:${people.employee}`, value: '1000.00' }];
      seen.push(`${day} ${await statusOfTeam(acting)} ${(await acting.ask(saveDraft, { month, lines })).status}`);
    }
    expect(seen).toEqual(['2026-11-17 403 403', '2026-11-18 200 200', '2026-11-20 200 200', '2026-11-21 403 403']);
  });

  it('sends the plan of the team, and the version says who did', async () => {
    await head.call(appointActingHead, appointment());
    at('2026-11-19');
    await acting.call(saveDraft, { month, lines: [{ metric: 'revenue', scope: `person:${people.employee}`, value: '2000.00' }] });
    const { version, grid } = await acting.call(publishPlan, { month, baseVersion: 0 });
    expect({ version, by: grid.publishedBy }).toEqual({ version: 1, by: 'Борис Проба' });
  });

  it('sets no plan of their own, of the head’s superior or of another team', async () => {
    await head.call(appointActingHead, appointment());
    at('2026-11-19');
    const statuses: number[] = [];
    for (const scope of [`person:${people.colleague}`, `person:${people.director}`, `department:${otherTeam}`, 'company']) {
      const answer = await acting.ask(saveDraft, { month, lines: [{ metric: 'revenue', scope, value: '1.00' }] });
      statuses.push(answer.status);
    }
    expect(statuses).toEqual([403, 404, 404, 404]);
    expect((await acting.call(getPlan, { month })).editable).not.toContain(`person:${people.colleague}`);
  });

  it('takes nothing from the head, who sees the team all the time', async () => {
    await head.call(appointActingHead, appointment());
    at('2026-11-19');
    expect(await statusOfTeam(head)).toBe(200);
  });

  it('passes it on to nobody', async () => {
    await head.call(appointActingHead, appointment({ toDay: null }));
    at('2026-11-19');
    expect((await acting.ask(appointActingHead, appointment({ actingId: String(people.employee), fromDay: '2026-12-01' }))).status).toBe(
      403,
    );
    expect((await acting.call(listActingHeads, {})).departments).toEqual([]);
  });

  it('reaches nothing once the department has another head, whom nobody named them for', async () => {
    await head.call(appointActingHead, appointment({ toDay: null }));
    at('2026-11-19');
    const setHead = (headId: number): Promise<unknown> =>
      portal.transaction((tx) =>
        tx.db
          .updateTable('department')
          .set({ head_id: BigInt(headId) })
          .where('department_id', '=', BigInt(team))
          .execute(),
      );
    await setHead(people.employee);
    expect(await statusOfTeam(acting)).toBe(403);
    const newHead = await portal.open(people.employee);
    expect((await newHead.call(listActingHeads, {})).list.map(({ state }) => state)).toEqual(['lapsed']);
    await setHead(people.head);
    expect(await statusOfTeam(acting)).toBe(200);
  });
});

describe('ending it early', () => {
  it('takes the access away at once and keeps the row with who ended it', async () => {
    const { list } = await head.call(appointActingHead, appointment());
    at('2026-11-19');
    expect(await statusOfTeam(acting)).toBe(200);
    const ended = await head.call(endActingHead, { id: list[0]?.id ?? '' });
    expect(ended.list).toMatchObject([
      { state: 'ended', endedBy: 'Игорь Проба', mayEnd: false, reason: 'Отпуск', createdBy: 'Игорь Проба' },
    ]);
    expect(await statusOfTeam(acting)).toBe(403);
    expect(await portal.transaction((tx) => tx.db.selectFrom('acting_head').selectAll().execute())).toHaveLength(1);
  });

  it('is what the one who acts may do as well, and a second time changes nothing', async () => {
    const { list } = await head.call(appointActingHead, appointment());
    const id = list[0]?.id ?? '';
    at('2026-11-19');
    expect((await acting.ask(endActingHead, { id })).status).toBe(200);
    at('2026-11-20');
    await head.call(endActingHead, { id });
    expect((await head.call(listActingHeads, {})).list).toMatchObject([{ endedBy: 'Борис Проба', endedAt: '2026-11-19T06:00:00.000Z' }]);
  });

  it('is not the matter of another head', async () => {
    const { list } = await head.call(appointActingHead, appointment());
    const otherHead = await portal.open(people.otherHead);
    expect((await otherHead.ask(endActingHead, { id: list[0]?.id ?? '' })).status).toBe(404);
    expect((await otherHead.call(listActingHeads, {})).list).toEqual([]);
  });

  it('makes room for somebody else on the same days', async () => {
    const { list } = await head.call(appointActingHead, appointment());
    const other = appointment({ actingId: String(people.employee), fromDay: '2026-11-20', toDay: null });
    expect((await head.ask(appointActingHead, other)).status).toBe(409);
    await head.call(endActingHead, { id: list[0]?.id ?? '' });
    expect((await head.call(appointActingHead, other)).list.map(({ state }) => state)).toEqual(['ahead', 'ended']);
  });
});

describe('naming somebody', () => {
  it('is refused for the head, for people out of reach, in the past, and for days there are not', async () => {
    const refused: [object, number][] = [
      [{ actingId: String(people.head) }, 400],
      [{ actingId: String(people.stranger) }, 404],
      [{ actingId: '999' }, 404],
      [{ departmentId: String(otherTeam) }, 403],
      [{ departmentId: '999' }, 403],
      [{ fromDay: '2026-11-15' }, 400],
      [{ toDay: '2026-11-17' }, 400],
      [{ fromDay: '2027-02-30', toDay: null }, 400],
      [{ toDay: '2027-11-19' }, 400],
    ];
    const statuses = [];
    for (const [change] of refused) statuses.push([change, (await head.ask(appointActingHead, appointment(change))).status]);
    expect(statuses).toEqual(refused);
  });

  it('is up to administrators for every department', async () => {
    const admin = await portal.open(people.admin);
    const { departments, list } = await admin.call(appointActingHead, appointment({ departmentId: String(otherTeam), fromDay: today }));
    expect(departments).toHaveLength(3);
    expect(list).toMatchObject([
      { state: 'in-force', departmentName: 'Второй отдел', head: { name: 'Проба Глеб' }, acting: { name: 'Проба Борис' } },
    ]);
    expect((await acting.ask(getOverview, { month, scope: `department:${otherTeam}` })).status).toBe(200);
  });
});
