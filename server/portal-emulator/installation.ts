import type { ApplicationRegistration } from './emulator-options.ts';
import { createRowStore, type RowStore } from './row-store.ts';
import type { EventBinding, OfflineBinding, OfflineEvent, PlacementBinding } from './state-mutation.ts';

/** What a portal keeps of one application that was added to it. */
export interface Installation {
  readonly application: ApplicationRegistration;
  /** Version of the last update; null is the one of the registration. */
  readonly updatedTo: number | null;
  /** Permissions given by hand; null are those of the registration. */
  readonly grantedScopes: readonly string[] | null;
  /** `installed` after `installFinish`; a removed one begins anew when an administrator opens it. */
  readonly stage: 'installing' | 'installed' | 'removed';
  readonly applicationToken: string;
  /** Days that are paid for, negative after the end; null is an application without a term. */
  readonly paymentDays: number | null;
  readonly placements: readonly PlacementBinding[];
  readonly events: readonly EventBinding[];
  readonly offlineBindings: readonly OfflineBinding[];
  /** What waits for readers of the offline queue or is reserved by one. */
  readonly offlineEvents: RowStore<OfflineEvent>;
  readonly appOptions: Readonly<Record<string, unknown>>;
  readonly optionsOfUsers: ReadonlyMap<number, Readonly<Record<string, unknown>>>;
  /** People who have opened this version. */
  readonly openedBy: ReadonlySet<number>;
}

export type InstallationParts = ReturnType<typeof createInstallation>;

export function createInstallation(application: ApplicationRegistration) {
  return {
    application,
    updatedTo: null as number | null,
    grantedScopes: null as readonly string[] | null,
    stage: 'installing' as Installation['stage'],
    applicationToken: '',
    paymentDays: null as number | null,
    placements: [] as PlacementBinding[],
    events: [] as EventBinding[],
    offlineBindings: [] as OfflineBinding[],
    offlineEvents: createRowStore<OfflineEvent>([]),
    appOptions: {} as Readonly<Record<string, unknown>>,
    optionsOfUsers: new Map<number, Readonly<Record<string, unknown>>>(),
    openedBy: new Set<number>(),
  };
}

export function scopesOf({ grantedScopes, application }: Installation): readonly string[] {
  return grantedScopes ?? application.scopes;
}

export function versionOf({ updatedTo, application }: Installation): number {
  return Math.max(updatedTo ?? 0, application.version);
}

/** STATUS of the application: `L` for a local one, letters of the Market for the others. */
export function statusOf({ application }: Installation): string {
  return application.status ?? 'L';
}

export function userOptionsOf(installation: Installation, userId: number): Readonly<Record<string, unknown>> {
  return installation.optionsOfUsers.get(userId) ?? {};
}

/** Days after the end of the paid term in which an application goes on working, as in the core. */
const graceDays = 14;

export function isPaymentExpired({ paymentDays }: Installation): boolean {
  return paymentDays !== null && paymentDays < 0;
}

/** Neither tokens nor calls nor events: the days of grace are over. */
export function isPaymentBlocked({ paymentDays }: Installation): boolean {
  return paymentDays !== null && paymentDays < -graceDays;
}
