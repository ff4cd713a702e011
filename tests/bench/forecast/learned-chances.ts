import { type DealHistory, outcome } from '#domain/forecast/deal-history.ts';
import { type OpenDealAt, ownerOf } from './portal-sums.ts';

/** Days of closed deals that the methods of other systems learn from. */
const learnedDays = 365;

/** Own stage → won rates: (won + 5 · percent) ÷ (closed + 5) among deals that were ever in the stage. */
export function stageRates(history: DealHistory, cutoff: number): number[] {
  const won = history.stages.map(() => 0);
  const closed = history.stages.map(() => 0);
  for (const deal of closedDeals(history, cutoff)) {
    for (const stage of stagesOf(history, deal, cutoff)) {
      closed[stage]! += 1;
      if (history.outcome[deal] === outcome.won) won[stage]! += 1;
    }
  }
  return history.stages.map(({ percent }, stage) => (won[stage]! + 5 * percent) / (closed[stage]! + 5));
}

/**
 * Odoo's naive Bayes (crm_lead, predictive lead scoring): P = S(won) ÷ (S(won) + S(lost)), S = P(outcome) · Π P(value | outcome), every
 * count plus 0.1; a closed deal counts in all stages up to the furthest one it reached, a won one in all.
 */
export function bayesChances(history: DealHistory, cutoff: number): (deal: OpenDealAt) => number {
  const tables = { won: createTable(history), lost: createTable(history) };
  const owners = new Set<number>();
  for (const deal of closedDeals(history, cutoff)) {
    const isWon = history.outcome[deal] === outcome.won;
    const reached = Math.max(...stagesOf(history, deal, cutoff).map((stage) => history.stages[stage]!.percent), 0);
    const table = isWon ? tables.won : tables.lost;
    table.deals += 1;
    table.owner[ownerOf(history, deal)]! += 1;
    table.category[history.category[deal]!]! += 1;
    history.stages.forEach(({ percent }, stage) => {
      if (isWon || percent <= reached + 1e-9) table.stage[stage]! += 1;
    });
  }
  for (let deal = 0; deal < history.count; deal += 1) if (history.created[deal]! <= cutoff) owners.add(ownerOf(history, deal));
  const deals = tables.won.deals + tables.lost.deals;
  const strength = (table: Table, { stage, owner, category }: OpenDealAt): number =>
    (table.deals / deals) *
    ((table.stage[stage]! + 0.1) / (table.deals + 0.1)) *
    ((table.owner[owner]! + 0.1) / (table.deals + 0.1 * owners.size)) *
    ((table.category[category]! + 0.1) / (table.deals + 0.1 * history.categories));
  return (deal) => {
    if (deals === 0) return deal.percent;
    const won = strength(tables.won, deal);
    return won === 0 ? 0 : won / (won + strength(tables.lost, deal));
  };
}

interface Table {
  deals: number;
  readonly stage: number[];
  readonly owner: number[];
  readonly category: number[];
}

function createTable(history: DealHistory): Table {
  const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);
  return { deals: 0, stage: zeros(history.stages.length), owner: zeros(history.owners), category: zeros(history.categories) };
}

function closedDeals(history: DealHistory, cutoff: number): number[] {
  return [...history.closed.keys()].filter((deal) => history.closed[deal]! <= cutoff && history.closed[deal]! >= cutoff - learnedDays);
}

function stagesOf({ stage }: DealHistory, deal: number, cutoff: number): number[] {
  const seen = new Set<number>();
  for (let at = stage.start[deal]!; at < stage.start[deal + 1]!; at += 1) if (stage.at[at]! <= cutoff) seen.add(stage.value[at]!);
  return [...seen];
}
