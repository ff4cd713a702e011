import { createHash } from 'node:crypto';
import type { PortalClient } from '#bitrix/portal-client.ts';
import { app } from '#manifest/app.ts';
import { events } from '#manifest/events.ts';
import { placements } from '#manifest/placements.ts';
import type { Store } from '#store/open-store.ts';
import { saveLifecycle } from '#store/portal-lifecycle.ts';
import type { BindingDeps } from './apply-bindings.ts';
import type { InstallStep } from './install-step.ts';
import { registerEvents } from './register-events.ts';
import { registerPlacements } from './register-placements.ts';

export interface BindDeps extends BindingDeps {
  readonly store: Store;
  readonly systemClock: () => Date;
}

/** What is to be bound for these permissions: another one than the stored means that the portal is to be compared. */
export function bindingsOf(appUrl: string, scopes: readonly string[]): string {
  const wanted = { appUrl, app, placements, events, scopes: [...scopes].sort() };
  return createHash('sha256').update(JSON.stringify(wanted)).digest('base64url');
}

/** Makes the portal's placements and events equal to the manifest, and keeps that it was done when all of it was. */
export async function bindEverything(
  deps: BindDeps,
  { portalId, client, scopes }: { portalId: bigint; client: PortalClient; scopes: readonly string[] },
): Promise<InstallStep[]> {
  const steps = [await registerPlacements(deps, client, scopes), await registerEvents(deps, client, scopes)];
  const isBound = steps.every(({ outcome }) => outcome !== 'failed');
  const done = { bindings: isBound ? bindingsOf(deps.appUrl, scopes) : null, bindings_at: deps.systemClock() };
  await deps.store.forPortal(portalId).transaction((tx) => saveLifecycle(tx, done));
  return steps;
}
