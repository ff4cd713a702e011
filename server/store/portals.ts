import { sql, type Selectable } from 'kysely';
import { must } from '#kernel/errors.ts';
import type { PortalTransaction } from './portal-store.ts';
import type { PortalState, PortalTable } from './tables/portal-tables.ts';

export interface Portal {
  readonly portalId: bigint;
  readonly memberId: string;
  readonly state: PortalState;
  readonly title: string;
  readonly clientEndpoint: string;
  readonly serverEndpoint: string;
  /** Origin of the portal's pages: with the former one the only one that may frame us. */
  readonly origin: string;
  /** Where it was before it was renamed, as long as that counts. */
  readonly formerOrigin: { readonly origin: string; readonly until: Date } | null;
  readonly applicationTokenFingerprint: string | null;
  readonly scopes: readonly string[];
  readonly status: string;
  readonly language: string;
  readonly timeZone: string;
  readonly baseCurrency: string;
  readonly currencyDigits: number;
  readonly sessionVersion: number;
  readonly applicationVersion: number;
  readonly installedAt: Date;
  readonly installedBy: bigint;
}

export type NewPortal = Omit<Portal, 'portalId' | 'state' | 'sessionVersion' | 'formerOrigin'>;

/** Tabs that are open at the former address of a renamed portal stay usable. */
const formerOriginMs = 30 * 86_400_000;

/** Who may frame our pages: the portal where it is, and where it was until a while ago. */
export function framingOrigins({ origin, formerOrigin }: Pick<Portal, 'origin' | 'formerOrigin'>, now: Date): string[] {
  return formerOrigin !== null && formerOrigin.until > now ? [origin, formerOrigin.origin] : [origin];
}

export async function findPortal(tx: PortalTransaction): Promise<Portal | undefined> {
  const row = await tx.db.selectFrom('portal').selectAll().where('portal_id', '=', tx.portalId).executeTakeFirst();
  return row && toPortal(row);
}

export async function getPortal(tx: PortalTransaction): Promise<Portal> {
  return must(await findPortal(tx), 'the portal to be installed');
}

/** A repeated installation keeps the day and the person of the first one, and the time zone and currency that plans are cut by. */
export async function savePortal(tx: PortalTransaction, portal: NewPortal, at: Date): Promise<void> {
  const changing = {
    state: 'active' as const,
    title: portal.title,
    client_endpoint: portal.clientEndpoint,
    server_endpoint: portal.serverEndpoint,
    origin: portal.origin,
    application_token_fingerprint: portal.applicationTokenFingerprint,
    scopes: [...portal.scopes],
    status: portal.status,
    language: portal.language,
    application_version: portal.applicationVersion,
    updated_at: at,
  };
  await tx.db
    .insertInto('portal')
    .values({
      ...changing,
      portal_id: tx.portalId,
      member_id: portal.memberId,
      time_zone: portal.timeZone,
      base_currency: portal.baseCurrency,
      currency_digits: portal.currencyDigits,
      session_version: 1,
      installed_at: portal.installedAt,
      installed_by: portal.installedBy,
    })
    .onConflict((conflict) => conflict.column('portal_id').doUpdateSet({ ...changing, ...movedFrom(portal.origin, at) }))
    .execute();
}

/** States in which people may work: what an event says of a removal ends nothing before it is confirmed. */
export function isOpen(portal: Pick<Portal, 'state'>): boolean {
  return portal.state === 'active' || portal.state === 'uninstall-pending';
}

/** Leaving the states in which people may work ends every session of the portal. */
export async function setPortalState(tx: PortalTransaction, state: PortalState, at: Date): Promise<void> {
  await tx.db
    .updateTable('portal')
    .set((update) => ({
      state,
      updated_at: at,
      session_version: isOpen({ state }) ? update.ref('session_version') : update('session_version', '+', 1),
    }))
    .where('portal_id', '=', tx.portalId)
    .where('state', '<>', state)
    .execute();
}

/** Events of the portal are refused from now on: a new installation brings a new token. */
export async function forgetApplicationToken(tx: PortalTransaction): Promise<void> {
  await tx.db.updateTable('portal').set({ application_token_fingerprint: null }).where('portal_id', '=', tx.portalId).execute();
}

/** Keeps the origin that is left, where another one is saved. */
function movedFrom(origin: string, at: Date) {
  const isMoved = sql<boolean>`portal.origin <> ${origin}`;
  const until = new Date(at.getTime() + formerOriginMs).toISOString();
  return {
    former_origin: sql<string | null>`case when ${isMoved} then portal.origin else portal.former_origin end`,
    former_origin_until: sql<Date | null>`case when ${isMoved} then ${until}::timestamptz else portal.former_origin_until end`,
  };
}

/** A portal tells with fresh tokens what the application may do there; an answer without it says nothing. */
export async function savePortalScopes(tx: PortalTransaction, scopes: readonly string[], at: Date): Promise<void> {
  if (scopes.length === 0) return;
  const { scopes: known } = await getPortal(tx);
  if (known.toSorted().join() === scopes.toSorted().join()) return;
  await tx.db
    .updateTable('portal')
    .set({ scopes: [...scopes], updated_at: at })
    .where('portal_id', '=', tx.portalId)
    .execute();
}

/** A portal that was renamed tells its new address with fresh tokens. */
export async function savePortalEndpoint(
  tx: PortalTransaction,
  endpoint: { clientEndpoint: string; origin: string },
  at: Date,
): Promise<void> {
  await tx.db
    .updateTable('portal')
    .set({ client_endpoint: endpoint.clientEndpoint, origin: endpoint.origin, updated_at: at, ...movedFrom(endpoint.origin, at) })
    .where('portal_id', '=', tx.portalId)
    .where('client_endpoint', '<>', endpoint.clientEndpoint)
    .execute();
}

function toPortal(row: Selectable<PortalTable>): Portal {
  return {
    portalId: row.portal_id,
    memberId: row.member_id,
    state: row.state,
    title: row.title,
    clientEndpoint: row.client_endpoint,
    serverEndpoint: row.server_endpoint,
    origin: row.origin,
    formerOrigin:
      row.former_origin === null || row.former_origin_until === null ? null : { origin: row.former_origin, until: row.former_origin_until },
    applicationTokenFingerprint: row.application_token_fingerprint,
    scopes: row.scopes,
    status: row.status,
    language: row.language,
    timeZone: row.time_zone,
    baseCurrency: row.base_currency,
    currencyDigits: row.currency_digits,
    sessionVersion: row.session_version,
    applicationVersion: row.application_version,
    installedAt: row.installed_at,
    installedBy: row.installed_by,
  };
}
