import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** The root over the ledgers of all portals on one day; it names none of them. */
export interface PublicRoot {
  readonly day: string;
  /** Hashes of the heads of portals in their order. */
  readonly leaves: readonly string[];
  readonly root: string;
  readonly at: Date;
  readonly seal: string;
  readonly sealKeyId: string;
}

export interface PublicRootStore {
  /** The first root of a day stays. */
  save(root: PublicRoot): Promise<void>;
  find(day: string): Promise<PublicRoot | undefined>;
  /** Newest first. */
  list(limit: number): Promise<PublicRoot[]>;
}

export function createPublicRootStore(db: Kysely<Tables>): PublicRootStore {
  const newest = () => db.selectFrom('public_root').selectAll().orderBy('day', 'desc');
  return {
    save: async ({ day, leaves, root, at, seal, sealKeyId }) => {
      await db
        .insertInto('public_root')
        .values({ day, leaves: leaves.join(' '), root, at, seal, seal_key_id: sealKeyId })
        .onConflict((conflict) => conflict.column('day').doNothing())
        .execute();
    },
    find: async (day) => (await newest().where('day', '=', day).execute()).map(toRoot).at(0),
    list: async (limit) => (await newest().limit(limit).execute()).map(toRoot),
  };
}

function toRoot(row: Tables['public_root']): PublicRoot {
  const { day, leaves, root, at, seal } = row;
  return { day, leaves: leaves.split(' '), root, at, seal, sealKeyId: row.seal_key_id };
}
