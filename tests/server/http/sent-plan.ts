import { publishPlan, saveDraft } from '#contract/plan.ts';
import { putSigningRules, type SigningRules } from '#contract/signing-rules.ts';
import { shiftMonth } from '#domain/period.ts';
import { listLedgerEntries } from '#store/ledger.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import type { Person } from '#support/person.ts';
import { companyOfTwoTeams } from './company-of-two-teams.ts';

const company = companyOfTwoTeams();

/** A portal in which a head sends the employee a plan of a month of its own for every test. */
export interface SentPlans {
  readonly service: TestService;
  readonly portal: InstalledPortal;
  readonly people: typeof company.people;
  readonly admin: Person;
  readonly head: Person;
  readonly employee: Person;
  readonly colleague: Person;
  /** Of the last plan that was sent. */
  sheet(): { month: string; version: number; userId: string };
  sendNext(value?: string): Promise<void>;
  setRules(change: Partial<SigningRules>): Promise<void>;
  entries(type: string): Promise<{ actor: { uid: string; role: string; level: string }; body: Record<string, unknown> }[]>;
}

const usualRules: SigningRules = {
  level: 'L1',
  isBreakdownRequired: false,
  answerWorkdays: 3,
  remindEveryWorkdays: 2,
  escalateAfterWorkdays: 1,
  quizAfterWorkdays: 5,
  quizPassPercent: 80,
  quizAttempts: 3,
};

export async function startSentPlans(): Promise<SentPlans> {
  const service = await startTestService({ portals: 1 });
  const portal = await service.installPortal(company.data);
  const { people } = company;
  const [admin, head, employee, colleague] = await Promise.all([
    portal.open(people.admin),
    portal.open(people.head),
    portal.open(people.employee),
    portal.open(people.colleague),
  ]);
  let month = '2026-11';
  return {
    ...{ service, portal, people, admin, head, employee, colleague },
    sheet: () => ({ month, version: 1, userId: String(people.employee) }),
    sendNext: async (value = '1000000.00') => {
      month = shiftMonth(month, 1);
      await head.call(saveDraft, { month, lines: [{ metric: 'revenue', scope: `person:${people.employee}`, value }] });
      await head.call(publishPlan, { month, baseVersion: 0 });
    },
    setRules: async (change) => void (await admin.call(putSigningRules, { ...usualRules, ...change })),
    entries: async (type) => {
      const all = await portal.transaction((tx) => listLedgerEntries(tx, 0n, 100_000));
      return all.filter((entry) => entry.type === type).map(({ entry }) => JSON.parse(entry) as never);
    },
  };
}
