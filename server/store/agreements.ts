import type { PortalTransaction } from './portal-store.ts';

export async function saveAcceptance(
  tx: PortalTransaction,
  acceptance: { userId: bigint; version: number; textHash: string; acceptedAt: Date; sequence: bigint },
): Promise<void> {
  await tx.db
    .insertInto('agreement_acceptance')
    .values({
      portal_id: tx.portalId,
      user_id: acceptance.userId,
      version: acceptance.version,
      text_hash: acceptance.textHash,
      accepted_at: acceptance.acceptedAt,
      sequence: acceptance.sequence,
    })
    .execute();
}

/** When a person accepted a version of the agreement; undefined while they have not. */
export async function findAcceptance(
  tx: PortalTransaction,
  userId: bigint,
  version: number,
): Promise<{ textHash: string; acceptedAt: Date } | undefined> {
  const row = await tx.db
    .selectFrom('agreement_acceptance')
    .select(['text_hash', 'accepted_at'])
    .where('portal_id', '=', tx.portalId)
    .where('user_id', '=', userId)
    .where('version', '=', version)
    .executeTakeFirst();
  return row === undefined ? undefined : { textHash: row.text_hash, acceptedAt: row.accepted_at };
}
