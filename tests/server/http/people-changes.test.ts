import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getOverview } from '#contract/overview.ts';
import { getPlan, publishPlan, saveDraft } from '#contract/plan.ts';
import { listPeopleChanges, previewHandover, type HandoverResult } from '#contract/people-changes.ts';
import { putPlanDimensions } from '#contract/plan-dimensions.ts';
import { fromDecimal } from '#domain/money.ts';
import { savePeople, type PersonFact } from '#store/structure.ts';
import { saveAbsentDays } from '#store/working-time.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import type { Person } from '#support/person.ts';
import { companyOfTwoTeams } from './company-of-two-teams.ts';

const month = '2026-11';
const company = companyOfTwoTeams();
const { people, team, otherTeam } = company;
const plan = { [people.employee]: '2000000.00', [people.colleague]: '3000000.00', [people.stranger]: '1000000.00' };
/** A deal of 480 000 that the employee won before the change. */
const wonAt = '2026-11-05T09:00:00Z';
const isWon = {
  deal: (id: number) => id === 48,
  move: (move: { dealId: number; semantics: string }) => move.dealId === 48 && move.semantics === 'S',
};
const data = {
  ...company.data,
  deals: company.data.deals.map((deal) => (isWon.deal(deal.id) ? { ...deal, movedAt: wonAt, modifiedAt: wonAt } : deal)),
  stageHistory: company.data.stageHistory.map((move) => (isWon.move(move) ? { ...move, at: wonAt } : move)),
};
let service: TestService;
let portal: InstalledPortal;
let head: Person;
let director: Person;

/** The list of people as the portal gives it next, read at the business time. */
async function readPeople(change: Readonly<Record<number, Partial<PersonFact>>>): Promise<void> {
  await portal.transaction(async (tx) => {
    const rows = await tx.db.selectFrom('person').selectAll().execute();
    const next = rows.map((row) => ({ ...row, ...change[Number(row.user_id)] }));
    await savePeople(tx, next, { isWhole: true, readAt: service.clock.now });
  });
}

beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  portal = await service.installPortal(data);
  head = await portal.open(people.head);
  director = await portal.open(people.director);
  service.clock.now = new Date('2026-11-02T07:00:00Z');
  const lines = Object.entries(plan).map(([id, value]) => ({ metric: 'revenue' as const, scope: `person:${id}`, value }));
  const norm = { metric: 'calls' as const, scope: `person:${people.employee}`, value: '20' };
  await director.call(saveDraft, { month, lines: [...lines, norm] });
  await director.call(publishPlan, { month, baseVersion: 0 });
  service.clock.now = new Date('2026-11-13T07:00:00Z');
});
afterAll(() => service.stop());

const handover = (change: object = {}) => ({
  month,
  kind: 'left' as const,
  userId: String(people.employee),
  basis: 'workdays' as const,
  split: 'equal' as const,
  to: [String(people.colleague)],
  ...change,
});
const sumOf = (lines: readonly { metric: string; scope: string; value: string }[]): bigint =>
  lines
    .filter(({ metric, scope }) => metric === 'revenue' && scope.startsWith('person:'))
    .reduce((sum, { value }) => sum + fromDecimal(value, 2), 0n);
const shares = ({ lines }: HandoverResult) => lines.map(({ name, from, to }) => `${name} ${from} ${to}`);

describe('what happens to people of a plan', () => {
  it('is told to heads as soon as the list of people says it, with whose word the day is', async () => {
    expect((await head.call(listPeopleChanges, { month })).changes).toEqual([]);
    await readPeople({ [people.employee]: { is_active: false }, [people.stranger]: { department_ids: [BigInt(team)] } });
    await readPeople({ [people.dismissed]: { joined_on: '2026-11-09' } });
    const days = Array.from({ length: 9 }, (_, at) => ({ user_id: BigInt(people.colleague), day: `2026-11-${16 + at}` }));
    await portal.transaction((tx) => saveAbsentDays(tx, { from: '2026-11-01', before: '2026-12-01', days }));
    const { changes, workdays } = await head.call(listPeopleChanges, { month });
    expect(workdays).toBe(20);
    expect(changes.map(({ kind, userId, day, dayBy, workdays: own }) => [kind, Number(userId), day, dayBy, own])).toEqual([
      ['left', people.employee, '2026-11-13', 'seen', 9],
      ['moved', people.stranger, '2026-11-13', 'seen', 8],
      ['absent', people.colleague, '2026-11-16', 'portal', 13],
      ['joined', people.dismissed, '2026-11-09', 'portal', 16],
    ]);
  });

  it('says what stays by the days worked and by what was won, and leaves the norm for a day alone', async () => {
    const { changes } = await head.call(listPeopleChanges, { month });
    const { total } = await director.call(getOverview, { month, scope: `person:${people.employee}` });
    expect(total.fact).toBe('480000.00');
    expect(changes[0]?.lines).toEqual([
      {
        metric: 'revenue',
        plan: '2000000.00',
        current: '2000000.00',
        keepsByWorkdays: '900000.00',
        openByWorkdays: '1100000.00',
        keepsByFact: '480000.00',
        openByFact: '1520000.00',
      },
    ]);
  });

  it('proposes to somebody new the part of what colleagues have', async () => {
    const { changes } = await head.call(listPeopleChanges, { month });
    expect(changes.at(-1)?.proposed).toEqual([{ metric: 'revenue', ofColleague: '2000000.00', colleagues: 2, value: '1600000.00' }]);
  });

  it('is told to the head whom somebody left without the plan, which is another head’s now', async () => {
    const otherHead = await portal.open(people.otherHead);
    expect((await otherHead.call(listPeopleChanges, { month })).changes).toMatchObject([
      { kind: 'moved', from: { departmentId: String(otherTeam) }, to: { departmentId: String(team) }, lines: [], mayPlan: false },
    ]);
  });
});

describe('handing over', () => {
  it('changes no sum, whoever gets it in whatever way, and puts nobody below zero', async () => {
    const receivers = [[people.colleague], [people.colleague, people.dismissed], [people.colleague, people.stranger, people.dismissed]];
    for (const to of receivers) {
      for (const [basis, split] of [
        ['workdays', 'equal'],
        ['fact', 'past-share'],
      ] as const) {
        const result = await head.call(previewHandover, handover({ basis, split, to: to.map(String) }));
        for (const { from, to: after } of result.sums) expect(after).toBe(from);
        expect(result.lines.length).toBeGreaterThan(1);
        for (const one of result.lines) expect(one.to ?? '0').not.toContain('-');
      }
    }
  });

  it('shows the sums of two departments when it leaves one of them, and that both together stay', async () => {
    const { sums } = await director.call(previewHandover, handover({ to: [String(people.otherHead)] }));
    const [left, got, both] = sums;
    expect([left?.department?.name, got?.department?.name, both?.department]).toEqual(['Первый отдел', 'Второй отдел', null]);
    expect(left?.from).not.toBe(left?.to);
    expect(both?.from).toBe(both?.to);
  });

  it('is refused to oneself, to whoever left, to people out of reach, and of a plan of one’s own', async () => {
    const statuses: number[] = [];
    for (const change of [
      { to: [String(people.head)] },
      { to: [String(people.employee)] },
      { to: [String(people.otherHead)] },
      { to: [] },
      { kind: 'absent' as const },
      { userId: String(people.head) },
    ])
      statuses.push((await head.ask(previewHandover, handover(change))).status);
    expect(statuses).toEqual([403, 400, 404, 400, 404, 403]);
  });

  it('is counted to another last day when the head knows it', async () => {
    const result = await head.call(previewHandover, handover({ lastDay: '2026-11-10' }));
    expect(shares(result)).toEqual(['Проба Анна 2000000.00 600000.00', 'Проба Борис 3000000.00 4400000.00']);
  });

  it('takes targets by dimensions along, as far as the whole target goes', async () => {
    const line = { scope: `person:${people.employee}`, key: 'pipeline=0', title: '', value: '1000000.00' };
    await director.call(putPlanDimensions, { month, metric: 'revenue', lines: [line] });
    const { lines, dimensions } = await director.call(previewHandover, handover({ basis: 'workdays' }));
    expect(lines.find(({ scope }) => scope === line.scope)).toMatchObject({ from: '2000000.00', to: '900000.00' });
    expect(dimensions.map(({ scope, key, from, to }) => [scope, key, from, to])).toEqual([
      [`person:${people.employee}`, 'pipeline=0', '1000000.00', '450000.00'],
      [`person:${people.colleague}`, 'pipeline=0', null, '550000.00'],
    ]);
    // Without a value the draft is dropped.
    await director.call(putPlanDimensions, { month, metric: 'revenue', lines: [{ ...line, title: '-', value: undefined }] });
  });

  it('saves nothing by itself, becomes a draft as usual, and is in force only once it is sent', async () => {
    const before = await director.call(getPlan, { month });
    // Who has left stands among the people while there is a plan, so that the rows of the team add up.
    const rowsOfTeam = async () => {
      const { people: rows } = await head.call(getPlan, { month });
      return rows.map(({ userId, isActive }) => `${userId} ${isActive}`);
    };
    const shownBefore = await rowsOfTeam();
    expect(shownBefore).toContain(`${people.employee} false`);
    const { lines } = await head.call(previewHandover, handover());
    expect(await director.call(getPlan, { month })).toEqual(before);
    await head.call(saveDraft, { month, lines: lines.map(({ metric, scope, to }) => ({ metric, scope, value: to })) });
    const { published, draft } = await director.call(getPlan, { month });
    expect(published).toEqual(before.published);
    expect(draft).toHaveLength(2);
    expect(await rowsOfTeam()).toEqual(shownBefore);
    const sent = await head.call(publishPlan, { month, baseVersion: 1, reason: 'Передача плана' });
    expect(sent.sentTo).toEqual([String(people.colleague)]);
    expect(sumOf((await director.call(getPlan, { month })).published)).toBe(sumOf(before.published));
  });

  it('is done then: the same is not proposed again', async () => {
    const { changes } = await head.call(listPeopleChanges, { month });
    expect(changes[0]).toMatchObject({ kind: 'left', isSettled: true });
    const [one] = changes[0]?.lines ?? [];
    expect(one).toMatchObject({ plan: '2000000.00', current: '900000.00', openByWorkdays: '0.00' });
  });
});
