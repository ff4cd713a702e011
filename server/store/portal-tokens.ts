import { sql } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';
import type { SecretText } from './secret-text.ts';

export interface TokenPair {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresAt: Date;
}

/** Tokens of one administrator; `generation` grows with every exchange. */
export interface PortalToken extends TokenPair {
  readonly userId: bigint;
  readonly isActive: boolean;
  readonly generation: number;
  /** Kept for the crash between the exchange and its saving. */
  readonly previousRefreshToken: string | null;
}

/** Where the texts of this table belong, as their ciphertext knows it. */
export const portalTokenColumns = { access: 'portal_token.access_token', refresh: 'portal_token.refresh_token' } as const;
const { access: accessColumn, refresh: refreshColumn } = portalTokenColumns;

/** Newest first: the administrator who opened the application last is asked first. */
export async function listActiveTokens(tx: PortalTransaction, secretText: SecretText, memberId: string): Promise<PortalToken[]> {
  return (await listTokens(tx, secretText, memberId)).filter((token) => token.isActive);
}

/** Those that were put aside too: they tell whether the application was removed. */
export async function listTokens(tx: PortalTransaction, secretText: SecretText, memberId: string): Promise<PortalToken[]> {
  const rows = await tx.db
    .selectFrom('portal_token')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .orderBy('expires_at', 'desc')
    .orderBy('user_id')
    .execute();
  return rows.map((row) => {
    const place = { memberId, generation: row.generation };
    const previous = row.previous_refresh_token;
    return {
      userId: row.user_id,
      isActive: row.state === 'active',
      generation: row.generation,
      accessToken: secretText.open(row.access_token, { ...place, column: accessColumn }),
      refreshToken: secretText.open(row.refresh_token, { ...place, column: refreshColumn }),
      previousRefreshToken:
        previous === null ? null : secretText.open(previous, { memberId, generation: row.generation - 1, column: refreshColumn }),
      expiresAt: row.expires_at,
    };
  });
}

/** Tokens that an administrator has just brought; locks the row, so that it cannot run into a refresh that is being saved. */
export async function saveNewToken(
  tx: PortalTransaction,
  secretText: SecretText,
  owner: { memberId: string; userId: bigint },
  pair: TokenPair,
): Promise<void> {
  const known = await tx.db
    .selectFrom('portal_token')
    .select(['generation', 'refresh_token'])
    .where('portal_id', '=', tx.portalId)
    .where('user_id', '=', owner.userId)
    .forUpdate()
    .executeTakeFirst();
  const generation = (known?.generation ?? 0) + 1;
  const values = {
    generation,
    ...seal(secretText, owner.memberId, generation, pair),
    previous_refresh_token: known?.refresh_token ?? null,
    state: 'active' as const,
    lease_until: null,
    lease_by: null,
  };
  await tx.db
    .insertInto('portal_token')
    .values({ ...values, portal_id: tx.portalId, user_id: owner.userId })
    .onConflict((conflict) => conflict.columns(['portal_id', 'user_id']).doUpdateSet(values))
    .execute();
}

export interface TokenLease {
  readonly userId: bigint;
  readonly generation: number;
  readonly node: string;
}

/** One process at a time may exchange a refresh token; the lease runs on the clock of the database, which all of them share. */
export async function takeTokenLease(tx: PortalTransaction, lease: TokenLease, leaseMs: number): Promise<boolean> {
  const now = sql<Date>`statement_timestamp()`;
  const taken = await tx.db
    .updateTable('portal_token')
    .set({ lease_until: sql<Date>`statement_timestamp() + ${leaseMs}::double precision * interval '1 millisecond'`, lease_by: lease.node })
    .where('portal_id', '=', tx.portalId)
    .where('user_id', '=', lease.userId)
    .where('generation', '=', lease.generation)
    .where('state', '=', 'active')
    .where((where) => where.or([where('lease_until', 'is', null), where('lease_until', '<', now)]))
    .executeTakeFirst();
  return taken.numUpdatedRows === 1n;
}

export async function saveRefreshedToken(
  tx: PortalTransaction,
  secretText: SecretText,
  owner: TokenLease & { memberId: string },
  pair: TokenPair,
): Promise<boolean> {
  const saved = await leased(tx, owner)
    .set((update) => ({
      generation: owner.generation + 1,
      ...seal(secretText, owner.memberId, owner.generation + 1, pair),
      previous_refresh_token: update.ref('refresh_token'),
      lease_until: null,
      lease_by: null,
    }))
    .executeTakeFirst();
  return saved.numUpdatedRows === 1n;
}

export async function dropTokenLease(tx: PortalTransaction, lease: TokenLease): Promise<void> {
  await leased(tx, lease).set({ lease_until: null, lease_by: null }).execute();
}

/** Only the generation that failed: tokens brought in the meantime stay. */
export async function revokeToken(tx: PortalTransaction, lease: Omit<TokenLease, 'node'>): Promise<void> {
  await tx.db
    .updateTable('portal_token')
    .set({ state: 'revoked', lease_until: null, lease_by: null })
    .where('portal_id', '=', tx.portalId)
    .where('user_id', '=', lease.userId)
    .where('generation', '=', lease.generation)
    .execute();
}

export async function deleteTokens(tx: PortalTransaction): Promise<void> {
  await tx.db.deleteFrom('portal_token').where('portal_id', '=', tx.portalId).execute();
}

function leased(tx: PortalTransaction, lease: TokenLease) {
  return tx.db
    .updateTable('portal_token')
    .where('portal_id', '=', tx.portalId)
    .where('user_id', '=', lease.userId)
    .where('generation', '=', lease.generation)
    .where('lease_by', '=', lease.node);
}

function seal(secretText: SecretText, memberId: string, generation: number, pair: TokenPair) {
  return {
    access_token: secretText.seal(pair.accessToken, { column: accessColumn, memberId, generation }),
    refresh_token: secretText.seal(pair.refreshToken, { column: refreshColumn, memberId, generation }),
    expires_at: pair.expiresAt,
  };
}

/** Administrators whose word we work by, and those who have opened the application of late; those who are known longest first. */
export async function listKnownAdministrators(tx: PortalTransaction): Promise<bigint[]> {
  const rows = await sql<{ user_id: bigint }>`
    select user_id from (
      select user_id from portal_token where portal_id = ${tx.portalId} and state = 'active'
      union select user_id from session where portal_id = ${tx.portalId} and is_admin) known
    where exists (select 1 from person p where p.portal_id = ${tx.portalId} and p.user_id = known.user_id and p.is_active)
    order by user_id`.execute(tx.db);
  return rows.rows.map((row) => row.user_id);
}
