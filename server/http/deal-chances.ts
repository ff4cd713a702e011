import { createDealChances, type DealChances } from '#domain/forecast/deal-chances.ts';
import type { Day } from '#domain/period.ts';
import { listJudgements } from '#store/deal-judgements.ts';
import { listStages } from '#store/facts.ts';
import type { PortalTransaction } from '#store/portal-store.ts';

/** What is set of stages now, and of single deals now or when a day began. */
export async function readDealChances(
  tx: PortalTransaction,
  at: { readonly day: Day; readonly timeZone: string } | null = null,
): Promise<DealChances> {
  return createDealChances(await listStages(tx), await listJudgements(tx, at));
}
