import { type Changes, type DealHistory, outcome } from '#domain/forecast/deal-history.ts';
import { generatePortal } from '#support/generated-portal.ts';

export const firstDay = 19_000;
const portalDays = 500;

/** A generated portal of 500 days with five people. */
export function smallPortal(deals: number = 900, seed: number = 7): DealHistory {
  return generatePortal({ deals, owners: 5, from: firstDay, days: portalDays, seed });
}

/** Every row later than a moment says something else; nothing at or before it is touched. */
export function corruptAfter(history: DealHistory, moment: number): DealHistory {
  const isLater = (deal: number): boolean => history.created[deal]! > moment;
  const endsLater = (deal: number): boolean => isLater(deal) || !(history.closed[deal]! <= moment);
  const spoil = ({ start, at, value }: Changes): Changes => ({
    start,
    at,
    value: value.map((own, index) => (at[index]! > moment ? (own + 1) * 3 : own)),
  });
  return {
    ...history,
    created: history.created.map((created, deal) => (isLater(deal) ? created + 5 : created)),
    closed: history.closed.map((closed, deal) => (endsLater(deal) ? moment + 0.5 + (deal % 20) : closed)),
    outcome: history.outcome.map((own, deal) => (endsLater(deal) ? (deal % 3 === 0 ? outcome.won : outcome.lost) : own)),
    finalAmount: history.finalAmount.map((amount, deal) => (endsLater(deal) ? 1e9 + deal : amount)),
    category: history.category.map((category, deal) => (isLater(deal) ? 3 - category : category)),
    stage: {
      ...spoil(history.stage),
      value: history.stage.value.map((stage, index) => (history.stage.at[index]! > moment ? 7 - stage : stage)),
    },
    owner: { ...history.owner, value: history.owner.value.map((own, deal) => (isLater(deal) ? 4 - own : own)) },
    amount: spoil(history.amount),
    closeDate: spoil(history.closeDate),
    activity: spoil(history.activity),
  };
}

/** The same portal whose people never close a lost deal. */
export function withoutLosses(history: DealHistory): DealHistory {
  const isLost = (deal: number): boolean => history.outcome[deal] === outcome.lost;
  return {
    ...history,
    closed: history.closed.map((closed, deal) => (isLost(deal) ? NaN : closed)),
    outcome: history.outcome.map((own, deal) => (isLost(deal) ? outcome.open : own)),
  };
}
