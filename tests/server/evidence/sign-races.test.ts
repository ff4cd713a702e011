import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signSheet, type Decision, type Receipt } from '#contract/acknowledgement.ts';
import { publishPlan, saveDraft } from '#contract/plan.ts';
import { shiftMonth, type Month } from '#domain/period.ts';
import { verifyChain } from '#ledger/verify-chain.ts';
import { listLedgerEntries } from '#store/ledger.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import type { Answer, Person } from '#support/person.ts';
import { companyOfTwoTeams } from '../http/company-of-two-teams.ts';
import { chooseBy, type Choice } from '../threats/seeded-choice.ts';
import { publish, sheetOf } from './signed-sheets.ts';
import { tellProgress } from './tell-progress.ts';
import { openAndRead } from '#support/sheet-acts.ts';

const rounds = Number(process.env['SIGNING_ROUNDS'] ?? 10);
const seed = Number(process.env['SIGNING_SEED'] ?? 1);
const atOnce = 50;
const company = companyOfTwoTeams();
const { people } = company;
const decisions: readonly Decision[] = ['signed', 'signed-with-objections', 'refused'];
let service: TestService;
let portal: InstalledPortal;
let head: Person;
let employee: Person;

beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  portal = await service.installPortal(company.data);
  await openAgain();
});
afterAll(() => service.stop());

/** Sessions and proven rights end after some minutes, a long run on a slow machine does not. */
const sessionMs = 180_000;
let openedAt = 0;

async function openAgain(): Promise<void> {
  if (performance.now() - openedAt < sessionMs && openedAt > 0) return;
  openedAt = performance.now();
  [head, employee] = await Promise.all([portal.open(people.head), portal.open(people.employee)]);
}

interface Opened {
  readonly version: number;
  readonly challengeId: string;
  readonly planHash: string;
}

const open = async (month: Month, version: number): Promise<Opened> => ({
  version,
  ...(await openAndRead(employee, sheetOf(month, people.employee, version))),
});

const sign = (month: Month, { version, challengeId, planHash }: Opened, decision: Decision): Promise<Answer> =>
  employee.ask(signSheet, { ...sheetOf(month, people.employee, version), challengeId, planHash, decision, text: 'Причина' });

const signaturesOf = (month: Month) =>
  portal.transaction((tx) =>
    tx.db
      .selectFrom('signature as g')
      .innerJoin('plan as p', (join) => join.onRef('p.portal_id', '=', 'g.portal_id').onRef('p.plan_id', '=', 'g.plan_id'))
      .select(['g.version', 'g.plan_hash', 'g.sequence', 'g.decision'])
      .where('p.month', '=', month)
      .where('g.user_id', '=', BigInt(people.employee))
      .execute(),
  );

/** Many requests at once, of one challenge or of several, with one decision or with others. */
async function race(month: Month, choice: Choice): Promise<Answer[]> {
  await publish(head, month, [people.employee]);
  const challenges = [await open(month, 1)];
  for (let more = choice.below(3); more > 0; more -= 1) challenges.push(await open(month, 1));
  const mixed = choice.isChosen(0.5);
  return Promise.all(
    Array.from({ length: atOnce }, () => sign(month, choice.oneOf(challenges), mixed ? choice.oneOf(decisions) : 'signed')),
  );
}

/** The plan is sent anew while it is being signed. */
async function raceWithEdit(month: Month, choice: Choice): Promise<void> {
  await publish(head, month, [people.employee]);
  const first = await open(month, 1);
  const line = { metric: 'revenue' as const, scope: `person:${people.employee}`, value: '2000000.00' };
  await head.call(saveDraft, { month, lines: [line] });
  const publishing = head.ask(publishPlan, { month, baseVersion: 1, reason: 'Пересчёт' });
  const early = Array.from({ length: choice.below(4) }, () => sign(month, first, 'signed'));
  const sent = await publishing;
  expect(sent.status).toBe(200);
  const late = await sign(month, first, 'signed');
  const answers = [...(await Promise.all(early)), late];
  const kept = await signaturesOf(month);
  const accepted = answers.filter(({ status }) => status === 200);
  expect(answers.filter(({ status }) => status !== 200 && status !== 409)).toEqual([]);
  expect(kept.length).toBe(accepted.length > 0 ? 1 : 0);
  // What was signed is what was shown, and it was signed before the newer version was sent.
  const entries = await portal.transaction((tx) => listLedgerEntries(tx, 0n, 1_000_000));
  const newer = entries.find(
    ({ entry }) => entry.includes(`"version":2`) && entry.includes('plan.issued') && entry.includes(planOf(kept, entries)),
  );
  for (const { sequence, plan_hash: planHash, version } of kept) {
    expect([version, planHash]).toEqual([1, first.planHash]);
    if (newer !== undefined) expect(sequence < newer.sequence).toBe(true);
  }
}

/** The plan's id as the entry of its signature has it. */
function planOf(kept: readonly { sequence: bigint }[], entries: readonly { sequence: bigint; entry: string }[]): string {
  const signature = entries.find(({ sequence }) => sequence === kept[0]?.sequence);
  return signature === undefined ? 'nothing' : (JSON.parse(signature.entry) as { body: { planId: string } }).body.planId;
}

describe('T19: a plan that is signed by many requests at once', () => {
  it(`gets one signature in each of ${rounds} rounds of ${atOnce}, and the same request the same receipt`, { timeout: 0 }, async () => {
    let month = '2026-12';
    for (let round = 0; round < rounds; round += 1) {
      await openAgain();
      tellProgress('races', round, rounds);
      const choice = chooseBy(seed * 1_000_003 + round);
      const answers = await race(month, choice);
      const accepted = answers.filter(({ status }) => status === 200).map(({ body }) => body as Receipt);
      const kept = await signaturesOf(month);
      const about = `seed ${seed}, round ${round}`;
      expect([about, kept.length, answers.filter(({ status }) => status !== 200 && status !== 409).length]).toEqual([about, 1, 0]);
      expect([about, new Set(accepted.map((receipt) => JSON.stringify(receipt))).size]).toEqual([about, 1]);
      expect(accepted[0]).toMatchObject({ sequence: Number(kept[0]?.sequence), decision: kept[0]?.decision });
      month = shiftMonth(month, 1);
    }
    const entries = await portal.transaction((tx) => listLedgerEntries(tx, 0n, 1_000_000));
    expect(verifyChain(entries, service.keys.seal)).toMatchObject({ kind: 'intact', size: BigInt(entries.length) });
  });

  it('is never signed in a version that another one has replaced', { timeout: 0 }, async () => {
    let month = '2110-01';
    const edits = Math.max(8, Math.floor(rounds / 5));
    for (let round = 0; round < edits; round += 1) {
      await openAgain();
      tellProgress('races with an edit', round, edits);
      await raceWithEdit(month, chooseBy(seed * 2_000_003 + round));
      month = shiftMonth(month, 1);
    }
    expect(
      (await portal.transaction((tx) => listLedgerEntries(tx, 0n, 1_000_000))).filter(({ type }) => type === 'plan.issued').length,
    ).toBeGreaterThan(edits);
  });
});
