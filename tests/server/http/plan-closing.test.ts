import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { putCounting } from '#contract/counting.ts';
import { getMetricFacts } from '#contract/metric-facts.ts';
import { getOverview } from '#contract/overview.ts';
import { type PlanCalculation, putPlanCalculation } from '#contract/plan-calculation.ts';
import { closePlan, reopenPlan } from '#contract/plan-closing.ts';
import { applyPlanWorkbook } from '#contract/plan-workbook.ts';
import { listPlanVersions } from '#contract/plan-versions.ts';
import { discardDraft, getPlan, publishPlan, saveDraft, type DraftLine } from '#contract/plan.ts';
import { shiftMonth } from '#domain/period.ts';
import { verifyChain } from '#ledger/verify-chain.ts';
import { listLedgerEntries } from '#store/ledger.ts';
import { listClosedFacts } from '#store/plan-closing.ts';
import { saveDraftLines } from '#store/draft-lines.ts';
import { findPlan } from '#store/plans.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import type { Person } from '#support/person.ts';
import { companyOfTwoTeams } from './company-of-two-teams.ts';

const company = companyOfTwoTeams();
const { people } = company;
const scope = `person:${people.employee}`;
let service: TestService;
let portal: InstalledPortal;
let admin: Person;
let director: Person;
let head: Person;
/** Every test closes a month of its own, going back from October. */
let month = '2026-11';
const reason = 'Пришли поздние оплаты';

beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  portal = await service.installPortal(company.data);
  [admin, director, head] = await Promise.all([portal.open(people.admin), portal.open(people.director), portal.open(people.head)]);
});
afterAll(() => service.stop());
beforeEach(() => {
  month = shiftMonth(month, -1);
});

const revenue = (value: string): DraftLine => ({ metric: 'revenue', scope, value });

async function publish(lines: DraftLine[] = [revenue('1000000.00')]): Promise<void> {
  await head.call(saveDraft, { month, lines });
  const { version } = await head.call(getPlan, { month });
  await head.call(publishPlan, { month, baseVersion: version, reason });
}

const frozen = () =>
  portal.transaction(async (tx) => {
    const plan = await findPlan(tx, month);
    return plan === undefined ? [] : listClosedFacts(tx, plan.planId);
  });

const ledger = () => portal.transaction((tx) => listLedgerEntries(tx, 0n, 1000));
const codeOf = ({ status, body }: { status: number; body: unknown }): string =>
  `${status} ${(body as { error?: { code: string } }).error?.code ?? 'done'}`;

describe('closing a month', () => {
  it('keeps the targets and facts of everybody with what they rest on', async () => {
    await publish([
      revenue('1000000.00'),
      { metric: 'calls', scope, value: '20' },
      { metric: 'first-sales', scope, value: '12' },
      { metric: 'new-deals', scope, value: '9' },
    ]);
    const seen = (await director.call(getOverview, { month, scope })).total;
    const whole = (await director.call(getOverview, { month, scope: 'company' })).total;
    expect(Number(whole.fact)).toBeGreaterThan(0);
    const grid = await director.call(closePlan, { month });
    expect(grid.closed).toMatchObject({ at: service.clock.now.toISOString(), by: 'Виктор Проба' });
    const kept = await frozen();
    const counted = await director.call(getMetricFacts, { metric: 'new-deals', from: month });
    const newDeals = BigInt(counted.facts.find((one) => one.scope === scope)?.total ?? '-1');
    const of = (metric: string, whose: string) => kept.find((one) => one.metric === metric && one.scope === whose);
    const minor = (value: string): bigint => BigInt(value.replace('.', ''));
    expect(of('revenue', scope)).toMatchObject({ version: 1, target: 100_000_000n, fact: minor(seen.fact) });
    expect(of('revenue', 'company')).toMatchObject({ target: 100_000_000n, fact: minor(whole.fact) });
    expect(of('deals-won', 'company')?.fact).toBe(of('revenue', 'company')?.items);
    expect(of('calls', scope)).toMatchObject({ target: BigInt(seen.calls.norm ?? 0), fact: BigInt(seen.calls.fact) });
    expect(of('first-sales', scope)).toMatchObject({ target: 12n, fact: null, source: { basis: 'not-read' } });
    expect(of('new-deals', scope)).toMatchObject({ target: 9n, fact: newDeals, source: { basis: 'deals' } });
    expect(of('new-deals', 'company')).toMatchObject({ target: 9n });
    expect(of('revenue', scope)?.source).toMatchObject({
      basis: 'deals-won',
      wonDate: 'stage-history',
      currency: 'RUB',
      rates: expect.arrayContaining([expect.objectContaining({ currency: 'USD', rate: expect.stringMatching(/^80\./) })]),
    });
    expect(of('calls', scope)?.source).toMatchObject({ callSource: 'statistics', longerThanSeconds: 30 });
  });

  it('keeps the month as it was whatever counts later, until it is opened again', async () => {
    await publish();
    const previous = async (): Promise<string | undefined> =>
      (await director.call(getPlan, { month: shiftMonth(month, 1) })).previousFact.find((one) => one.scope === 'company')?.value;
    const before = await previous();
    await director.call(closePlan, { month });
    await admin.call(putCounting, { wonDate: 'close-date', pipelineIds: null });
    expect(await previous()).toBe(before);
    await admin.call(reopenPlan, { month, reason });
    expect(await previous()).not.toBe(before);
    await admin.call(putCounting, { wonDate: 'stage-history', pipelineIds: null });
    expect(await previous()).toBe(before);
  });

  it('stands in the ledger with the hash of what was kept', async () => {
    await publish();
    await admin.call(closePlan, { month });
    await admin.call(reopenPlan, { month, reason });
    const entries = await ledger();
    expect(verifyChain(entries, service.keys.seal).kind).toBe('intact');
    const [closed, reopened] = entries.slice(-2).map(({ entry }) => JSON.parse(entry) as { type: string; actor: unknown; body: unknown });
    expect(closed).toMatchObject({
      type: 'plan.closed',
      actor: { uid: String(people.admin), role: 'author' },
      body: { month, version: 1, factsSha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(reopened).toMatchObject({ type: 'plan.reopened', body: { month, reasonSha256: expect.stringMatching(/^[0-9a-f]{64}$/) } });
  });

  it('is for ended months with a published plan', async () => {
    expect(codeOf(await director.ask(closePlan, { month: '2026-11' }))).toBe('400 bad-request');
    expect(codeOf(await director.ask(closePlan, { month }))).toBe('400 bad-request');
    await head.call(saveDraft, { month, lines: [revenue('5.00')] });
    expect(codeOf(await director.ask(closePlan, { month }))).toBe('400 bad-request');
    expect(await frozen()).toEqual([]);
  });

  it('is offered for every published month that has ended, to those who may close it, until it is closed', async () => {
    const offered = async (person: Person): Promise<boolean> => (await person.call(getPlan, { month: '2026-11' })).toClose.includes(month);
    expect(await offered(director)).toBe(false);
    await publish();
    expect([await offered(director), await offered(admin), await offered(head)]).toEqual([true, true, false]);
    const { toClose } = await director.call(getPlan, { month: '2026-11' });
    expect(toClose).toEqual(toClose.toSorted());
    await director.call(closePlan, { month });
    expect(await offered(director)).toBe(false);
  });
});

describe('a closed month', () => {
  it('takes no draft, no calculation and no version, and says why', async () => {
    await publish();
    await head.call(saveDraft, { month, lines: [revenue('2000000.00')] });
    await director.call(closePlan, { month });
    const calculation: PlanCalculation = {
      base: { kind: 'previous-period' },
      season: { kind: 'none' },
      factors: [],
      limit: null,
      rationale: '',
    };
    const refused = [
      await head.ask(saveDraft, { month, lines: [revenue('3000000.00')] }),
      await head.ask(publishPlan, { month, baseVersion: 1, reason }),
      await head.ask(discardDraft, { month }),
      await head.ask(putPlanCalculation, { month, scope, calculation }),
      await director.ask(closePlan, { month }),
    ];
    expect(refused.map(codeOf)).toEqual(Array.from({ length: 5 }, () => '409 plan-closed'));
    const file = { months: [month], digest: 'a'.repeat(64), changes: [{ month, ...revenue('3000000.00') }] };
    expect(codeOf(await head.ask(applyPlanWorkbook, file))).toBe('400 bad-request');
    expect(refused[0]?.body).toMatchObject({ error: { message: expect.stringContaining('закрыт') } });
    expect(await head.call(getPlan, { month })).toMatchObject({ version: 1, draft: [], published: [revenue('1000000.00')] });
  });

  it('is guarded by the store too, whoever writes', async () => {
    await publish();
    await director.call(closePlan, { month });
    const author = { userId: BigInt(people.head), now: service.clock.now };
    const writing = portal.transaction(async (tx) => {
      const plan = await findPlan(tx, month);
      await saveDraftLines(tx, plan?.planId ?? '', [{ metric: 'revenue', scope, value: 1n }], author);
    });
    await expect(writing).rejects.toThrow('the plan is closed');
    await expect(portal.transaction((tx) => sql`update plan_closed_fact set fact = 0`.execute(tx.db))).rejects.toThrow('permission denied');
  });

  it('is opened again by administrators only, with a reason, and is as it was before', async () => {
    await publish();
    await head.call(saveDraft, { month, lines: [revenue('2000000.00')] });
    await director.call(closePlan, { month });
    expect(codeOf(await director.ask(reopenPlan, { month, reason }))).toBe('403 forbidden');
    for (const none of ['', '  ', '\n']) expect(codeOf(await admin.ask(reopenPlan, { month, reason: none }))).toBe('400 bad-request');
    expect((await admin.call(reopenPlan, { month, reason: `${reason}\nвчера` })).closed).toBeNull();
    expect(codeOf(await admin.ask(reopenPlan, { month, reason }))).toBe('409 conflict');
    expect(await frozen()).toEqual([]);
    expect((await head.call(getPlan, { month })).draft).toEqual([revenue('2000000.00')]);
    expect(await head.call(listPlanVersions, { month })).toMatchObject({
      closed: null,
      reopened: { by: 'Ольга Проба', reason: `${reason} вчера` },
    });
    await head.call(publishPlan, { month, baseVersion: 1, reason });
    await director.call(closePlan, { month });
    expect((await frozen()).find((one) => one.metric === 'revenue' && one.scope === scope)).toMatchObject({
      version: 2,
      target: 200_000_000n,
    });
  });
});

describe('a closing and a publishing at the same time', () => {
  it('come one after the other: what was closed is what was published', async () => {
    await publish();
    await head.call(saveDraft, { month, lines: [revenue('2000000.00')] });
    const answers = await Promise.all([
      director.ask(closePlan, { month }),
      head.ask(publishPlan, { month, baseVersion: 1, reason }),
      admin.ask(closePlan, { month }),
      head.ask(saveDraft, { month, lines: [{ metric: 'calls', scope, value: '7' }] }),
    ]);
    const closings = [answers[0], answers[2]].map((answer) => codeOf(answer as never)).sort();
    expect(closings).toEqual(['200 done', '409 plan-closed']);
    const published = codeOf(answers[1] as never);
    expect(['200 done', '409 plan-closed']).toContain(published);
    const { version } = await head.call(getPlan, { month });
    expect(version).toBe(published === '200 done' ? 2 : 1);
    const kept = (await frozen()).find((one) => one.metric === 'revenue' && one.scope === scope);
    expect(kept).toMatchObject({ version, target: version === 2 ? 200_000_000n : 100_000_000n });
  });
});
