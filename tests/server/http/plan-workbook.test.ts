import type { KyselyPlugin } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getPlanDimensions, putPlanDimensions } from '#contract/plan-dimensions.ts';
import { getPlan, publishPlan, saveDraft, type DraftLine } from '#contract/plan.ts';
import {
  applyPlanWorkbook,
  checkPlanWorkbook,
  getPlanWorkbook,
  WorkbookErrorCode,
  workbookType,
  WorkbookWarningCode,
  type WorkbookCheck,
} from '#contract/plan-workbook.ts';
import { readPlanWorkbook } from '#documents/read-plan-workbook.ts';
import { shiftMonth } from '#domain/period.ts';
import type { ReadSheet } from '#domain/planning/plan-workbook.ts';
import type { Store } from '#store/open-store.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import { bearer, type Answer, type Person } from '#support/person.ts';
import { openTestStore } from '#support/test-store.ts';
import { buildArchive } from '../documents/build-archive.ts';
import { handMade } from '../documents/sample-workbook.ts';
import { digestOf } from '../threats/portal-digest.ts';
import { companyOfTwoTeams } from './company-of-two-teams.ts';

const company = companyOfTwoTeams();
const { people } = company;
let service: TestService;
let portal: InstalledPortal;
let admin: Person;
let head: Person;
let employee: Person;
/** Every test plans two months of its own. */
let month = '2026-10';
let next = '2026-11';

/** How many draft lines the store still takes before it fails. */
const draftSaves = { left: Infinity };
const failing: KyselyPlugin = {
  transformQuery: ({ node }) => {
    const isDraft = node.kind === 'InsertQueryNode' && node.into?.table.identifier.name === 'plan_draft_line';
    if (isDraft && draftSaves.left <= 0) throw new Error('the store has failed');
    if (isDraft) draftSaves.left -= 1;
    return node;
  },
  transformResult: async ({ result }) => result,
};

beforeAll(async () => {
  const store = await openTestStore();
  const forPortal: Store['forPortal'] = (portalId) => ({
    portalId,
    transaction: (work) => store.forPortal(portalId).transaction((tx) => work({ ...tx, db: tx.db.withPlugin(failing) })),
  });
  service = await startTestService({ portals: 1, store: { ...store, forPortal } });
  portal = await service.installPortal(company.data);
  [admin, head, employee] = await Promise.all([portal.open(people.admin), portal.open(people.head), portal.open(people.employee)]);
});
afterAll(() => service.stop());
beforeEach(() => {
  month = shiftMonth(month, 2);
  next = shiftMonth(month, 1);
});

const revenue = (userId: number, value: string | null): DraftLine => ({ metric: 'revenue', scope: `person:${userId}`, value });
const draftOf = async (of = month): Promise<DraftLine[]> => (await head.call(getPlan, { month: of })).draft;

async function download(person: Person, months = 2): Promise<Buffer> {
  const answer = await person.ask(getPlanWorkbook, { from: month, months });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe(workbookType);
  return answer.body as Buffer;
}

const sheetsOf = async (bytes: Buffer): Promise<readonly ReadSheet[]> => (await readPlanWorkbook(bytes)).sheets;

const upload = (person: Person, file: Buffer): Promise<Answer> => person.ask(checkPlanWorkbook, { file } as never);
async function check(person: Person, file: Buffer): Promise<WorkbookCheck> {
  const answer = await upload(person, file);
  expect(`${answer.status} ${JSON.stringify(answer.body)}`).toMatch(/^200 /);
  return checkPlanWorkbook.response.parse(answer.body);
}
const apply = (person: Person, { months, digest, changes }: WorkbookCheck): Promise<Answer> =>
  person.ask(applyPlanWorkbook, {
    months,
    digest,
    changes: changes.map(({ month, metric, scope, key, to }) => ({ month, metric, scope, key, value: to })),
  });

type Written = readonly [id: string, name: string, department: string, ...values: (string | null)[]];

/** A workbook as somebody has filled it in: two months, whose cells stand as the file has them. */
const filledIn = (...rows: readonly Written[]): Buffer => filledInFor([month, next], ...rows);

function filledInFor(periods: readonly [string, string], ...rows: readonly Written[]): Buffer {
  const text = (address: string, value: string): string => `<c r="${address}" t="inlineStr"><is><t>${value}</t></is></c>`;
  const cell = (address: string, value: string | null): string =>
    value === null ? '' : /^-?[\d.]+$/.test(value) ? `<c r="${address}"><v>${value}</v></c>` : text(address, value);
  const columns = ['A', 'B', 'C', 'D', 'E'];
  const write = (cells: readonly (string | null)[], at: number, of: typeof cell): string =>
    `<row r="${at}">${cells.map((value, index) => of(`${columns[index]}${at}`, value)).join('')}</row>`;
  const heading = write(['ID', 'Name', 'Department', ...periods], 1, (address, value) => text(address, value ?? ''));
  return buildArchive(handMade(heading + rows.map((row, index) => write(row, index + 2, cell)).join('')));
}

describe('the workbook of a person', () => {
  it('holds what was published with the own draft, for everybody whom the person sees', async () => {
    await head.call(saveDraft, { month, lines: [revenue(people.employee, '100000.50'), revenue(people.colleague, '5.00')] });
    await head.call(publishPlan, { month, baseVersion: 0 });
    await head.call(saveDraft, { month, lines: [revenue(people.colleague, null)] });
    await head.call(saveDraft, { month: next, lines: [{ metric: 'calls', scope: `person:${people.employee}`, value: '18' }] });
    const sheets = await sheetsOf(await download(head));
    expect(sheets.map(({ metric, name }) => `${metric} ${name}`)).toEqual(['revenue Выручка', 'calls Звонки']);
    const rows = Object.fromEntries(sheets[0]?.rows.map(({ id, name, cells }) => [id, [name, ...cells]]) ?? []);
    expect(rows[`person:${people.employee}`]).toEqual(['Проба Анна', '100000.5', null]);
    expect(rows[`person:${people.colleague}`]).toEqual(['Проба Борис', null, null]);
    expect(Object.keys(rows)).not.toContain(`person:${people.stranger}`);
    expect(sheets[1]?.rows.find(({ id }) => id === `person:${people.employee}`)?.cells).toEqual([null, '18']);
    // Nobody reads the draft of the own plan.
    const own = await sheetsOf(await download(employee));
    expect(own.map(({ rows: seen }) => seen.map(({ id, cells }) => [id, ...cells]))).toEqual([
      [[`person:${people.employee}`, '100000.5', null]],
      [[`person:${people.employee}`, null, null]],
    ]);
  });

  it('comes in the language that is asked for', async () => {
    const answer = await head.ask(getPlanWorkbook, { from: month, months: 1, language: 'en' });
    expect((await sheetsOf(answer.body as Buffer)).map(({ name }) => name)).toEqual(['Revenue', 'Calls']);
  });

  it('goes by quarters, or by any other periods, as well', async () => {
    const scope = `person:${people.employee}`;
    await head.call(saveDraft, { month: '2028-Q1', lines: [revenue(people.employee, '900000.00')] });
    const answer = await head.ask(getPlanWorkbook, { from: '2028-Q1', months: 2 });
    const [sheet] = await sheetsOf(answer.body as Buffer);
    expect(sheet?.months.map((one) => one.month)).toEqual(['2028-Q1', '2028-Q2']);
    expect(sheet?.rows.find(({ id }) => id === scope)?.cells).toEqual(['900000', null]);
    expect(await check(head, answer.body as Buffer)).toMatchObject({ changes: [], errors: [], warnings: [] });
    const filled = filledInFor(['2028-Q1', '2028-02-01--2028-02-20'], [scope, 'Проба Анна', '', '950000', '300000']);
    const checked = await check(head, filled);
    expect(checked.changes.map((change) => [change.month, change.from, change.to])).toEqual([
      ['2028-Q1', '900000.00', '950000.00'],
      ['2028-02-01--2028-02-20', null, '300000.00'],
    ]);
    expect((await apply(head, checked)).status).toBe(200);
    expect(await draftOf('2028-Q1')).toEqual([revenue(people.employee, '950000.00')]);
    expect(await draftOf('2028-02-01--2028-02-20')).toEqual([revenue(people.employee, '300000.00')]);
  });

  it('changes nothing when it comes back as it went out', async () => {
    await admin.call(saveDraft, {
      month,
      lines: [{ metric: 'revenue', scope: 'company', value: '460000.00' }, revenue(people.stranger, '7.50')],
    });
    const answer = await check(admin, await download(admin));
    expect(answer).toMatchObject({ changes: [], errors: [], warnings: [], months: [month, next] });
    expect(answer.unchanged).toBeGreaterThan(10);
  });
});

describe('parts of a plan in a workbook', () => {
  const scope = `person:${people.employee}`;
  const [first, second] = ['client=company:12', 'brand=Makita'] as const;
  const partsOf = async (of: string) =>
    (await head.call(getPlanDimensions, { month: of, metric: 'revenue' })).lines.map((line) => [line.key, line.title, line.draft?.value]);

  beforeEach(async () => {
    const lines = [
      { scope, key: first, title: 'Завод «Прогресс»', value: '700.00' },
      { scope, key: second, title: '', value: '300.00' },
    ];
    await head.call(putPlanDimensions, { month, metric: 'revenue', lines });
  });

  it('stand below their owner, on the sheets of their metrics only, and change nothing when they come back', async () => {
    const file = await download(head);
    const [revenueSheet, callsSheet] = await sheetsOf(file);
    const at = revenueSheet!.rows.findIndex(({ id }) => id === scope);
    expect(revenueSheet!.rows.slice(at + 1, at + 3).map(({ id, name, department, cells }) => [id, name, department, ...cells])).toEqual([
      [`${scope} ${first}`, 'Завод «Прогресс»', 'Проба Анна', '700', null],
      [`${scope} ${second}`, 'Makita', 'Проба Анна', '300', null],
    ]);
    expect(callsSheet!.rows.every(({ id }) => !id.includes('='))).toBe(true);
    expect(await check(head, file)).toMatchObject({ changes: [], errors: [], warnings: [] });
    // Nobody reads drafts of the own plan.
    expect((await sheetsOf(await download(employee))).flatMap(({ rows }) => rows.map(({ id }) => id))).toEqual([scope, scope]);
  });

  it('are changed, taken out and planned for another month by the file, found by their code or by name and owner', async () => {
    const answer = await check(
      head,
      filledIn([`${scope} ${first}`, 'Завод «Прогресс»', '', '650', '720'], ['', 'makita', 'Проба Анна', null, null]),
    );
    expect(answer).toMatchObject({ errors: [], warnings: [] });
    expect(answer.changes.map(({ key, name, month: of, from, to }) => [key, name, of, from, to])).toEqual([
      [first, 'Проба Анна · Завод «Прогресс»', month, '700.00', '650.00'],
      [first, 'Проба Анна · Завод «Прогресс»', next, null, '720.00'],
      [second, 'Проба Анна · Makita', month, '300.00', null],
    ]);
    expect(await partsOf(month)).toContainEqual([first, 'Завод «Прогресс»', '700.00']);
    expect((await apply(head, answer)).body).toEqual({ saved: 3 });
    expect(await partsOf(month)).toEqual([
      [second, 'Makita', null],
      [first, 'Завод «Прогресс»', '650.00'],
    ]);
    expect(await partsOf(next)).toEqual([[first, 'Завод «Прогресс»', '720.00']]);
    // The file was compared with what is no longer there.
    expect((await apply(head, answer)).status).toBe(409);
  });

  it('that nobody has planned by are refused with their place, and so are those of others', async () => {
    const { errors } = await check(head, filledIn([`${scope} client=company:13`, 'Чужой клиент', '', '5', null]));
    expect(errors).toMatchObject([{ code: 'unknown-id', cell: 'A2' }]);
    const changes = [{ month, metric: 'revenue' as const, scope, key: 'client=company:13', value: '5.00' }];
    const { digest } = await check(head, await download(head));
    expect((await head.ask(applyPlanWorkbook, { months: [month], digest, changes })).status).toBe(404);
  });
});

describe('looking at a workbook', () => {
  it('tells what would change and writes nothing', async () => {
    await head.call(saveDraft, { month, lines: [revenue(people.employee, '100.00')] });
    const before = await digestOf(service.store, portal.portalId);
    const answer = await check(
      head,
      filledIn([`person:${people.employee}`, 'Проба Анна', '', '120.5', '80'], ['', 'борис  ПРОБА', '', '50', null]),
    );
    const sheet = { sheet: 'Выручка', metric: 'revenue', key: null };
    const anna = { ...sheet, scope: `person:${people.employee}`, name: 'Проба Анна' };
    expect(answer.changes).toEqual([
      { ...anna, month, from: '100.00', to: '120.50' },
      { ...anna, month: next, from: null, to: '80.00' },
      { ...sheet, scope: `person:${people.colleague}`, name: 'Проба Борис', month, from: null, to: '50.00' },
    ]);
    expect(answer).toMatchObject({ errors: [], warnings: [], unchanged: 0 });
    expect(await digestOf(service.store, portal.portalId)).toEqual(before);
  });

  it('names every fault with the address of its cell', async () => {
    const { errors } = await check(
      head,
      filledIn(
        [`person:${people.employee}`, 'Проба Анна', '', 'много', '-1'],
        [`person:${people.colleague}`, 'Проба Борис', '', '1.005', '99999999999999'],
        [`person:${people.head}`, 'Проба Игорь', '', '5', null],
        [`person:${people.stranger}`, 'Проба Дина', '', '5', null],
        ['', 'Никто', '', '5', null],
        [`person:${people.employee}`, 'Проба Анна', '', '5', null],
      ),
    );
    expect(errors.map(({ cell, code }) => `${cell} ${code}`)).toEqual([
      'D2 not-a-number',
      'E2 negative',
      'D3 too-many-decimals',
      'E3 too-large',
      'D4 own-plan',
      'A5 unknown-id',
      'B6 unknown-name',
      'A7 doubled-row',
    ]);
  });

  it('warns of a name beside the id of somebody else and of a jump of more than ten times', async () => {
    await head.call(saveDraft, { month, lines: [revenue(people.employee, '100.00')] });
    const { warnings, changes } = await check(head, filledIn([`person:${people.employee}`, 'Проба Борис', '', '1000.01', null]));
    expect(warnings.map(({ cell, code, name }) => `${cell} ${code} ${name}`)).toEqual([
      'B2 name-differs Проба Анна',
      'D2 tenfold Проба Анна',
    ]);
    expect(changes).toHaveLength(1);
  });

  it('knows the codes of all findings', () => {
    expect(new Set([...WorkbookErrorCode.options, ...WorkbookWarningCode.options]).size).toBe(18);
  });

  it('takes no other body than a workbook whose length is told', async () => {
    const send = (headers: Record<string, string>, body: BodyInit) =>
      fetch(`${service.appUrl}/api/plans/workbook/check`, {
        method: 'POST',
        headers: { ...bearer(head.token), ...headers },
        body,
        duplex: 'half',
      } as RequestInit);
    const file = new Uint8Array(filledIn());
    expect((await send({ 'content-type': 'application/json' }, file)).status).toBe(422);
    expect((await send({ 'content-type': workbookType, 'content-encoding': 'gzip' }, file)).status).toBe(422);
    expect((await send({ 'content-type': workbookType }, new Uint8Array(5 * 1024 * 1024 + 1))).status).toBe(413);
    expect((await send({ 'content-type': workbookType }, new Blob([file]).stream())).status).toBe(400);
    expect((await send({ 'content-type': workbookType }, file)).status).toBe(200);
  });

  it('reads one file of a person at a time', async () => {
    const answers = await Promise.all([upload(head, filledIn()), upload(head, filledIn()), upload(admin, filledIn())]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 429]);
    expect((await upload(head, filledIn())).status).toBe(200);
  });
});

describe('putting a workbook into the drafts', () => {
  it('does it for all months at once, and the same file then changes nothing', async () => {
    const file = filledIn([`person:${people.employee}`, '', '', '120.5', '80'], [`person:${people.colleague}`, '', '', '50', null]);
    const checked = await check(head, file);
    const answer = await apply(head, checked);
    expect(answer).toMatchObject({ status: 200, body: { saved: 3 } });
    expect(await draftOf()).toEqual(expect.arrayContaining([revenue(people.employee, '120.50'), revenue(people.colleague, '50.00')]));
    expect(await draftOf(next)).toEqual([revenue(people.employee, '80.00')]);
    expect((await check(head, file)).changes).toEqual([]);
    expect((await apply(head, checked)).status).toBe(409);
  });

  it('takes a target out where a cell was emptied', async () => {
    await head.call(saveDraft, { month, lines: [revenue(people.employee, '100.00')] });
    const checked = await check(head, filledIn([`person:${people.employee}`, '', '', null, null]));
    expect(checked.changes).toMatchObject([{ from: '100.00', to: null }]);
    await apply(head, checked);
    expect(await draftOf()).toEqual([revenue(people.employee, null)]);
  });

  it('is refused when the draft has changed since, and takes nothing', async () => {
    const checked = await check(head, filledIn([`person:${people.employee}`, '', '', '120.5', '80']));
    await head.call(saveDraft, { month: next, lines: [revenue(people.colleague, '1.00')] });
    expect((await apply(head, checked)).status).toBe(409);
    expect(await draftOf()).toEqual([]);
    expect(await draftOf(next)).toEqual([revenue(people.colleague, '1.00')]);
  });

  it('takes all or nothing, whoever asks for what', async () => {
    const checked = await check(head, filledIn([`person:${people.employee}`, '', '', '120.5', '80']));
    const [first] = checked.changes;
    const with_ = (more: object) => apply(head, { ...checked, changes: [...checked.changes, { ...first!, ...more }] });
    expect((await with_({ scope: `person:${people.head}` })).status).toBe(403);
    expect((await with_({ scope: `person:${people.stranger}` })).status).toBe(404);
    expect((await with_({ to: '-1.00' })).status).toBe(400);
    expect((await with_({ to: '1.001' })).status).toBe(400);
    expect((await with_({ month: shiftMonth(month, 5) })).status).toBe(400);
    expect((await apply(employee, checked)).status).toBe(403);
    expect([...(await draftOf()), ...(await draftOf(next))]).toEqual([]);
  });

  it('leaves nothing behind when the store fails after the first month', async () => {
    const checked = await check(head, filledIn([`person:${people.employee}`, '', '', '120.5', '80']));
    const before = await digestOf(service.store, portal.portalId);
    draftSaves.left = 1;
    expect((await apply(head, checked)).status).toBe(500);
    draftSaves.left = Infinity;
    expect(await digestOf(service.store, portal.portalId)).toEqual(before);
    expect((await apply(head, checked)).status).toBe(200);
  });
});
