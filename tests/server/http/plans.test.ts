import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getSheet, listMyPlans } from '#contract/acknowledgement.ts';
import { discardDraft, getPlan, getPlanWindow, publishPlan, saveDraft, type DraftLine } from '#contract/plan.ts';
import { shiftMonth } from '#domain/period.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import { bearer, type Person } from '#support/person.ts';
import { companyOfTwoTeams } from './company-of-two-teams.ts';

const company = companyOfTwoTeams();
const { people } = company;
let service: TestService;
let portal: InstalledPortal;
let admin: Person;
let director: Person;
let head: Person;
let otherHead: Person;
/** Every test plans a month of its own. */
let month = '2026-11';

beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  portal = await service.installPortal(company.data);
  [admin, director, head, otherHead] = await Promise.all([
    portal.open(people.admin),
    portal.open(people.director),
    portal.open(people.head),
    portal.open(people.otherHead),
  ]);
});
afterAll(() => service.stop());
beforeEach(() => {
  month = shiftMonth(month, 1);
});

const revenue = (userId: number, value: string | null): DraftLine => ({ metric: 'revenue', scope: `person:${userId}`, value });
const calls = (userId: number, value: string | null): DraftLine => ({ metric: 'calls', scope: `person:${userId}`, value });

async function draftOf(person: Person): Promise<DraftLine[]> {
  const { draft } = await person.call(getPlan, { month });
  return draft.toSorted((a, b) => (`${a.metric} ${a.scope}` < `${b.metric} ${b.scope}` ? -1 : 1));
}

async function countVersions(): Promise<number> {
  return portal.transaction(async (tx) => {
    const rows = await tx.db
      .selectFrom('plan_version')
      .innerJoin('plan', 'plan.plan_id', 'plan_version.plan_id')
      .select('version')
      .where('month', '=', month)
      .execute();
    return rows.length;
  });
}

describe('plans of several months', () => {
  it('are the plans of each of them', async () => {
    const next = shiftMonth(month, 1);
    await head.call(saveDraft, { month, lines: [revenue(people.employee, '100000.00')] });
    await head.call(publishPlan, { month, baseVersion: 0 });
    await head.call(saveDraft, { month: next, lines: [revenue(people.employee, '110000.00')] });
    const { months, ...owners } = await head.call(getPlanWindow, { from: month, months: 3 });
    expect(months.map((plan) => plan.month)).toEqual([month, next, shiftMonth(month, 2)]);
    for (const plan of months) expect(await head.call(getPlan, { month: plan.month })).toEqual({ ...owners, ...plan });
    expect(months.map((plan) => plan.version)).toEqual([1, 0, 0]);
    expect(months.map((plan) => plan.draft)).toEqual([[], [revenue(people.employee, '110000.00')], []]);
    expect(await head.call(discardDraft, { month: next })).toMatchObject({ draft: [] });
    month = next;
  });

  it('show each viewer only the lines they may see', async () => {
    await head.call(saveDraft, { month, lines: [revenue(people.employee, '100000.00')] });
    await head.call(publishPlan, { month, baseVersion: 0 });
    const seen = async (person: Person) => (await person.call(getPlanWindow, { from: month, months: 2 })).months[0]?.published;
    expect(await seen(director)).toEqual([revenue(people.employee, '100000.00')]);
    expect(await seen(otherHead)).toEqual([]);
  });

  it.each([
    [{ from: '2026-13', months: '1' }],
    [{ from: '2026-12', months: '13' }],
    [{ from: '2026-12', months: '0' }],
    [{ from: '2026-12', months: 'all' }],
    [{}],
  ])('refuse %o', async (wrong) => {
    const answer = await fetch(`${service.appUrl}/api/plans?${new URLSearchParams(wrong as Record<string, string>)}`, {
      headers: bearer(head.token),
    });
    expect(answer.status).toBe(400);
  });
});

describe('the draft', () => {
  it('keeps each line by itself', async () => {
    await head.call(saveDraft, { month, lines: [revenue(people.employee, '100000.00'), calls(people.employee, '20')] });
    await head.call(saveDraft, { month, lines: [revenue(people.colleague, '50000.50')] });
    await head.call(saveDraft, { month, lines: [revenue(people.employee, '120000.00')] });
    expect(await draftOf(head)).toEqual([
      calls(people.employee, '20'),
      revenue(people.employee, '120000.00'),
      revenue(people.colleague, '50000.50'),
    ]);
    expect((await head.call(getPlan, { month })).version).toBe(0);
  });

  it('takes a published line out with null', async () => {
    await head.call(saveDraft, { month, lines: [revenue(people.employee, '100000.00'), revenue(people.colleague, '70000.00')] });
    await head.call(publishPlan, { month, baseVersion: 0 });
    const grid = await head.call(saveDraft, { month, lines: [revenue(people.colleague, null)] });
    expect(grid.draft).toEqual([revenue(people.colleague, null)]);
    const { grid: published } = await head.call(publishPlan, { month, baseVersion: 1, reason: 'Ушёл в другой отдел' });
    expect(published.published).toEqual([revenue(people.employee, '100000.00')]);
    expect(published.draft).toEqual([]);
  });

  it.each(['head', 'otherHead', 'director', 'admin'] as const)('lets the %s set no line of their own', async (who) => {
    const person = { head, otherHead, director, admin }[who];
    const lines = [revenue(people[who], '100.00')];
    expect((await person.ask(saveDraft, { month, lines })).status).toBe(403);
    expect((await person.call(getPlan, { month })).editable).not.toContain(`person:${people[who]}`);
    expect(await draftOf(person)).toEqual([]);
  });

  it('takes nothing of a request when one of its lines is refused', async () => {
    const lines = [revenue(people.employee, '100.00'), revenue(people.head, '100.00')];
    expect((await head.ask(saveDraft, { month, lines })).status).toBe(403);
    expect(await draftOf(admin)).toEqual([]);
  });

  it('lets a head set no line of another department', async () => {
    for (const scope of [`person:${people.stranger}`, `person:${people.otherHead}`, `department:${company.otherTeam}`, 'company']) {
      const answer = await head.ask(saveDraft, { month, lines: [{ metric: 'revenue', scope, value: '100.00' }] });
      expect(`${scope} ${answer.status}`).toBe(`${scope} 404`);
    }
    expect(await draftOf(admin)).toEqual([]);
  });

  it('knows no person and no department that the portal does not have', async () => {
    for (const scope of ['person:999', 'department:999', 'person:999999999999999999']) {
      const answer = await admin.ask(saveDraft, { month, lines: [{ metric: 'revenue', scope, value: '100.00' }] });
      expect(`${scope} ${answer.status}`).toBe(`${scope} 404`);
    }
  });

  it.each([
    ['a negative amount', '-1.00'],
    ['a negative nothing', '-0.01'],
    ['a word', 'NaN'],
    ['infinity', 'Infinity'],
    ['an exponent', '1e5'],
    ['a comma', '1,5'],
    ['blanks', ' 100 '],
    ['nothing', ''],
    ['nineteen digits', '1234567890123456789'],
    ['more than a database column holds', '999999999999999999.00'],
    ['five places', '1.00001'],
    ['a number instead of text', 100],
    ['an object', { value: '1' }],
  ])('refuses %s', async (_what, value) => {
    const answer = await head.ask(saveDraft, {
      month,
      lines: [{ metric: 'revenue', scope: `person:${people.employee}`, value: value as string }],
    });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ error: { code: 'bad-request' } });
    expect(await draftOf(head)).toEqual([]);
  });

  it('takes every metric of the catalogue in its own unit', async () => {
    const scope = `person:${people.employee}`;
    const lines: DraftLine[] = [
      { metric: 'average-check', scope, value: '25000.50' },
      { metric: 'meetings', scope, value: '12' },
      { metric: 'on-time-tasks', scope, value: '92.50' },
      { metric: 'quantity', scope, value: '10.125' },
    ];
    await head.call(saveDraft, { month, lines });
    expect(await draftOf(head)).toEqual(lines);
    await head.call(publishPlan, { month, baseVersion: 0 });
    const { published } = await head.call(getPlan, { month });
    expect(published.toSorted((a, b) => (a.metric < b.metric ? -1 : 1))).toEqual(lines);
    const sheet = await (await portal.open(people.employee)).call(getSheet, { month, version: 1, userId: String(people.employee) });
    expect(sheet.targets.map(({ metric, value }) => `${metric} ${value}`)).toEqual([
      'quantity 10.125',
      'average-check 25000.50',
      'meetings 12',
      'on-time-tasks 92.50',
    ]);
    expect(sheet.text).toContain('Доля задач в срок: 92,5');
  });

  it('refuses a norm of calls that nobody can make, an unknown metric and an unknown field of scope', async () => {
    for (const line of [
      { metric: 'calls', scope: `person:${people.employee}`, value: '10001' },
      { metric: 'weather', scope: `person:${people.employee}`, value: '10' },
      { metric: 'on-time-tasks', scope: `person:${people.employee}`, value: '1000.01' },
      { metric: 'revenue', scope: `team:${people.employee}`, value: '10' },
      { metric: 'revenue', scope: `person:0`, value: '10' },
      { metric: 'revenue', scope: `person:${people.employee}; drop table plan`, value: '10' },
    ]) {
      const answer = await head.ask(saveDraft, { month, lines: [line as DraftLine] });
      expect(`${JSON.stringify(line)} ${answer.status}`).toBe(`${JSON.stringify(line)} 400`);
    }
    expect(await draftOf(head)).toEqual([]);
  });

  it('is dropped by its author only as far as the author may set it', async () => {
    await head.call(saveDraft, { month, lines: [revenue(people.employee, '1.00')] });
    await otherHead.call(saveDraft, { month, lines: [revenue(people.stranger, '2.00')] });
    expect((await head.call(discardDraft, { month })).draft).toEqual([]);
    expect(await draftOf(otherHead)).toEqual([revenue(people.stranger, '2.00')]);
  });
});

describe('a request that cannot be read', () => {
  const put = (body: string, type = 'application/json') =>
    fetch(`${service.appUrl}/api/plans/${month}/draft`, { method: 'PUT', headers: { ...bearer(head.token), 'content-type': type }, body });

  it('is refused without a trace', async () => {
    const line = revenue(people.employee, '1.00');
    for (const [what, status, response] of [
      ['half a JSON', 400, await put('{"lines": [')],
      ['a list', 400, await put(JSON.stringify([line]))],
      ['a word', 400, await put('"lines"')],
      ['no lines', 400, await put(JSON.stringify({ lines: [] }))],
      ['501 lines', 400, await put(JSON.stringify({ lines: Array.from({ length: 501 }, () => line) }))],
      ['another type', 400, await put(JSON.stringify({ lines: [line] }), 'text/plain')],
      ['an over-long body', 413, await put(JSON.stringify({ lines: [line], more: 'x'.repeat(300_000) }))],
    ] as const) {
      expect(`${what} ${response.status}`).toBe(`${what} ${status}`);
      expect(await response.json(), what).toMatchObject({ error: { code: status === 413 ? 'too-large' : 'bad-request' } });
    }
    expect(await draftOf(head)).toEqual([]);
  });

  it('cannot put another month over the one of its address', async () => {
    const other = shiftMonth(month, 60);
    await put(JSON.stringify({ month: other, lines: [revenue(people.employee, '1.00')] }));
    expect(await draftOf(head)).toEqual([revenue(people.employee, '1.00')]);
    expect((await head.call(getPlan, { month: other })).draft).toEqual([]);
  });

  it('names no period there is not', async () => {
    for (const wrong of ['2026-13', '2026-00', '26-11', '2026-11-31', '1812-01', '0']) {
      expect(`${wrong} ${(await head.ask(getPlan, { month: wrong })).status}`).toBe(`${wrong} 400`);
    }
  });
});

describe('publishing', () => {
  it('needs a reason from the second version on', async () => {
    await head.call(saveDraft, { month, lines: [revenue(people.employee, '1000.00')] });
    expect((await head.call(publishPlan, { month, baseVersion: 0 })).version).toBe(1);
    await head.call(saveDraft, { month, lines: [revenue(people.employee, '2000.00')] });
    for (const reason of ['', '   ', '\n']) expect((await head.ask(publishPlan, { month, baseVersion: 1, reason })).status).toBe(400);
    expect(await countVersions()).toBe(1);
    expect((await head.call(publishPlan, { month, baseVersion: 1, reason: 'Пересчёт' })).version).toBe(2);
  });

  it('refuses a base that is not the last version, in either direction', async () => {
    await head.call(saveDraft, { month, lines: [revenue(people.employee, '1000.00')] });
    expect((await head.ask(publishPlan, { month, baseVersion: 1, reason: 'рано' })).status).toBe(409);
    await head.call(publishPlan, { month, baseVersion: 0 });
    await head.call(saveDraft, { month, lines: [revenue(people.employee, '2000.00')] });
    const stale = await head.ask(publishPlan, { month, baseVersion: 0, reason: 'поздно' });
    expect(stale.status).toBe(409);
    expect(stale.body).toMatchObject({ error: { code: 'conflict' } });
    expect(await countVersions()).toBe(1);
    expect(await draftOf(head)).toEqual([revenue(people.employee, '2000.00')]);
  });

  it('refuses a draft that changes nothing', async () => {
    expect((await head.ask(publishPlan, { month, baseVersion: 0 })).status).toBe(400);
    await head.call(saveDraft, { month, lines: [revenue(people.employee, null)] });
    expect((await head.ask(publishPlan, { month, baseVersion: 0 })).status).toBe(400);
    await head.call(saveDraft, { month, lines: [revenue(people.employee, '1000.00')] });
    await head.call(publishPlan, { month, baseVersion: 0 });
    await head.call(saveDraft, { month, lines: [revenue(people.employee, '1000')] });
    expect((await head.ask(publishPlan, { month, baseVersion: 1, reason: 'без перемен' })).status).toBe(400);
    expect(await countVersions()).toBe(1);
  });

  it('sends sheets only to people whose own targets changed', async () => {
    const { sentTo } = await (async () => {
      await head.call(saveDraft, {
        month,
        lines: [revenue(people.employee, '1000.00'), revenue(people.colleague, '2000.00'), calls(people.colleague, '10')],
      });
      return head.call(publishPlan, { month, baseVersion: 0 });
    })();
    expect(sentTo.sort()).toEqual([String(people.employee), String(people.colleague)].sort());
    await head.call(saveDraft, {
      month,
      lines: [
        revenue(people.employee, '1000.00'),
        calls(people.colleague, '12'),
        { metric: 'revenue', scope: `department:${company.team}`, value: '5000.00' },
      ],
    });
    const second = await head.call(publishPlan, { month, baseVersion: 1, reason: 'Звонков больше' });
    expect(second.sentTo).toEqual([String(people.colleague)]);
    const own = async (userId: number) =>
      (await (await portal.open(userId)).call(listMyPlans, {})).sheets
        .filter((sheet) => sheet.month === month)
        .map(({ version, state }) => `${version} ${state}`);
    expect(await own(people.employee)).toEqual(['1 sent']);
    expect(await own(people.colleague)).toEqual(['2 sent', '1 superseded']);
    expect(second.grid).toMatchObject({ version: 2, sentTo: 2, signedBy: 0, publishedBy: 'Игорь Проба' });
  });

  it('sends no sheet to a dismissed person, though the line stands', async () => {
    await head.call(saveDraft, { month, lines: [revenue(people.dismissed, '1000.00'), revenue(people.employee, '1000.00')] });
    await portal.transaction((tx) =>
      tx.db.updateTable('person').set({ is_active: false }).where('user_id', '=', BigInt(people.dismissed)).execute(),
    );
    const { sentTo } = await head.call(publishPlan, { month, baseVersion: 0 });
    expect(sentTo).toEqual([String(people.employee)]);
  });

  it('does not take the draft lines of another head', async () => {
    await head.call(saveDraft, { month, lines: [revenue(people.employee, '1000.00')] });
    await otherHead.call(saveDraft, { month, lines: [revenue(people.stranger, '3000.00')] });
    const first = await head.call(publishPlan, { month, baseVersion: 0 });
    expect(first.sentTo).toEqual([String(people.employee)]);
    expect(first.grid.published).toEqual([revenue(people.employee, '1000.00')]);
    expect(await draftOf(otherHead)).toEqual([revenue(people.stranger, '3000.00')]);
    expect((await otherHead.ask(publishPlan, { month, baseVersion: 0 })).status).toBe(409);
    const second = await otherHead.call(publishPlan, { month, baseVersion: 1, reason: 'План второго отдела' });
    expect(second.sentTo).toEqual([String(people.stranger)]);
    const { published } = await director.call(getPlan, { month });
    expect(published.map((line) => `${line.scope} ${line.value}`).sort()).toEqual([
      `person:${people.employee} 1000.00`,
      `person:${people.stranger} 3000.00`,
    ]);
    expect((await head.call(getPlan, { month })).published).toEqual([revenue(people.employee, '1000.00')]);
  });

  it('lets exactly one of many publish at the same time', async () => {
    await head.call(saveDraft, { month, lines: [revenue(people.employee, '1000.00')] });
    await otherHead.call(saveDraft, { month, lines: [revenue(people.stranger, '2000.00')] });
    const everybody = [head, otherHead, director, admin];
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => everybody[index % 4]?.ask(publishPlan, { month, baseVersion: 0 })),
    );
    expect(answers.map((answer) => answer?.status).sort()).toEqual([200, ...Array.from({ length: 11 }, () => 409)]);
    expect(await countVersions()).toBe(1);
  });

  it('keeps what was published from being rewritten', async () => {
    await head.call(saveDraft, { month, lines: [revenue(people.employee, '1000.00')] });
    await head.call(publishPlan, { month, baseVersion: 0 });
    for (const table of ['plan_version', 'plan_line', 'plan_sheet', 'ledger_entry'] as const) {
      await expect(
        portal.transaction((tx) => tx.db.deleteFrom(table).execute()),
        table,
      ).rejects.toThrow(/append-only|permission denied/);
      await expect(
        portal.transaction((tx) => tx.db.updateTable(table).set({ portal_id: portal.portalId }).execute()),
        table,
      ).rejects.toThrow(/append-only|permission denied/);
    }
  });
});

describe('a plan that is taken away', () => {
  it('comes as a sheet without targets, and the old one stops waiting', async () => {
    await head.call(saveDraft, { month, lines: [revenue(people.employee, '100000.00'), revenue(people.colleague, '50000.00')] });
    await head.call(publishPlan, { month, baseVersion: 0 });
    await head.call(saveDraft, { month, lines: [revenue(people.employee, null)] });
    const second = await head.call(publishPlan, { month, baseVersion: 1, reason: 'Перевод в другой отдел' });
    expect(second.sentTo).toEqual([String(people.employee)]);
    const employee = await portal.open(people.employee);
    const { sheets } = await employee.call(listMyPlans, {});
    expect(sheets.filter((sheet) => sheet.month === month).map(({ version, state }) => [version, state])).toEqual([
      [2, 'sent'],
      [1, 'superseded'],
    ]);
    const sheet = await employee.call(getSheet, { month, version: 2, userId: String(people.employee) });
    expect(sheet.targets).toEqual([]);
    expect(sheet.text).toContain('план снят');
  });

  it('sends nothing to a person who never had one', async () => {
    await head.call(saveDraft, { month, lines: [revenue(people.employee, '100000.00'), revenue(people.colleague, '0.00')] });
    await head.call(publishPlan, { month, baseVersion: 0 });
    await head.call(saveDraft, { month, lines: [calls(people.colleague, null), revenue(people.employee, '110000.00')] });
    const second = await head.call(publishPlan, { month, baseVersion: 1, reason: 'Уточнение' });
    expect(second.sentTo).toEqual([String(people.employee)]);
  });
});
