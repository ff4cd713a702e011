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
import { createApply } from './apply-mutation.ts';
import { createParts, type PortalParts } from './portal-parts.ts';
import type { CollectionName, RecordOf, Records } from './records/collections.ts';
import type { RowStore } from './row-store.ts';
import { openStateJournal } from './state-journal.ts';
import type {
  EventBinding,
  LeadMove,
  Notification,
  OfflineBinding,
  OfflineEvent,
  PlacementBinding,
  PortalFrame,
  RunningCall,
  StateMutation,
  TimelineComment,
  TokenPair,
} from './state-mutation.ts';

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
  readonly webhooks: ReadonlyMap<string, number>;
  readonly frames: ReadonlyMap<string, PortalFrame>;
  readonly placements: readonly PlacementBinding[];
  readonly events: readonly EventBinding[];
  readonly offlineBindings: readonly OfflineBinding[];
  /** What waits for readers of the offline queue or is reserved by one. */
  readonly offlineEvents: RowStore<OfflineEvent>;
  readonly notifications: readonly Notification[];
  readonly appOptions: Readonly<Record<string, unknown>>;
  userOptions(userId: number): Readonly<Record<string, unknown>>;
  hasOpenedBefore(userId: number): boolean;
  readonly applicationToken: string;
  readonly isInstalled: boolean;
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

interface StateOptions {
  readonly data: PortalData;
  readonly memberId: string;
  readonly stateFile: string | null;
}

export function openPortalState(options: StateOptions): PortalState {
  const journal = openStateJournal(options.stateFile);
  const parts = createParts(options.data);
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
  if (parts.applicationToken === '') {
    record({ kind: 'born', memberId: options.memberId, applicationToken: randomBytes(16).toString('hex') });
  }
  forgetDeadTokens(parts);
  return Object.assign(parts, {
    userOptions: (userId: number) => parts.optionsOfUsers.get(userId) ?? {},
    hasOpenedBefore: (userId: number) => parts.openedBy.has(userId),
    record,
    saveRecord: (collection: CollectionName, row: { readonly id: number }) => record({ kind: 'record-saved', collection, row }),
    removeRecord: (collection: CollectionName, id: number) => record({ kind: 'record-removed', collection, id }),
    close: journal.close,
  });
}

const keptForMs = 24 * 3600 * 1000;

/** Access tokens that died long ago are not worth keeping; their refresh tokens live on. */
function forgetDeadTokens(parts: PortalParts): void {
  const deadBefore = Date.now() - keptForMs;
  for (const [token, pair] of parts.accessTokens) if (pair.issuedAtMs < deadBefore) parts.accessTokens.delete(token);
}
