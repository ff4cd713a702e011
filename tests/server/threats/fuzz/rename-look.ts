import type { PortalLifecycleTable, PortalTokenTable } from '#store/tables/portal-tables.ts';
import type { Store } from '#store/open-store.ts';
import type { DoorPortal } from '../door.ts';
import { digestOfStore } from '../portal-digest.ts';
import type { HostileRequest } from './hostile-requests.ts';

interface LookedAt {
  readonly lifecycle: readonly PortalLifecycleTable[];
  readonly tokens: readonly PortalTokenTable[];
}

/** Everything that is stored; rows that a look at another address writes stand column by column. */
export interface StoreState {
  readonly digest: Record<string, Record<string, string>>;
  readonly portals: Readonly<Record<string, LookedAt>>;
}

export async function readState(store: Store): Promise<StoreState> {
  const portals: Record<string, LookedAt> = {};
  for (const portalId of await store.directory.listPortalIds())
    portals[String(portalId)] = await store.forPortal(portalId).transaction(async ({ db }) => ({
      lifecycle: await db.selectFrom('portal_lifecycle').selectAll().where('portal_id', '=', portalId).execute(),
      tokens: await db.selectFrom('portal_token').selectAll().where('portal_id', '=', portalId).orderBy('expires_at', 'desc').execute(),
    }));
  return { digest: await digestOfStore(store, ['portal_lifecycle', 'portal_token']), portals };
}

/** The portal that a form names with its genuine application token and another address than we know. */
export function findRenamed(request: HostileRequest, portals: readonly DoorPortal[]): DoorPortal | undefined {
  if (request.headers['content-type'] !== 'application/x-www-form-urlencoded') return undefined;
  const form = new URLSearchParams(String(request.body ?? ''));
  const only = (name: string): string => (form.getAll(name).length === 1 ? (form.get(name) ?? '') : '');
  return portals.find(({ emulator, origin, memberId }) => {
    const { APPLICATION_TOKEN: token } = emulator.openFrame({ userId: 1, placement: 'DEFAULT' }).fields;
    const { host, hostname } = new URL(origin);
    const isElsewhere = !['', host, hostname].includes(only('DOMAIN'));
    return isElsewhere && only('member_id') === memberId && only('APPLICATION_TOKEN') === token && only('AUTH_ID') !== '';
  });
}

const onceInMs = 600_000;

/** The state before with what a look may write: once in ten minutes our own newest token is exchanged, and nothing else. */
export function withLook(before: StoreState, after: StoreState, portalId: bigint): StoreState {
  const [was, is] = [before.portals[String(portalId)], after.portals[String(portalId)]];
  const [lifecycle, lifecycleNow] = [was?.lifecycle[0], is?.lifecycle[0]];
  const [token, ...others] = was?.tokens ?? [];
  const tokenNow = is?.tokens[0];
  if (lifecycle === undefined || lifecycleNow === undefined || token === undefined || tokenNow === undefined) return before;
  const sinceMs = (lifecycleNow.domain_checked_at?.getTime() ?? 0) - (lifecycle.domain_checked_at?.getTime() ?? 0);
  if (sinceMs < onceInMs) return before;
  const { domain_checked_at, exchanged_at } = lifecycleNow;
  const { access_token, refresh_token, expires_at } = tokenNow;
  const exchanged = {
    ...token,
    generation: token.generation + 1,
    access_token,
    refresh_token,
    previous_refresh_token: token.refresh_token,
    expires_at,
  };
  const looked = { lifecycle: [{ ...lifecycle, domain_checked_at, exchanged_at }], tokens: [exchanged, ...others] };
  return { ...before, portals: { ...before.portals, [String(portalId)]: looked } };
}
