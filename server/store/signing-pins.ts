import type { Selectable } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';
import type { SigningPinTable } from './tables/act-tables.ts';

export interface StoredPin {
  readonly userId: bigint;
  readonly salt: string;
  readonly hash: string;
  readonly cost: number;
  readonly setAt: Date;
  readonly wrongTries: number;
  readonly lockedUntil: Date | null;
  /** The last time an earlier one was reset. */
  readonly resetAt: Date | null;
}

export async function findPin(tx: PortalTransaction, userId: bigint): Promise<StoredPin | undefined> {
  const row = await selectPins(tx).where('user_id', '=', userId).executeTakeFirst();
  return row === undefined ? undefined : toPin(row);
}

export async function listPins(tx: PortalTransaction): Promise<StoredPin[]> {
  return (await selectPins(tx).orderBy('user_id').execute()).map(toPin);
}

export async function savePin(
  tx: PortalTransaction,
  pin: { userId: bigint; salt: string; hash: string; cost: number; setAt: Date },
): Promise<void> {
  const values = { salt: pin.salt, hash: pin.hash, cost: pin.cost, set_at: pin.setAt, wrong_tries: 0, locked_until: null };
  await tx.db
    .insertInto('signing_pin')
    .values({ portal_id: tx.portalId, user_id: pin.userId, ...values })
    .onConflict((conflict) => conflict.columns(['portal_id', 'user_id']).doUpdateSet(values))
    .execute();
}

/** Forgets a PIN and keeps when; false when there was none. */
export async function resetPin(tx: PortalTransaction, userId: bigint, now: Date): Promise<boolean> {
  const changed = await tx.db
    .updateTable('signing_pin')
    .set({ salt: '', hash: '', wrong_tries: 0, locked_until: null, reset_at: now })
    .where('portal_id', '=', tx.portalId)
    .where('user_id', '=', userId)
    .where('hash', '<>', '')
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n;
}

/**
 * Counts a try as wrong before it is known to be right, so that tries sent at once are all counted;
 * `clearTries` takes it back. Undefined without a PIN.
 */
export async function takeTry(
  tx: PortalTransaction,
  userId: bigint,
  { now, lockMs }: { now: Date; lockMs: (wrongTries: number) => number },
): Promise<{ kind: 'locked'; until: Date } | { kind: 'taken'; pin: StoredPin } | undefined> {
  const row = await selectPins(tx).where('user_id', '=', userId).forUpdate().executeTakeFirst();
  if (row === undefined) return undefined;
  if (row.locked_until !== null && row.locked_until > now) return { kind: 'locked', until: row.locked_until };
  const tries = row.wrong_tries + 1;
  const lock = lockMs(tries);
  await setTries(tx, userId, { wrong_tries: tries, locked_until: lock === 0 ? null : new Date(now.getTime() + lock) });
  return { kind: 'taken', pin: toPin(row) };
}

export async function clearTries(tx: PortalTransaction, userId: bigint): Promise<void> {
  await setTries(tx, userId, { wrong_tries: 0, locked_until: null });
}

async function setTries(
  tx: PortalTransaction,
  userId: bigint,
  values: Pick<SigningPinTable, 'wrong_tries' | 'locked_until'>,
): Promise<void> {
  await tx.db.updateTable('signing_pin').set(values).where('portal_id', '=', tx.portalId).where('user_id', '=', userId).execute();
}

function selectPins(tx: PortalTransaction) {
  return tx.db.selectFrom('signing_pin').selectAll().where('portal_id', '=', tx.portalId).where('hash', '<>', '');
}

function toPin(row: Selectable<SigningPinTable>): StoredPin {
  return {
    userId: row.user_id,
    salt: row.salt,
    hash: row.hash,
    cost: row.cost,
    setAt: row.set_at,
    wrongTries: row.wrong_tries,
    lockedUntil: row.locked_until,
    resetAt: row.reset_at,
  };
}
