import { randomBytes } from 'node:crypto';
import type { PortalActivity, PortalCall, PortalCompany, PortalData, PortalDeal, PortalLead, PortalStageMove, PortalStatus, PortalUser } from './portal-data.ts';
import { createRowStore, type RowStore } from './row-store.ts';
import { accessTokenLifeMs } from './token-life.ts';
import { openStateJournal } from './state-journal.ts';
import { buildLeadMoves } from './lead-moves.ts';
import type { EventBinding, LeadMove, Notification, PlacementBinding, PortalFrame, StateMutation, TokenPair } from './state-mutation.ts';

/** The portal as it is now: the given data with everything that happened since laid over it. */
export interface PortalState {
  readonly data: PortalData;
  readonly users: ReadonlyMap<number, PortalUser>;
  readonly statuses: ReadonlyMap<string, PortalStatus>;
  readonly deals: RowStore<PortalDeal>;
  readonly leads: RowStore<PortalLead>;
  readonly companies: RowStore<PortalCompany>;
  readonly calls: RowStore<PortalCall>;
  readonly activities: RowStore<PortalActivity>;
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
  readonly notifications: readonly Notification[];
  readonly appOptions: Readonly<Record<string, unknown>>;
  userOptions(userId: number): Readonly<Record<string, unknown>>;
  hasOpenedBefore(userId: number): boolean;
  readonly applicationToken: string;
  readonly isInstalled: boolean;
  /** Counts changes of deals and leads, so that sorted copies know when they are stale. */
  readonly revision: number;
  /** Instant of the newest change made while running; new changes never come before it. */
  readonly lastChangeMs: number;
  /** Remembers first, then applies. */
  record(mutation: StateMutation): void;
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
    close: journal.close,
  });
}

type Parts = ReturnType<typeof createParts>;

function createParts(data: PortalData) {
  return {
    data,
    users: new Map(data.users.map((user) => [user.id, user])),
    statuses: new Map(data.statuses.map((status) => [`${status.entityId}/${status.statusId}`, status])),
    deals: createRowStore(data.deals),
    leads: createRowStore(data.leads),
    companies: createRowStore(data.companies),
    calls: createRowStore(data.calls),
    activities: createRowStore(data.activities),
    callOfActivity: new Map(data.calls.flatMap((call) => (call.activityId === null ? [] : [[call.activityId, `VI_call.${call.id}`] as const]))),
    dealMoves: createRowStore(data.stageHistory),
    leadMoves: createRowStore(buildLeadMoves(data)),
    modifiedBy: new Map<number, number>(),
    movedBy: new Map<number, number>(),
    accessTokens: new Map<string, TokenPair>(),
    refreshTokens: new Map<string, TokenPair>(),
    webhooks: new Map<string, number>(),
    frames: new Map<string, PortalFrame>(),
    optionsOfUsers: new Map<number, Readonly<Record<string, unknown>>>(),
    openedBy: new Set<number>(),
    placements: [] as PlacementBinding[],
    events: [] as EventBinding[],
    notifications: [] as Notification[],
    appOptions: {} as Readonly<Record<string, unknown>>,
    applicationToken: '',
    isInstalled: false,
    revision: 0,
    lastChangeMs: 0,
  };
}

type Apply = { [Kind in StateMutation['kind']]: (mutation: Extract<StateMutation, { kind: Kind }>) => void };

function createApply(parts: Parts): (mutation: StateMutation) => void {
  const byKind: Apply = {
    'born': ({ applicationToken }) => void (parts.applicationToken = applicationToken),
    'tokens-issued': ({ pair, replaces }) => {
      if (replaces !== null) parts.refreshTokens.delete(replaces);
      parts.accessTokens.set(pair.accessToken, pair);
      parts.refreshTokens.set(pair.refreshToken, pair);
    },
    'installed': () => void (parts.isInstalled = true),
    'placement-bound': ({ binding }) => void parts.placements.push(binding),
    'placement-unbound': ({ placement, handler }) =>
      void (parts.placements = parts.placements.filter((bound) => bound.placement !== placement || bound.handler !== handler)),
    'event-bound': ({ binding }) => void parts.events.push(binding),
    'event-unbound': ({ id }) => void (parts.events = parts.events.filter((bound) => bound.id !== id)),
    'app-options-set': ({ options }) => void (parts.appOptions = { ...parts.appOptions, ...options }),
    'user-options-set': ({ userId, options }) =>
      void parts.optionsOfUsers.set(userId, { ...parts.optionsOfUsers.get(userId), ...options }),
    'frame-opened': ({ frame }) => {
      parts.frames.set(frame.appSid, frame);
      parts.openedBy.add(frame.userId);
    },
    'webhook-made': ({ userId, token }) => void parts.webhooks.set(`${userId}/${token}`, userId),
    'deal-changed': ({ deal, move, byId }) => {
      parts.deals.put(deal);
      parts.modifiedBy.set(deal.id, byId);
      if (move) {
        parts.dealMoves.put(move);
        parts.movedBy.set(deal.id, byId);
      }
      noteChange(parts, deal.modifiedAt);
    },
    'lead-changed': ({ lead, move }) => {
      parts.leads.put(lead);
      if (move) parts.leadMoves.put(move);
      noteChange(parts, lead.modifiedAt);
    },
    'notified': ({ notification }) => {
      const isReplaced = (old: Notification): boolean => old.tag !== '' && old.tag === notification.tag && old.userId === notification.userId;
      parts.notifications = [...parts.notifications.filter((old) => !isReplaced(old)), notification];
    },
  };
  return (mutation) => (byKind[mutation.kind] as (mutation: StateMutation) => void)(mutation);
}

function noteChange(parts: Parts, at: string): void {
  parts.revision += 1;
  parts.lastChangeMs = Math.max(parts.lastChangeMs, Date.parse(at));
}

/** Access tokens that died long ago are not worth keeping; their refresh tokens live on. */
function forgetDeadTokens(parts: Parts): void {
  const deadBefore = Date.now() - 24 * accessTokenLifeMs;
  for (const [token, pair] of parts.accessTokens) if (pair.issuedAtMs < deadBefore) parts.accessTokens.delete(token);
}
