import { bindPlacement, readBindings, unbindPlacement, type PlacementBinding } from '#bitrix/bindings.ts';
import type { PortalClient } from '#bitrix/portal-client.ts';
import { app } from '#manifest/app.ts';
import { placements } from '#manifest/placements.ts';
import type { InstallStep } from './install-step.ts';
import { applyBindings, toStep, type BindingDeps } from './apply-bindings.ts';

/** Every placement has an address of its own, because the portal refuses to bind one address twice. */
const placementHandler = (appUrl: string, code: string): string => `${appUrl}${app.handlerPath}?at=${code}`;

/** Makes the portal's list equal to the manifest; running it again changes nothing. */
export async function registerPlacements(deps: BindingDeps, client: PortalClient, scopes: readonly string[]): Promise<InstallStep> {
  const granted = placements.filter(({ scope }) => scopes.includes(scope));
  const missing = placements.filter((placement) => !granted.includes(placement)).map(({ code }) => code);
  return toStep(deps.log, 'placements', missing, async () => {
    const bound = (await readBindings(client)).placements;
    const isRight = (row: PlacementBinding): boolean =>
      granted.some(
        ({ code, title }) => row.placement === code && row.handler === placementHandler(deps.appUrl, code) && row.title === title.ru,
      );
    const stale = bound.filter((row) => !isRight(row));
    const absent = granted.filter(({ code }) => !bound.some((row) => row.placement === code && isRight(row)));
    return applyBindings(client, {
      stale: stale.map((row) => unbindPlacement(row.placement, row.handler)),
      absent: absent.map(({ code, title }) => ({ code, command: bindPlacement(code, placementHandler(deps.appUrl, code), title) })),
    });
  });
}

/** The view that a placement shows; the application's own page and whatever we no longer bind show the workspace. */
export function viewOfPlacement(code: string): 'workspace' | 'deal-tab' | 'lead-tab' {
  return placements.find((placement) => placement.code === code)?.view ?? 'workspace';
}
