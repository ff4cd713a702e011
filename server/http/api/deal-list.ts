import type { DrillDownItem } from '#contract/drill-down.ts';
import type { DealSection } from '#domain/drill-down.ts';
import { createHolders } from '#domain/forecast/adjustment.ts';
import { judgeDeal, type DealCategory } from '#domain/forecast/deal-category.ts';
import { weighDeals } from '#domain/forecast/weighted-pipeline.ts';
import type { MonthFacts } from '#domain/month-facts.ts';
import { forecastWindow } from '#domain/overview.ts';
import { firstDay, shiftDay } from '#domain/period.ts';
import type { Scope } from '#domain/plan.ts';
import { peopleInScope } from '#domain/scope.ts';
import { listOpenDeals, listWonDeals, type ChosenDeals, type DealPage, type OpenDealRow, type WonDealRow } from '#store/deal-lists.ts';
import { readDealChances } from '../deal-chances.ts';
import { readFactSource } from '../month-facts.ts';
import type { PortalContext } from '../portal-context.ts';
import { createMoney } from '../wire-values.ts';

/** A page of the deals of a section. */
export type DealList = (section: DealSection, page: { offset: number; limit: number }) => Promise<DrillDownItem[]>;

export async function createDealList(context: PortalContext, facts: MonthFacts, scope: Scope): Promise<DealList> {
  const { tx } = context;
  const people = peopleInScope(context.team, scope);
  const source = await readFactSource(context);
  const chances = await readDealChances(tx);
  const money = createMoney(context.portal.currencyDigits);
  const heldBy = createHolders(facts.adjustments ?? []);
  return async (section, part) => {
    const { selection } = section;
    const page: DealPage = { people: people === undefined ? null : [...people], ...part };
    if (selection.kind === 'won') {
      const span = { from: firstDay(facts.month), before: shiftDay(selection.through, 1) };
      return (await listWonDeals(tx, source, span, page)).map(toWonItem);
    }
    const due = selection.kind === 'due' ? { through: selection.through } : 'undated';
    const only = section.category === undefined ? null : choose(section.category);
    return (await listOpenDeals(tx, source, due, { ...page, only })).map(toOpenItem);

    function toWonItem(deal: WonDealRow): DrillDownItem {
      const value = section.by === 'negative-amount' ? -deal.amount : deal.amount;
      return { ...describe(deal), percent: null, value: money(value) };
    }

    function toOpenItem(deal: OpenDealRow): DrillDownItem {
      const judged = chances.of(deal);
      const [item] = weighDeals([{ ...deal, ...judged, closeDay: deal.day }], forecastWindow(facts));
      const value = section.by === 'weighted' ? (item?.weighted ?? 0n) : deal.amount;
      const own = chances.judgements.get(deal.dealId);
      const marks = { category: judged.category, isByHand: { category: own?.category != null, chance: own?.percent != null } };
      const held = heldBy(deal);
      const adjusted = held === undefined ? {} : { adjusted: { value: money(held.value), as: held.as } };
      return { ...describe(deal), percent: item?.percent ?? 0, value: money(value), ...marks, ...adjusted };
    }
  };

  /** Deals on the stages of a category, without those set otherwise, with those set so. */
  function choose(category: DealCategory): ChosenDeals {
    const byHand = [...chances.judgements].filter(([, judgement]) => judgement.category !== null);
    // What an unknown stage counts as.
    const isOnOthers = category === judgeDeal(undefined).category;
    const stages = [...chances.percents].filter(([, stage]) => (stage.category === category) !== isOnOthers).map(([key]) => key);
    const added = byHand.filter(([, judgement]) => judgement.category === category).map(([dealId]) => dealId);
    return { stages, isOnOthers, added, except: byHand.map(([dealId]) => dealId) };
  }

  function describe(deal: WonDealRow | OpenDealRow) {
    return {
      kind: 'deal' as const,
      dealId: String(deal.dealId),
      userId: String(deal.responsibleId),
      stageName: deal.stageName,
      day: deal.day,
      amount: money(deal.amount),
    };
  }
}
