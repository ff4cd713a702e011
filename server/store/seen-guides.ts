import type { PortalTransaction } from './portal-store.ts';

export async function hasSeenGuide(tx: PortalTransaction, userId: bigint, guide: string): Promise<boolean> {
  const row = await tx.db
    .selectFrom('seen_guide')
    .select('seen_at')
    .where('portal_id', '=', tx.portalId)
    .where('user_id', '=', userId)
    .where('guide', '=', guide)
    .executeTakeFirst();
  return row !== undefined;
}

/** The first time counts. */
export async function saveSeenGuide(tx: PortalTransaction, seen: { userId: bigint; guide: string; at: Date }): Promise<void> {
  await tx.db
    .insertInto('seen_guide')
    .values({ portal_id: tx.portalId, user_id: seen.userId, guide: seen.guide, seen_at: seen.at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
