import { lockPortalState } from './portal-lifecycle.ts';
import type { PortalTransaction } from './portal-store.ts';
import type { SecretText } from './secret-text.ts';

/** An update of the application that somebody has told of and nobody has proven yet. */
export interface ToldUpdate {
  readonly updateId: string;
  readonly applicationTokenFingerprint: string;
  readonly serverEndpoint: string;
  readonly refreshToken: string;
  readonly toldAt: Date;
  readonly attempts: number;
}

/** Where the token of this table belongs, as its ciphertext knows it. */
export const updateTokenPlace = (memberId: string) => ({ column: 'portal_update.refresh_token', memberId, generation: 0 });

/** One at a time is usual; the others are forged, and each of them goes as soon as it was looked into. */
const mostWaiting = 12;

/**
 * Keeps what an event brings. What was kept stays until it is looked into: when all places are taken a newcomer gets one only
 * from a sender who has several, so that a flood from some addresses neither displaces nor holds what comes from another.
 */
export async function saveUpdate(
  tx: PortalTransaction,
  secretText: SecretText,
  update: Omit<ToldUpdate, 'attempts'> & { readonly memberId: string; readonly sender: string },
): Promise<'saved' | 'full'> {
  await lockPortalState(tx);
  const waiting = await tx.db
    .selectFrom('portal_update')
    .select(['update_id', 'sender'])
    .where('portal_id', '=', tx.portalId)
    .orderBy('attempts')
    .orderBy('told_at')
    .execute();
  if (waiting.some(({ update_id }) => update_id === update.updateId)) return 'saved';
  if (waiting.length >= mostWaiting) {
    const spare = waiting.some(({ sender }) => sender === update.sender) ? undefined : findSpare(waiting);
    if (spare === undefined) return 'full';
    await deleteUpdate(tx, spare);
  }
  await tx.db
    .insertInto('portal_update')
    .values({
      portal_id: tx.portalId,
      update_id: update.updateId,
      sender: update.sender,
      application_token_fingerprint: update.applicationTokenFingerprint,
      server_endpoint: update.serverEndpoint,
      refresh_token: secretText.seal(update.refreshToken, updateTokenPlace(update.memberId)),
      told_at: update.toldAt,
      attempts: 0,
      check_at: update.toldAt,
    })
    .execute();
  return 'saved';
}

function findSpare(waiting: readonly { readonly update_id: string; readonly sender: string }[]): string | undefined {
  const heldBy = (sender: string): number => waiting.filter((other) => other.sender === sender).length;
  return waiting.findLast(({ sender }) => heldBy(sender) > 1)?.update_id;
}

/** When the next one is to be looked into; null when none waits. */
export async function findUpdateTime(tx: PortalTransaction): Promise<Date | null> {
  const row = await tx.db
    .selectFrom('portal_update')
    .select(({ fn }) => fn.min('check_at').as('at'))
    .where('portal_id', '=', tx.portalId)
    .executeTakeFirst();
  return row?.at ?? null;
}

/** The one that waits longest, put off for everybody else until `until`: nobody waits behind those that came later. */
export async function takeDueUpdate(
  tx: PortalTransaction,
  secretText: SecretText,
  due: { readonly memberId: string; readonly now: Date; readonly until: Date },
): Promise<ToldUpdate | undefined> {
  const row = await tx.db
    .selectFrom('portal_update')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .where('check_at', '<=', due.now)
    .orderBy('check_at')
    .orderBy('update_id')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (row === undefined) return undefined;
  await postponeUpdate(tx, row.update_id, { attempts: row.attempts, until: due.until });
  return {
    updateId: row.update_id,
    applicationTokenFingerprint: row.application_token_fingerprint,
    serverEndpoint: row.server_endpoint,
    refreshToken: secretText.open(row.refresh_token, updateTokenPlace(due.memberId)),
    toldAt: row.told_at,
    attempts: row.attempts,
  };
}

export async function postponeUpdate(tx: PortalTransaction, updateId: string, to: { attempts: number; until: Date }): Promise<void> {
  await tx.db
    .updateTable('portal_update')
    .set({ attempts: to.attempts, check_at: to.until })
    .where('portal_id', '=', tx.portalId)
    .where('update_id', '=', updateId)
    .execute();
}

/** The token that the exchange of the told one has brought, which may be worth nothing from now on. */
export async function saveUpdateToken(
  tx: PortalTransaction,
  secretText: SecretText,
  token: { readonly updateId: string; readonly memberId: string; readonly refreshToken: string },
): Promise<void> {
  await tx.db
    .updateTable('portal_update')
    .set({ refresh_token: secretText.seal(token.refreshToken, updateTokenPlace(token.memberId)) })
    .where('portal_id', '=', tx.portalId)
    .where('update_id', '=', token.updateId)
    .execute();
}

export async function deleteUpdate(tx: PortalTransaction, updateId: string): Promise<void> {
  await tx.db.deleteFrom('portal_update').where('portal_id', '=', tx.portalId).where('update_id', '=', updateId).execute();
}

/** With an update that is proven everything that was told before it is over. */
export async function deleteUpdatesUntil(tx: PortalTransaction, toldAt: Date): Promise<void> {
  await tx.db.deleteFrom('portal_update').where('portal_id', '=', tx.portalId).where('told_at', '<=', toldAt).execute();
}
