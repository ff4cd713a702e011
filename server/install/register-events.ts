import { bindEvent, readBindings, unbindEvent } from '#bitrix/bindings.ts';
import type { PortalClient } from '#bitrix/portal-client.ts';
import { app } from '#manifest/app.ts';
import { events } from '#manifest/events.ts';
import { applyBindings, toStep, type BindingDeps } from './apply-bindings.ts';
import type { InstallStep } from './install-step.ts';

/** The portal drops event handlers when the application is updated, so this runs again then. */
export async function registerEvents(deps: BindingDeps, client: PortalClient, scopes: readonly string[]): Promise<InstallStep> {
  const handler = `${deps.appUrl}${app.eventPath}`;
  const granted = events.filter(({ scope }) => scope === '' || scopes.includes(scope));
  const missing = events.filter((event) => !granted.includes(event)).map(({ code }) => code);
  return toStep(deps.log, 'events', missing, async () => {
    const bound = (await readBindings(client)).events;
    const stale = bound.filter((row) => row.handler !== handler || !granted.some(({ code }) => code === row.event));
    const absent = granted.filter(({ code }) => !bound.some((row) => row.event === code && row.handler === handler));
    return applyBindings(client, {
      stale: stale.map((row) => unbindEvent(row.event, row.handler)),
      absent: absent.map(({ code }) => ({ code, command: bindEvent(code, handler) })),
    });
  });
}
