import { saveRates } from '#store/currency-rates.ts';
import { savePrices, saveProductRows, saveProducts } from '#store/goods.ts';
import { savePayments } from '#store/payments.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { saveContacts } from '#store/save-contacts.ts';
import { saveInvoices, saveLeads, saveQuotes, saveRecordStages } from '#store/save-documents.ts';
import { saveActivities, saveCalls, saveDeals, tombstoneDeals } from '#store/save-facts.ts';
import { saveTasks } from '#store/save-tasks.ts';
import type { Semantics } from '#store/tables/fact-tables.ts';

/** What a company has sold from the middle of September on; the same seed gives the same facts. */
export async function saveTradedFacts(tx: PortalTransaction, people: readonly bigint[], seed: number, seenAt: Date): Promise<void> {
  const facts = drawFacts(people, seed);
  await saveRates(tx, [{ currency: 'USD', rate: '80', per_units: '1', digits: 2 }], '2026-09-01');
  await saveDeals(tx, facts.deals, seenAt);
  await tombstoneDeals(tx, [7n, 8n], seenAt);
  await saveProducts(tx, facts.products);
  await savePrices(tx, facts.prices, '2026-10-01');
  await saveProductRows(tx, { dealIds: facts.deals.map((deal) => deal.deal_id), rows: facts.rows, isWhole: true, day: '2026-11-16' });
  await saveRecordStages(tx, stages, { isWhole: false });
  await saveQuotes(tx, facts.quotes);
  await saveInvoices(tx, facts.invoices);
  await savePayments(tx, facts.payments);
  await saveLeads(tx, facts.leads);
  await saveTasks(tx, facts.tasks);
  await saveCalls(tx, facts.calls);
  await saveActivities(tx, facts.activities);
  await saveContacts(tx, facts.contacts);
}

const stage = (owner_kind: number, stage_id: string, sort: number, semantics: Semantics) => ({
  owner_kind,
  pipeline_id: owner_kind === 31 ? 1n : 0n,
  stage_id,
  name: stage_id,
  sort,
  semantics,
});
const stages = [
  stage(7, 'DRAFT', 10, 'P'),
  stage(7, 'SENT', 20, 'P'),
  stage(7, 'APPROVED', 30, 'S'),
  stage(31, 'DT31_1:N', 10, 'P'),
  stage(31, 'DT31_1:P', 20, 'S'),
  stage(31, 'DT31_1:D', 30, 'F'),
];

function drawFacts(people: readonly bigint[], seed: number) {
  const draw = createDraw(seed);
  const someone = (): bigint => draw.of(people);
  const list = <Row>(count: number, row: (id: bigint) => Row): Row[] => Array.from({ length: count }, (_, at) => row(BigInt(at + 1)));
  const money = () => {
    const amount = BigInt(draw.below(500_000));
    const currency = draw.of(['RUB', 'RUB', 'RUB', 'USD', 'KZT']);
    // Of the last the portal has no rate.
    return { amount_minor: amount, currency, base_minor: amount * (currency === 'RUB' ? 1n : currency === 'USD' ? 80n : 0n) };
  };
  const moment = (): Date => new Date(Date.UTC(2026, 8, 15) + draw.below(62 * 24 * 2) * 1_800_000);
  const later = (at: Date, days: number): Date => new Date(Math.min(at.getTime() + draw.below(days) * 86_400_000, Date.UTC(2026, 10, 16)));
  const perhaps = <Value>(value: Value): Value | null => (draw.below(4) === 0 ? null : value);
  const record = () => {
    const created_at = moment();
    return { ...money(), responsible_id: someone(), created_at, modified_at: created_at, company_id: perhaps(BigInt(1 + draw.below(9))) };
  };
  const deals = list(90, (deal_id) => {
    const own = record();
    const semantics = draw.of<Semantics>(['S', 'S', 'S', 'P', 'F']);
    const moved_at = later(own.created_at, 40);
    return {
      ...own,
      deal_id,
      pipeline_id: BigInt(draw.below(2)),
      stage_id: semantics,
      semantics,
      moved_at,
      close_day: perhaps(moved_at.toISOString().slice(0, 10)),
      is_repeat: draw.below(3) === 0,
      lead_id: null,
    };
  });
  const someDeal = (): bigint | null => perhaps(BigInt(1 + draw.below(95)));
  const document = () => {
    const own = record();
    return { ...own, tax_minor: 0n, issued_day: perhaps(own.created_at.toISOString().slice(0, 10)), due_day: null, deal_id: someDeal() };
  };
  return {
    deals,
    products: list(6, (product_id) => ({
      product_id,
      parent_id: product_id > 4n ? 1n : null,
      section_id: 1n,
      brand: null,
      name: `Товар ${product_id}`,
    })),
    prices: list(4, (product_id) => ({
      product_id,
      price: `${draw.below(90)}.5`,
      currency: draw.of(['RUB', 'USD', 'KZT']),
    })),
    rows: list(200, (row_id) => ({
      row_id,
      deal_id: BigInt(1 + draw.below(90)),
      product_id: perhaps(BigInt(1 + draw.below(6))),
      quantity: `${draw.below(9)}.${draw.below(9)}005`,
      gross_minor: BigInt(draw.below(90_000)),
      net_minor: BigInt(draw.below(80_000)),
      discount_minor: 0n,
    })),
    quotes: list(40, (quote_id) => ({ ...document(), quote_id, stage_id: draw.of(['DRAFT', 'SENT', 'APPROVED']), lead_id: null })),
    invoices: list(50, (invoice_id) => {
      const own = document();
      const stage_id = draw.of(['DT31_1:N', 'DT31_1:P', 'DT31_1:D']);
      const due_day = later(own.created_at, 10).toISOString().slice(0, 10);
      return { ...own, invoice_id, stage_id, pipeline_id: 1n, moved_at: later(own.created_at, 30), due_day, quote_id: null };
    }),
    payments: list(60, (payment_id) => {
      const paid_at = moment();
      const isReturned = draw.below(5) === 0;
      return {
        payment_id,
        order_id: payment_id,
        owner_kind: draw.of([2, 31, null]),
        owner_id: BigInt(1 + draw.below(60)),
        ...money(),
        paid_at: perhaps(paid_at),
        returned_day: isReturned ? later(paid_at, 30).toISOString().slice(0, 10) : null,
      };
    }),
    leads: list(40, (lead_id) => {
      const own = record();
      const semantics = draw.of<Semantics>(['P', 'S', 'F']);
      const closed_at = semantics === 'P' ? null : later(own.created_at, 20);
      return { ...own, lead_id, stage_id: semantics, semantics, source: 'WEB', moved_at: own.created_at, closed_at, is_repeat: false };
    }),
    tasks: list(50, (task_id) => {
      const created_at = moment();
      const closed_at = perhaps(later(created_at, 20));
      return {
        task_id,
        responsible_id: someone(),
        status: closed_at === null ? 3 : draw.of([5, 5, 5, 4]),
        created_at,
        modified_at: created_at,
        deadline: perhaps(later(created_at, 20)),
        closed_at,
        links: [],
      };
    }),
    calls: list(120, (call_id) => ({
      call_id,
      user_id: someone(),
      kind: 1 + draw.below(5),
      seconds: draw.below(90),
      code: draw.of(['200', '200', '304']),
      started_at: moment(),
      activity_id: null,
    })),
    activities: list(200, (activity_id) => {
      const started_at = moment();
      const [kind, provider] = draw.of(activityKinds);
      return {
        activity_id,
        kind,
        provider,
        owner_kind: 2,
        owner_id: BigInt(1 + draw.below(90)),
        responsible_id: someone(),
        direction: 1 + draw.below(2),
        is_completed: draw.below(5) > 0,
        started_at,
        modified_at: started_at,
        // One in five has no length.
        ended_at: new Date(started_at.getTime() + Number(activity_id % 5n) * 1_800_000),
      };
    }),
    contacts: list(60, (contact_id) => {
      const created_at = moment();
      return { contact_id, created_by: someone(), company_id: null, created_at, modified_at: created_at };
    }),
  };
}

/** Meetings, letters, chats, to-dos and what applications add. */
const activityKinds: readonly (readonly [kind: number, provider: string])[] = [
  [1, 'CRM_MEETING'],
  [4, 'CRM_EMAIL'],
  [6, 'IMOPENLINES_SESSION'],
  [6, 'CRM_TODO'],
  [6, 'REST_APP'],
];

/** Numbers that look random and are the same for a seed. */
function createDraw(seed: number) {
  let state = seed;
  const below = (limit: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * limit);
  };
  return {
    below,
    of: <Value>(values: readonly Value[]): Value => {
      const value = values[below(values.length)];
      if (value === undefined) throw new RangeError('Nothing to choose from');
      return value;
    },
  };
}
