import type { LearnedDeals } from '#contract/learned-deals.ts';
import { sum } from '#domain/money.ts';
import type { Scope } from '#domain/plan.ts';
import { peopleInScope } from '#domain/scope.ts';
import { listWonDays } from '#store/daily-totals.ts';
import { listWonDeals } from '#store/deal-lists.ts';
import { listStages } from '#store/facts.ts';
import { readSpan, type AskedSpan } from '../asked-span.ts';
import { readLearnedForecast, type LearnedDeal, type LearnedForecast } from '../learned-forecast.ts';
import { readFactSource } from '../month-facts.ts';
import type { PortalContext } from '../portal-context.ts';
import { toWireTerms } from '../new-deal-terms.ts';
import { createMoney, type Money } from '../wire-values.ts';

const mostShown = 50;
const nothingLearned: Pick<LearnedForecast, 'rows' | 'deals'> = { rows: [], deals: [] };

interface AskedDeals extends AskedSpan {
  readonly scope: Scope;
  readonly pipelineId?: string | undefined;
}

export async function replyLearnedDeals(context: PortalContext, { scope, pipelineId, ...asked }: AskedDeals): Promise<LearnedDeals> {
  const learned = (await readLearnedForecast(context, readSpan(asked))) ?? nothingLearned;
  const people = peopleInScope(context.team, scope);
  const own = learned.deals
    .filter((deal) => (deal.expected !== 0n || deal.weighted !== 0n) && (people === undefined || people.has(deal.ownerId)))
    .filter((deal) => pipelineId === undefined || deal.stage.startsWith(`${pipelineId} `));
  const shown = own.toSorted(byExpected).slice(0, mostShown);
  const row = learned.rows.find((one) => one.scope === scope);
  const [fromOpen, weighted] = [sum(own.map(({ expected }) => expected)), sum(own.map((deal) => deal.weighted))];
  const money = createMoney(context.portal.currencyDigits);
  const stageNames = new Map((await listStages(context.tx)).map((stage) => [`${stage.pipelineId} ${stage.stageId}`, stage.name]));
  return {
    month: asked.month,
    scope,
    currency: context.portal.baseCurrency,
    total: own.length,
    ...{ fromOpen: money(fromOpen), weighted: money(weighted) },
    deals: shown.map((deal) => ({
      dealId: String(deal.dealId),
      userId: String(deal.ownerId),
      stageName: stageNames.get(deal.stage) ?? '',
      amount: money(deal.amount),
      chance: deal.chance,
      ...{ expected: money(deal.expected), weighted: money(deal.weighted) },
    })),
    rest: money(fromOpen - sum(shown.map(({ expected }) => expected))),
    restWeighted: money(weighted - sum(shown.map((deal) => deal.weighted))),
    won: await listWon(context, { scope, pipelineId, ...asked }, money),
    newDeals: row === undefined || pipelineId !== undefined ? null : toWireTerms(row.newDeals, money),
  };
}

async function listWon(context: PortalContext, { scope, pipelineId, ...asked }: AskedDeals, money: Money): Promise<LearnedDeals['won']> {
  const all = await readFactSource(context);
  const source = pipelineId === undefined ? all : { ...all, pipelineIds: [BigInt(pipelineId)] };
  const inScope = peopleInScope(context.team, scope);
  const people = inScope === undefined ? null : [...inScope];
  const span = readSpan(asked);
  const days = await listWonDays(context.tx, source, span, people);
  const fact = sum(days.map(({ amount }) => amount));
  const deals = await listWonDeals(context.tx, source, span, { people, offset: 0, limit: mostShown });
  return {
    ...{ total: days.reduce((all, day) => all + day.deals, 0), fact: money(fact) },
    deals: deals.map(({ dealId, responsibleId, day, amount }) => {
      return { dealId: String(dealId), userId: String(responsibleId), day, amount: money(amount) };
    }),
    rest: money(fact - sum(deals.map(({ amount }) => amount))),
  };
}

const byExpected = (a: LearnedDeal, b: LearnedDeal): number =>
  a.expected === b.expected ? (a.dealId < b.dealId ? -1 : 1) : a.expected > b.expected ? -1 : 1;
