import type { EventSender } from './event-sender.ts';
import type { FaultSource } from './faults.ts';
import type { Installation } from './installation.ts';
import type { LeakyBucket } from './leaky-bucket.ts';
import type { OperatingTime } from './operating-time.ts';
import type { PortalEmulatorOptions } from './emulator-options.ts';
import { PortalRefusal } from './portal-refusal.ts';
import type { PortalState } from './portal-state.ts';
import type { PortalZone } from './portal-zone.ts';
import type { Stages } from './stages.ts';
import type { Surroundings } from './surroundings.ts';
import type { Tokens } from './tokens.ts';
import type { Visibility } from './visibility.ts';

/** The parts of a running portal, handed to whatever answers a request. */
export interface Portal {
  readonly options: PortalEmulatorOptions;
  readonly surroundings: Surroundings;
  readonly state: PortalState;
  readonly zone: PortalZone;
  readonly stages: Stages;
  readonly visibility: Visibility;
  readonly tokens: Tokens;
  readonly sender: EventSender;
  readonly bucket: LeakyBucket;
  readonly operating: OperatingTime;
  readonly faults: FaultSource;
}

/** The portal's calendar time in whole seconds, as Bitrix24 stores it. */
export function portalNow(portal: Portal): string {
  return writeSeconds(portal.options.businessClock().getTime());
}

/** Instant for a change: never before the change that came last, whatever the clock does. */
export function changeInstant(portal: Portal, notBefore: string): string {
  return writeSeconds(Math.max(portal.options.businessClock().getTime(), portal.state.lastChangeMs, Date.parse(notBefore)));
}

/** The application of this client id; the first one when none is named. */
export function findInstallation({ state, options }: Pick<Portal, 'state' | 'options'>, clientId?: string): Installation | undefined {
  return state.installations.get(clientId ?? options.application.clientId);
}

/** What the portal's own pages refuse where there is no such application. */
export function getInstallation(portal: Pick<Portal, 'state' | 'options'>, clientId?: string): Installation {
  const found = findInstallation(portal, clientId);
  if (!found) throw new PortalRefusal('not-found', `the application ${clientId} is not known here`);
  return found;
}

function writeSeconds(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
}
