import type { PortalTransaction } from '#store/portal-store.ts';
import { countingBasis, defaultCounting } from '#domain/counting.ts';
import { saveCountingBasis } from '#store/keep-totals.ts';
import { saveCalls, saveDeals, type CallFact, type DealFact } from '#store/save-facts.ts';
import { saveDepartments, savePeople, savePipelines, saveStages } from '#store/structure.ts';
import { savePortal } from '#store/portals.ts';
import { savePlanVersion, takePlan } from '#store/plans.ts';

/** A portal of the size the figures are about; the same numbers give the same rows. */
export interface PortalSize {
  readonly people: number;
  readonly wonDeals: number;
  readonly openDeals: number;
  readonly calls: number;
}

export const now = new Date('2026-11-16T07:42:00.000Z');
export const month = '2026-11';
const dayMs = 86_400_000;
const stages = ['NEW', 'TALK', 'OFFER', 'CONTRACT', 'INVOICE', 'WON'] as const;

export async function savePortalOf(tx: PortalTransaction, size: PortalSize): Promise<void> {
  await savePortal(tx, portal, now);
  await saveDepartments(tx, departments(size));
  await savePeople(tx, people(size));
  await savePipelines(tx, [{ pipeline_id: 0n, name: 'Sales', sort: 1 }]);
  await saveStages(
    tx,
    stages.map((stage, index) => ({
      pipeline_id: 0n,
      stage_id: stage,
      name: stage,
      sort: index,
      semantics: stage === 'WON' ? 'S' : 'P',
      color: '',
    })),
  );
  await saveCountingBasis(tx, countingBasis(defaultCounting, portal.timeZone));
  await inPages([...wonDeals(size), ...openDeals(size)], (page) => saveDeals(tx, page, new Date()));
  await inPages(calls(size), (page) => saveCalls(tx, page));
  await savePlan(tx, size);
}

const portal = {
  memberId: 'bench',
  title: 'bench',
  clientEndpoint: 'https://portal.example/rest/',
  serverEndpoint: 'https://oauth.bitrix.info/rest/',
  origin: 'https://portal.example',
  applicationTokenFingerprint: null,
  scopes: ['crm'],
  status: 'L',
  language: 'ru',
  timeZone: 'Europe/Moscow',
  baseCurrency: 'RUB',
  currencyDigits: 2,
  applicationVersion: 1,
  installedAt: now,
  installedBy: 1n,
};

function departments(size: PortalSize) {
  const teams = Math.ceil(size.people / 8);
  const team = (index: number) => ({
    department_id: BigInt(index + 2),
    name: `Team ${index + 1}`,
    parent_id: 1n,
    head_id: BigInt(index * 8 + 1),
    sort: index,
  });
  return [
    { department_id: 1n, name: 'Company', parent_id: null, head_id: 1n, sort: 0 },
    ...Array.from({ length: teams }, (_, index) => team(index)),
  ];
}

function people(size: PortalSize) {
  return Array.from({ length: size.people }, (_, index) => ({
    user_id: BigInt(index + 1),
    first_name: 'Person',
    last_name: String(index + 1),
    position: '',
    is_active: true,
    department_ids: [BigInt(Math.floor(index / 8) + 2)],
    joined_on: '2024-01-01',
  }));
}

function deal(id: number, size: PortalSize, rest: Pick<DealFact, 'stage_id' | 'semantics' | 'moved_at' | 'close_day'>): DealFact {
  const amount = BigInt(((id * 7919) % 90) + 10) * 1_000_000n;
  return {
    deal_id: BigInt(id),
    pipeline_id: 0n,
    amount_minor: amount,
    base_minor: amount,
    currency: 'RUB',
    responsible_id: BigInt((id % size.people) + 1),
    created_at: new Date(rest.moved_at.getTime() - 30 * dayMs),
    modified_at: rest.moved_at,
    is_repeat: false,
    company_id: null,
    lead_id: null,
    ...rest,
  };
}

/** Spread evenly over two years up to now. */
function wonDeals(size: PortalSize): DealFact[] {
  return Array.from({ length: size.wonDeals }, (_, index) => {
    const moved = new Date(now.getTime() - (index / size.wonDeals) * 730 * dayMs);
    return deal(index + 1, size, { stage_id: 'WON', semantics: 'S', moved_at: moved, close_day: moved.toISOString().slice(0, 10) });
  });
}

function openDeals(size: PortalSize): DealFact[] {
  return Array.from({ length: size.openDeals }, (_, index) => {
    const close = new Date(now.getTime() + ((index % 60) - 10) * dayMs);
    const stage = stages[index % 5] ?? 'NEW';
    return deal(size.wonDeals + index + 1, size, {
      stage_id: stage,
      semantics: 'P',
      moved_at: now,
      close_day: close.toISOString().slice(0, 10),
    });
  });
}

/** The last two months of telephony. */
function calls(size: PortalSize): CallFact[] {
  return Array.from({ length: size.calls }, (_, index) => ({
    call_id: BigInt(index + 1),
    user_id: BigInt((index % size.people) + 1),
    kind: (index % 3) + 1,
    seconds: (index * 37) % 300,
    code: index % 5 === 0 ? '304' : '200',
    started_at: new Date(now.getTime() - (index / size.calls) * 60 * dayMs),
    activity_id: null,
  }));
}

async function savePlan(tx: PortalTransaction, size: PortalSize): Promise<void> {
  const plan = await takePlan(tx, month, { userId: 1n, now });
  const version = { planId: plan.planId, version: 1, publishedAt: now, publishedBy: 1n, reason: '', rationale: '' };
  const lines = people(size).flatMap(({ user_id }) => [
    { metric: 'revenue' as const, scope: `person:${user_id}`, value: 500_000_000n },
    { metric: 'calls' as const, scope: `person:${user_id}`, value: 20n },
  ]);
  await savePlanVersion(tx, version, lines);
}

async function inPages<Row>(rows: readonly Row[], save: (page: Row[]) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < rows.length; from += 1000) await save(rows.slice(from, from + 1000));
}
