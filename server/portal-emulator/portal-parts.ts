import { callIdOf } from './call-id.ts';
import type { ApplicationRegistration } from './emulator-options.ts';
import { createInstallation } from './installation.ts';
import { buildInvoiceMoves } from './invoice-moves.ts';
import { buildLeadMoves } from './lead-moves.ts';
import type { PortalData } from './portal-data.ts';
import { createRecordStores } from './records/record-stores.ts';
import { createRowStore } from './row-store.ts';
import type { Notification, PortalFrame, RunningCall, TimelineComment, TokenPair } from './state-mutation.ts';

export interface Webhook {
  readonly userId: number;
  /** null is everything the portal knows. */
  readonly scopes: readonly string[] | null;
}

export type PortalParts = ReturnType<typeof createParts>;

/** What a state consists of: the given rows, indexed, and nothing that has happened yet. */
export function createParts(data: PortalData, applications: readonly ApplicationRegistration[], origin: string) {
  const { companies, quotes = [], invoices = [] } = data;
  const records = createRecordStores({ ...data.records, companies, quotes, invoices, invoiceMoves: buildInvoiceMoves(data) });
  return {
    data,
    users: new Map(data.users.map((user) => [user.id, user])),
    deals: createRowStore(data.deals),
    leads: createRowStore(data.leads),
    companies: records.companies,
    quotes: records.quotes,
    invoices: records.invoices,
    records,
    calls: createRowStore(data.calls),
    activities: createRowStore(data.activities),
    runningCalls: new Map<string, RunningCall>(),
    comments: createRowStore<TimelineComment>([]),
    callOfActivity: new Map<number, string>(
      data.calls.flatMap((call) => (call.activityId === null ? [] : [[call.activityId, `VI_${callIdOf(call)}`] as const])),
    ),
    dealMoves: createRowStore(data.stageHistory),
    leadMoves: createRowStore(buildLeadMoves(data)),
    modifiedBy: new Map<number, number>(),
    movedBy: new Map<number, number>(),
    accessTokens: new Map<string, TokenPair>(),
    refreshTokens: new Map<string, TokenPair>(),
    /** Tokens of an application that was removed since. */
    revokedTokens: new Set<string>(),
    webhooks: new Map<string, Webhook>(),
    frames: new Map<string, PortalFrame>(),
    installations: new Map(applications.map((application) => [application.clientId, createInstallation(application)])),
    origin,
    formerOrigins: [] as string[],
    isDeleted: false,
    notifications: [] as Notification[],
    revision: 0,
    lastChangeMs: 0,
  };
}
