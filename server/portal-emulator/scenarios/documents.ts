import type { PortalDeal, PortalInvoice, PortalQuote } from '../portal-data.ts';
import type { RecordOf } from '../records/collections.ts';
import { dayMs, moscow, moscowDay, toInstant } from './moscow-time.ts';
import { demoNow } from './november.ts';
import { people } from './people.ts';
import type { SeededRandom } from './seeded-random.ts';

export interface Documents {
  readonly quotes: readonly PortalQuote[];
  readonly invoices: readonly PortalInvoice[];
  readonly payments: readonly RecordOf<'payments'>[];
  readonly orderBindings: readonly RecordOf<'orderBindings'>[];
}

/** Stages by the part of their code behind the pipeline. */
const stageOf = (deal: PortalDeal): string => deal.stageId.split(':').at(-1) ?? '';
const offered = new Set(['PROPOSAL', 'NEGOTIATION', 'CONTRACT']);
const billed = new Set(['INVOICE', 'PAYMENT', 'EXECUTING']);

/** Quotes of deals that are talked about, invoices of those that are paid for, and what came in. */
export function createDocuments(random: SeededRandom, deals: readonly PortalDeal[]): Documents {
  const quotes = deals.filter((deal) => offered.has(stageOf(deal))).map((deal, index) => toQuote(deal, index + 1));
  const withInvoice = deals.filter((deal) => billed.has(stageOf(deal)) || stageOf(deal) === 'WON');
  const invoices = withInvoice.map((deal, index) => toInvoice(deal, index + 1));
  const payments = invoices.flatMap((invoice) => paymentsOf(random, invoice));
  return {
    quotes,
    invoices,
    payments: payments.map((payment, index) => ({ id: index + 1, accountNumber: `${payment.orderId}/${index + 1}`, ...payment })),
    orderBindings: invoices.map((invoice) => ({ id: invoice.id, orderId: invoice.id, ownerId: invoice.id, ownerTypeId: 31 })),
  };
}

function toQuote(deal: PortalDeal, id: number): PortalQuote {
  const isAccepted = stageOf(deal) === 'CONTRACT';
  return { ...documentOf(deal, id, Date.parse(deal.movedAt)), stageId: isAccepted ? 'APPROVED' : 'SENT', title: `Предложение № ${id}` };
}

function toInvoice(deal: PortalDeal, id: number): PortalInvoice {
  const isWon = stageOf(deal) === 'WON';
  const movedAt = Date.parse(deal.movedAt);
  const document = documentOf(deal, id, isWon ? movedAt - 5 * dayMs : movedAt);
  return {
    ...document,
    title: `Счёт № ${id}`,
    categoryId: 1,
    stageId: isWon ? 'DT31_1:P' : 'DT31_1:S',
    movedAt: deal.movedAt,
    modifiedAt: deal.movedAt,
  };
}

function documentOf(deal: PortalDeal, id: number, at: number) {
  const taxOf = (amount: number): string => (amount / 6).toFixed(2);
  return {
    id,
    number: String(id),
    amount: deal.amount,
    currency: deal.currency,
    dealId: deal.id,
    companyId: deal.companyId,
    responsibleId: deal.responsibleId,
    createdAt: toInstant(at),
    modifiedAt: toInstant(at),
    issuedOn: moscowDay(at),
    dueOn: moscowDay(at + 10 * dayMs),
    details: { TAX_VALUE: taxOf(Number(deal.amount)) },
  };
}

type Payment = Omit<RecordOf<'payments'>, 'id' | 'accountNumber'>;

/** Won deals are paid for, one in forty went back in part; of the others every third has made a prepayment. */
function paymentsOf(random: SeededRandom, invoice: PortalInvoice): Payment[] {
  const amount = Number(invoice.amount);
  const movedAt = Date.parse(invoice.movedAt);
  if (invoice.stageId !== 'DT31_1:P') return random.chance(1 / 3) ? [paymentOf(invoice, amount * 0.3, movedAt)] : [];
  if (!random.chance(1 / 40)) return [paymentOf(invoice, amount, movedAt)];
  const returnedAt = Math.min(movedAt + 4 * dayMs, moscow(demoNow) - dayMs);
  const back = { ...paymentOf(invoice, amount * 0.1, movedAt), isReturned: true, returnedOn: moscowDay(returnedAt) };
  return [paymentOf(invoice, amount * 0.9, movedAt), back];
}

function paymentOf(invoice: PortalInvoice, amount: number, at: number): Payment {
  return {
    orderId: invoice.id,
    isPaid: true,
    paidAt: toInstant(at),
    paidById: people.ilyina,
    billedAt: invoice.createdAt,
    paySystemId: 1,
    paySystemName: 'Банковский перевод',
    isCash: false,
    sum: amount.toFixed(2),
    currency: invoice.currency,
    responsibleId: invoice.responsibleId,
    isReturned: false,
    returnedOn: null,
    comments: '',
  };
}
