import { sendBindings } from '#bitrix/bindings.ts';
import type { Command, PortalClient } from '#bitrix/portal-client.ts';
import { PortalError } from '#bitrix/portal-error.ts';
import type { Log } from '#kernel/log.ts';
import type { InstallStep, StepName } from './install-step.ts';

export interface BindingDeps {
  /** Public address of the application, without a slash at the end. */
  readonly appUrl: string;
  readonly log: Log;
}

export interface BindingChange {
  readonly stale: readonly Command[];
  readonly absent: readonly { readonly code: string; readonly command: Command }[];
}

const mostStale = 200;

/** Returns the codes that could not be bound; a stale binding that stays does no harm. */
export async function applyBindings(client: PortalClient, change: BindingChange): Promise<string[]> {
  // Our own are a few dozen; a portal that names thousands is believed a piece at a time.
  if (change.stale.length > 0) await sendBindings(client, change.stale.slice(0, mostStale));
  if (change.absent.length === 0) return [];
  const failures = await sendBindings(
    client,
    change.absent.map(({ command }) => command),
  );
  return change.absent.filter((_, index) => failures[index] !== null).map(({ code }) => code);
}

/** `missing` is what was not granted: the product works without it and says so. */
export async function toStep(log: Log, name: StepName, missing: readonly string[], work: () => Promise<string[]>): Promise<InstallStep> {
  try {
    const failed = await work();
    if (failed.length > 0) return { name, outcome: 'failed', missing: failed };
    return { name, outcome: missing.length > 0 ? 'partly' : 'done', missing };
  } catch (failure) {
    if (!(failure instanceof PortalError)) throw failure;
    log.warn({ name, code: failure.code, method: failure.method }, 'binding failed');
    return { name, outcome: 'failed', missing: [failure.code] };
  }
}
