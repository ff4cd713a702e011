import { sql, type Kysely, type Transaction } from 'kysely';
import type { Connection } from './connect.ts';
import type { SecretText } from './secret-text.ts';
import type { SumsCache, TransactionSums } from './transaction-sums.ts';
import type { Tables } from './tables.ts';

/** A transaction that can see one portal only; every named query takes it as its first argument. */
export interface PortalTransaction {
  readonly portalId: bigint;
  readonly db: Transaction<Tables>;
  readonly sums: TransactionSums;
  /** Opens the keys of people; null in a store that reads nothing of what they said. */
  readonly secretText: SecretText | null;
}

export interface PortalStore {
  readonly portalId: bigint;
  transaction<T>(work: (tx: PortalTransaction) => Promise<T>): Promise<T>;
}

/**
 * Row-level security sees the portal through `app.portal_id`, set for this transaction only.
 * PGlite's session is a superuser and must also step down to the application's role;
 * on PostgreSQL the connection already is that role.
 */
export function createPortalStore(
  connection: Connection,
  portalId: bigint,
  {
    sums = null,
    onWait,
    secretText = null,
  }: { sums?: SumsCache | null; onWait?: ((seconds: number) => void) | undefined; secretText?: SecretText | null } = {},
): PortalStore {
  const stepDown = connection.engine === 'pglite' ? 'set local role kurs_app; ' : '';
  return {
    portalId,
    transaction: (work) => {
      const begun = performance.now();
      return connection.kysely.transaction().execute(async (db) => {
        onWait?.((performance.now() - begun) / 1000);
        if (stepDown !== '') await sql.raw(stepDown).execute(db);
        await sql.raw(`set local app.portal_id = '${portalId}'`).execute(db);
        return work({ portalId, db, sums: { cache: sums, hasChangedFacts: false }, secretText });
      });
    },
  };
}

/** The one table without row-level security: which portal a Bitrix24 member id is. */
export interface DirectoryStore {
  findPortalId(memberId: string): Promise<bigint | undefined>;
  savePortalId(memberId: string): Promise<bigint>;
  listPortalIds(): Promise<bigint[]>;
}

export function createDirectoryStore(db: Kysely<Tables>): DirectoryStore {
  const find = async (memberId: string): Promise<bigint | undefined> => {
    const row = await db.selectFrom('portal_directory').select('portal_id').where('member_id', '=', memberId).executeTakeFirst();
    return row?.portal_id;
  };
  return {
    findPortalId: find,
    savePortalId: async (memberId) => {
      const known = await find(memberId);
      if (known !== undefined) return known;
      await db
        .insertInto('portal_directory')
        .values({ member_id: memberId })
        .onConflict((conflict) => conflict.column('member_id').doNothing())
        .execute();
      const saved = await find(memberId);
      if (saved === undefined) throw new Error('the directory lost a row it has just taken');
      return saved;
    },
    listPortalIds: async () => {
      const rows = await db.selectFrom('portal_directory').select('portal_id').orderBy('portal_id').execute();
      return rows.map((row) => row.portal_id);
    },
  };
}

/** A portal keeps its number, so that it is asked for once; one that the directory does not know is asked for again. */
export function rememberPortalIds(directory: Pick<DirectoryStore, 'findPortalId'>): DirectoryStore['findPortalId'] {
  const portalIds = new Map<string, bigint>();
  return async (memberId) => {
    const portalId = portalIds.get(memberId) ?? (await directory.findPortalId(memberId));
    if (portalId !== undefined) portalIds.set(memberId, portalId);
    return portalId;
  };
}
