import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { countingBasis, defaultCounting } from '#domain/counting.ts';
import type { ThingCode } from '#domain/planning/countable-metrics.ts';
import { listShares, listThings } from '#store/metric-facts.ts';
import type { Store } from '#store/open-store.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { saveDeals, type DealFact } from '#store/save-facts.ts';
import type { ThingsAsked } from '#store/things.ts';
import { openTestStore } from '#support/test-store.ts';

let inPortal: <T>(work: (tx: PortalTransaction) => Promise<T>) => Promise<T>;
/** In the portal of the test that runs. */
export const run = <T>(work: (tx: PortalTransaction) => Promise<T>): Promise<T> => inPortal(work);

/**
 * A portal of its own for every test of what metrics are made of. Each test file asks for it: files that share a worker
 * share this module, and hooks of its own would be those of the first file only.
 */
export function useMetricPortal(): void {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    const portalId = await store.directory.savePortalId(randomBytes(16).toString('hex'));
    inPortal = (work) => store.forPortal(portalId).transaction(work);
  });
}

export const basis = countingBasis(defaultCounting, 'Europe/Moscow');
export const november: ThingsAsked = {
  source: { basis, pipelineIds: null, isKept: false },
  span: { from: '2026-11-01', before: '2026-12-01' },
  currency: 'RUB',
  digits: 2,
  activeSince: '2026-11-01',
  callsFrom: 'statistics',
};
export const of = (change: Partial<ThingsAsked>): ThingsAsked => ({ ...november, ...change });
export const pipelines = (...ids: bigint[]): ThingsAsked => of({ source: { ...november.source, pipelineIds: ids } });

export const list = (code: ThingCode, asked = november) =>
  run(async (tx) => {
    const things = await listThings(tx, code, asked, { whose: null, offset: 0, limit: 100 });
    return things.map((thing) => [thing.kind, thing.id, thing.people, thing.day, thing.value]);
  });
/** What people have by the shares of the month, told as `people: value`. */
export const shares = (code: ThingCode, asked = november) =>
  run(async (tx) => (await listShares(tx, code, asked)).map((share) => `${share.month} ${share.people.join('+')}: ${share.value}`));

export const noon = new Date('2026-11-10T09:00:00Z');
export const deal = (deal_id: bigint, change: Partial<DealFact> = {}): DealFact => ({
  deal_id,
  pipeline_id: 0n,
  stage_id: 'WON',
  semantics: 'S',
  amount_minor: 100n,
  currency: 'RUB',
  base_minor: 100n,
  responsible_id: 3n,
  created_at: noon,
  modified_at: noon,
  moved_at: noon,
  close_day: null,
  is_repeat: false,
  company_id: null,
  lead_id: null,
  ...change,
});
export const sell = (...deals: DealFact[]) => run((tx) => saveDeals(tx, deals, noon));
export const record = {
  amount_minor: 500n,
  currency: 'RUB',
  base_minor: 500n,
  responsible_id: 3n,
  created_at: noon,
  modified_at: noon,
  company_id: 5n,
};
export const document = { ...record, tax_minor: 0n, issued_day: null, due_day: null, deal_id: null };
