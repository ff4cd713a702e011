import { randomBytes } from 'node:crypto';
import type {
  PortalActivity,
  PortalCall,
  PortalCompany,
  PortalData,
  PortalDeal,
  PortalInvoice,
  PortalLead,
  PortalQuote,
  PortalStageMove,
  PortalUser,
} from './portal-data.ts';
import type { ApplicationRegistration, PortalEmulatorOptions } from './emulator-options.ts';
import type { Installation } from './installation.ts';
import { createApply } from './apply-mutation.ts';
import { createParts, type PortalParts, type Webhook } from './portal-parts.ts';
import type { CollectionName, RecordOf, Records } from './records/collections.ts';
import type { RowStore } from './row-store.ts';
import { openStateJournal } from './state-journal.ts';
import type { LeadMove, Notification, PortalFrame, RunningCall, StateMutation, TimelineComment, TokenPair } from './state-mutation.ts';

/** The portal as it is now: the given data with everything that happened since laid over it. */
export interface PortalState {
  readonly data: PortalData;
  readonly users: ReadonlyMap<number, PortalUser>;
  readonly deals: RowStore<PortalDeal>;
  readonly leads: RowStore<PortalLead>;
  readonly companies: RowStore<PortalCompany>;
  readonly quotes: RowStore<PortalQuote>;
  readonly invoices: RowStore<PortalInvoice>;
  /** Rows of the kinds that stand in `records/`. */
  readonly records: Records;
  readonly calls: RowStore<PortalCall>;
  readonly activities: RowStore<PortalActivity>;
  /** Calls of external PBXs that are still going on, by CALL_ID. */
  readonly runningCalls: ReadonlyMap<string, RunningCall>;
  readonly comments: RowStore<TimelineComment>;
  /** ORIGIN_ID of the activity a call left behind. */
  readonly callOfActivity: ReadonlyMap<number, string>;
  readonly dealMoves: RowStore<PortalStageMove>;
  readonly leadMoves: RowStore<LeadMove>;
  readonly modifiedBy: ReadonlyMap<number, number>;
  readonly movedBy: ReadonlyMap<number, number>;
  readonly accessTokens: ReadonlyMap<string, TokenPair>;
  readonly refreshTokens: ReadonlyMap<string, TokenPair>;
  /** Tokens of an application that was removed since. */
  readonly revokedTokens: ReadonlySet<string>;
  readonly webhooks: ReadonlyMap<string, Webhook>;
  readonly frames: ReadonlyMap<string, PortalFrame>;
  /** Applications that were added to the portal, by client id, the first one first. */
  readonly installations: ReadonlyMap<string, Installation>;
  /** Address of the portal now; requests to the former ones are sent on. */
  readonly origin: string;
  readonly formerOrigins: readonly string[];
  readonly isDeleted: boolean;
  readonly notifications: readonly Notification[];
  /** Counts changes of deals, leads and activities, so that sorted copies know when they are stale. */
  readonly revision: number;
  /** Instant of the newest change made while running; new changes never come before it. */
  readonly lastChangeMs: number;
  /** Remembers first, then applies. */
  record(mutation: StateMutation): void;
  /** `record` for a row of one of the collections. */
  saveRecord<Name extends CollectionName>(collection: Name, row: RecordOf<Name>): void;
  removeRecord(collection: CollectionName, id: number): void;
  close(): void;
}

type StateOptions = Pick<PortalEmulatorOptions, 'data' | 'application' | 'applications' | 'portalOrigin' | 'memberId' | 'stateFile'>;

export function openPortalState(options: StateOptions): PortalState {
  const journal = openStateJournal(options.stateFile);
  const parts = createParts(options.data, listApplications(options), options.portalOrigin);
  const apply = createApply(parts);
  for (const mutation of journal.remembered) {
    if (mutation.kind === 'born' && mutation.memberId !== options.memberId) {
      journal.close();
      throw new Error('the state file belongs to another portal');
    }
    apply(mutation);
  }
  const record = (mutation: StateMutation): void => {
    journal.append(mutation);
    apply(mutation);
  };
  const isNew = journal.remembered.length === 0;
  for (const [clientId, { applicationToken: known }] of parts.installations) {
    if (known !== '') continue;
    const applicationToken = newApplicationToken();
    if (isNew && clientId === options.application.clientId) record({ kind: 'born', memberId: options.memberId, applicationToken });
    else record({ kind: 'installation-begun', clientId, applicationToken });
  }
  forgetDeadTokens(parts);
  return Object.assign(parts, {
    record,
    saveRecord: (collection: CollectionName, row: { readonly id: number }) => record({ kind: 'record-saved', collection, row }),
    removeRecord: (collection: CollectionName, id: number) => record({ kind: 'record-removed', collection, id }),
    close: journal.close,
  });
}

function listApplications({ application, applications = [] }: StateOptions): ApplicationRegistration[] {
  const all = [application, ...applications];
  if (new Set(all.map(({ clientId }) => clientId)).size < all.length) throw new Error('two applications have the same client id');
  return all;
}

/** `application_token` of a new installation or version. */
export function newApplicationToken(): string {
  return randomBytes(16).toString('hex');
}

const keptForMs = 24 * 3600 * 1000;

/** Access tokens that died long ago are not worth keeping; their refresh tokens live on. */
function forgetDeadTokens(parts: PortalParts): void {
  const deadBefore = Date.now() - keptForMs;
  for (const [token, pair] of parts.accessTokens) if (pair.issuedAtMs < deadBefore) parts.accessTokens.delete(token);
}
