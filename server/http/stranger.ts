import { findWork } from '#store/team.ts';
import type { PortalTransaction } from '#store/portal-store.ts';

/**
 * The portal's list of employees has the last word: whoever was dismissed and guests of the extranet stand outside,
 * even when their token still answers. Nobody is a stranger before the list is read, nor is an administrator who is not listed.
 */
export async function isStranger(tx: PortalTransaction, person: { userId: bigint; isAdmin: boolean }): Promise<boolean> {
  const work = await findWork(tx, person.userId);
  return work === 'dismissed' || (work === 'unlisted' && !person.isAdmin);
}
