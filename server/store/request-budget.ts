import { sql } from 'kysely';
import type { Store } from './open-store.ts';
import { rememberPortalIds, type PortalTransaction } from './portal-store.ts';

export interface RequestAllowance {
  readonly perSecond: number;
  /** Most requests at once, those of slices in hand included. */
  readonly burst: number;
}

export interface RequestBudgetOptions {
  readonly standard: RequestAllowance;
  /** Portals whose LICENSE_FAMILY is `ent`. */
  readonly enterprise: RequestAllowance;
  /** How long a process may keep a slice; requests of a later time must be leased anew. */
  readonly sliceLifeMs: number;
}

/** Bitrix24 drains 2 a second from 50 and on Enterprise 5 from 250; the rest is for people and other applications on this address. */
export const cloudBudget: RequestBudgetOptions = {
  standard: { perSecond: 2, burst: 24 },
  enterprise: { perSecond: 5, burst: 100 },
  sliceLifeMs: 2000,
};

export interface RequestLease {
  readonly granted: number;
  readonly waitMs: number;
}

/** Takes a slice off the portal's level; processes that ask at the same time wait for each other at its row. */
export async function leaseRequests(tx: PortalTransaction, options: RequestBudgetOptions, wanted: number): Promise<RequestLease> {
  const { level, license_family } = await fillLevel(tx, options);
  const granted = Math.max(0, Math.min(wanted, Math.floor(level)));
  if (granted === 0) {
    const { perSecond } = license_family === 'ent' ? options.enterprise : options.standard;
    return { granted, waitMs: Math.ceil(((1 - level) / perSecond) * 1000) };
  }
  await tx.db
    .updateTable('request_budget')
    .set((update) => ({ level: update('level', '-', granted) }))
    .where('portal_id', '=', tx.portalId)
    .execute();
  return { granted, waitMs: 0 };
}

/** Below the burst by what refills during the life of a slice: leases and slices in hand together then never exceed the burst. */
const highest = ({ standard, enterprise, sliceLifeMs }: RequestBudgetOptions) => ({
  standard: standard.burst - (standard.perSecond * sliceLifeMs) / 1000,
  enterprise: enterprise.burst - (enterprise.perSecond * sliceLifeMs) / 1000,
});

async function fillLevel(tx: PortalTransaction, options: RequestBudgetOptions): Promise<{ level: number; license_family: string }> {
  const byPlan = (enterprise: number, standard: number) =>
    sql<number>`case when request_budget.license_family = 'ent' then ${enterprise}::double precision else ${standard}::double precision end`;
  const top = highest(options);
  const seconds = sql<number>`greatest(0, extract(epoch from statement_timestamp() - request_budget.at))::double precision`;
  const refill = byPlan(options.enterprise.perSecond, options.standard.perSecond);
  return tx.db
    .insertInto('request_budget')
    .values({ portal_id: tx.portalId, level: top.standard, at: sql<Date>`statement_timestamp()`, license_family: '' })
    .onConflict((conflict) =>
      conflict.column('portal_id').doUpdateSet({
        level: sql<number>`least(${byPlan(top.enterprise, top.standard)}, request_budget.level + ${seconds} * ${refill})`,
        // A statement that waited for the row is older than the one it waited for.
        at: sql<Date>`greatest(request_budget.at, statement_timestamp())`,
      }),
    )
    .returning(['level', 'license_family'])
    .executeTakeFirstOrThrow();
}

/** Locks the row only when the plan has changed: requests wait for it. */
export async function saveLicenseFamily(tx: PortalTransaction, licenseFamily: string): Promise<void> {
  await tx.db
    .insertInto('request_budget')
    .values({ portal_id: tx.portalId, level: 0, at: new Date(0), license_family: licenseFamily })
    .onConflict((conflict) => conflict.column('portal_id').doNothing())
    .execute();
  await tx.db
    .updateTable('request_budget')
    .set({ license_family: licenseFamily })
    .where('portal_id', '=', tx.portalId)
    .where('license_family', '<>', licenseFamily)
    .execute();
}

export interface RequestLeaser {
  lease(memberId: string, wanted: number): Promise<RequestLease | null>;
}

/** Null for portals that the directory does not know. */
export function createRequestLeases(store: Pick<Store, 'directory' | 'forPortal'>, options: RequestBudgetOptions): RequestLeaser {
  const findPortalId = rememberPortalIds(store.directory);
  return {
    lease: async (memberId, wanted) => {
      const portalId = await findPortalId(memberId);
      if (portalId === undefined) return null;
      return store.forPortal(portalId).transaction((tx) => leaseRequests(tx, options, wanted));
    },
  };
}
