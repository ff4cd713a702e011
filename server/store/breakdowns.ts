import { sql } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';
import { ofSheet, type SheetKey } from './sheet-acts.ts';
import { sealPersonal, takeSubjectKey } from './subject-keys.ts';

export async function saveBreakdownText(
  tx: PortalTransaction,
  sheet: SheetKey,
  breakdown: { text: string; hash: string; savedAt: Date },
): Promise<void> {
  const key = await takeSubjectKey(tx, sheet.userId);
  const text = sealPersonal(key, 'sheet_breakdown.breakdown', { text: breakdown.text, salt: null });
  const values = { breakdown: text, breakdown_hash: breakdown.hash, saved_at: breakdown.savedAt };
  await tx.db
    .insertInto('sheet_breakdown')
    .values({ ...ofSheet(tx, sheet), ...values })
    .onConflict((conflict) => conflict.columns(['portal_id', 'plan_id', 'version', 'user_id']).doUpdateSet(values))
    .execute();
}

/** Companies of a person's open deals and of those moved since a day, most deals first. */
export async function listCompaniesOf(
  tx: PortalTransaction,
  asked: { userId: bigint; since: Date; limit: number },
): Promise<{ companyId: bigint; deals: number }[]> {
  const { rows } = await sql<{ company_id: bigint; deals: bigint }>`
    select company_id, count(*) as deals from deal
    where portal_id = ${tx.portalId} and responsible_id = ${asked.userId} and company_id is not null and deleted_at is null
      and (semantics = 'P' or (semantics = 'S' and moved_at >= ${asked.since}))
    group by company_id order by deals desc, company_id limit ${asked.limit}`.execute(tx.db);
  return rows.map((row) => ({ companyId: row.company_id, deals: Number(row.deals) }));
}
