import type { PortalTransaction } from './portal-store.ts';
import { sealPersonal, takeSubjectKey, type PersonalText } from './subject-keys.ts';

/** Where the words of a sheet stand. */
export const sheetTextPlace = 'plan_sheet.human_text';

/** The document as it is signed, and its words, which name the person, under the key of that person. */
export async function saveSheet(
  tx: PortalTransaction,
  sheet: { planId: string; version: number; userId: bigint; document: string; humanText: PersonalText; planHash: string },
): Promise<void> {
  const key = await takeSubjectKey(tx, sheet.userId, { beginsAnew: true });
  await tx.db
    .insertInto('plan_sheet')
    .values({
      portal_id: tx.portalId,
      plan_id: sheet.planId,
      version: sheet.version,
      user_id: sheet.userId,
      document: sheet.document,
      human_text: sealPersonal(key, sheetTextPlace, sheet.humanText),
      plan_hash: sheet.planHash,
    })
    .execute();
}
