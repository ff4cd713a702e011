import type { PortalTransaction } from './portal-store.ts';
import { setPortalState } from './portals.ts';
import type { PortalLifecycleTable, PortalState } from './tables/portal-tables.ts';

export type Lifecycle = Omit<PortalLifecycleTable, 'portal_id'>;

const untouched: Lifecycle = {
  reported_at: null,
  wants_clean: false,
  check_at: null,
  checks: 0,
  removed_at: null,
  purge_at: null,
  purged_at: null,
  refused_since: null,
  exchanged_at: null,
  domain_checked_at: null,
  bindings: null,
  bindings_at: null,
};

/** A portal that nothing has happened to yet has no row. */
export async function readLifecycle(tx: PortalTransaction): Promise<Lifecycle> {
  const row = await tx.db.selectFrom('portal_lifecycle').selectAll().where('portal_id', '=', tx.portalId).executeTakeFirst();
  return row ?? untouched;
}

export async function saveLifecycle(tx: PortalTransaction, change: Partial<Lifecycle>): Promise<void> {
  await tx.db
    .insertInto('portal_lifecycle')
    .values({ ...untouched, ...change, portal_id: tx.portalId })
    .onConflict((conflict) => conflict.column('portal_id').doUpdateSet(change))
    .execute();
}

/** The application is there: whatever was said or suspected of a removal is over. */
export async function noteConnected(tx: PortalTransaction): Promise<void> {
  const over = { reported_at: null, wants_clean: false, check_at: null, checks: 0, removed_at: null, purge_at: null, purged_at: null };
  await saveLifecycle(tx, { ...over, refused_since: null });
}

/** An exchange worked, which proves our own credentials too. */
export async function noteExchange(tx: PortalTransaction, at: Date): Promise<void> {
  await saveLifecycle(tx, { refused_since: null, exchanged_at: at });
}

/** Keeps the first refusal of a row of refusals. */
export async function noteRefusal(tx: PortalTransaction, at: Date): Promise<void> {
  const { refused_since } = await readLifecycle(tx);
  if (refused_since === null) await saveLifecycle(tx, { refused_since: at });
}

/** A person whom the portal has confirmed has our application before them: no removal is suspected before that moment. */
export async function noteVisit(tx: PortalTransaction, at: Date): Promise<void> {
  const { refused_since } = await readLifecycle(tx);
  if (refused_since !== null) await saveLifecycle(tx, { refused_since: at });
}

/** Reading and sending pause until the authorization server was asked; nothing else ends. */
export async function reportRemoval(tx: PortalTransaction, report: { at: Date; wantsClean: boolean }): Promise<void> {
  const state = await lockPortalState(tx);
  if (state === undefined || state === 'uninstalled') return;
  const known = await readLifecycle(tx);
  await setPortalState(tx, 'uninstall-pending', report.at);
  await saveLifecycle(tx, {
    reported_at: state === 'uninstall-pending' ? known.reported_at : report.at,
    wants_clean: report.wantsClean || (state === 'uninstall-pending' && known.wants_clean),
    check_at: report.at,
    checks: 0,
  });
}

export const dayMs = 86_400_000;

/** The portal stopped paying; it is asked again in a day. */
export async function suspendPortal(tx: PortalTransaction, at: Date): Promise<void> {
  if ((await lockPortalState(tx)) === 'uninstall-pending') return;
  await setPortalState(tx, 'suspended', at);
  await saveLifecycle(tx, { check_at: new Date(at.getTime() + dayMs) });
}

const hastenedMs = 10 * 60_000;

/** The look that is due within a day happens now, unless there was one in the last ten minutes. */
export async function hastenCheck(tx: PortalTransaction, now: Date): Promise<boolean> {
  const { check_at } = await readLifecycle(tx);
  if (check_at !== null && check_at.getTime() - dayMs + hastenedMs > now.getTime()) return false;
  await saveLifecycle(tx, { check_at: now });
  return true;
}

/** Nobody connects or lets the portal go until the transaction ends. */
export async function lockPortalState(tx: PortalTransaction): Promise<PortalState | undefined> {
  const row = await tx.db.selectFrom('portal').select('state').where('portal_id', '=', tx.portalId).forUpdate().executeTakeFirst();
  return row?.state;
}
