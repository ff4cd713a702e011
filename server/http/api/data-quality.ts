import type { QualityCheck, QualityList } from '#contract/data-quality.ts';
import { countQuality, listLackingDeals, listUnknownStages, type Page } from '#store/data-quality.ts';
import { readDealChances } from '../deal-chances.ts';
import type { PortalContext } from '../portal-context.ts';
import { createMoney } from '../wire-values.ts';

export async function replyDataQuality(context: PortalContext, request: { check: QualityCheck } & Page): Promise<QualityList> {
  const { check, offset } = request;
  const counts = await countQuality(context.tx, context.today);
  const items = check === 'stage-unknown' ? await listStageItems(context, request) : await listDealItems(context, check, request);
  return { check, offset, total: counts[check], items };
}

async function listStageItems(context: PortalContext, page: Page): Promise<QualityList['items']> {
  const money = createMoney(context.portal.currencyDigits);
  const stages = await listUnknownStages(context.tx, page);
  return stages.map(({ amount, ...stage }) => ({ kind: 'stage', ...stage, value: money(amount) }));
}

async function listDealItems(
  context: PortalContext,
  check: Exclude<QualityCheck, 'stage-unknown'>,
  page: Page,
): Promise<QualityList['items']> {
  const money = createMoney(context.portal.currencyDigits);
  const chances = await readDealChances(context.tx);
  const deals = await listLackingDeals(context.tx, check, context.today, page);
  return deals.map((deal) => ({
    kind: 'deal',
    dealId: String(deal.dealId),
    userId: String(deal.responsibleId),
    stageName: deal.stageName,
    day: deal.closeDay,
    amount: money(deal.amount),
    percent: chances.of(deal).winPercent,
    value: money(deal.amount),
  }));
}
