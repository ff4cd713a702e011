import type { ActivityThing } from '#contract/intensity.ts';
import { workMinutesBetween } from '#domain/intensity/call-back.ts';
import type { Day } from '#domain/period.ts';
import { listCardActivities, type CardActivityRow } from '#store/card-activities.ts';
import { listMissedCalls, type MissedCall } from '#store/missed-calls.ts';
import { listClientCalls, type ClientCallRow } from '#store/provenance.ts';
import type { PortalContext } from '../portal-context.ts';
import { toProvenanceAsked, workingHoursOf } from './provenance.ts';

const ofClients = ['clients-unique', 'calls-repeat', 'calls-no-client'] as const;
const ofMissed = ['missed-back', 'missed-waiting', 'missed-unknown'] as const;
const ofCards = ['meetings-held', 'meetings-no-result', 'meetings-open', 'by-hand'] as const;
type ProvenanceList = (typeof ofClients | typeof ofMissed | typeof ofCards)[number];

const isOneOf = <Name extends string>(names: readonly Name[], name: string): name is Name => (names as readonly string[]).includes(name);

export const isProvenanceList = (metric: string): metric is ProvenanceList => isOneOf([...ofClients, ...ofMissed, ...ofCards], metric);

interface Found {
  readonly sum: number;
  readonly total: number;
  readonly items: ActivityThing[];
}

/** The calls or meetings behind a number of provenance; each counts one. */
export async function findProvenance(
  context: PortalContext,
  request: { readonly metric: ProvenanceList; readonly scope: string; readonly offset: number; readonly limit: number },
  judged: readonly Day[],
): Promise<Found> {
  const { metric, offset, limit } = request;
  const asked = await toProvenanceAsked(context, judged, request.scope);
  if (isOneOf(ofMissed, metric)) {
    const calls = (await listMissedCalls(context.tx, asked)).filter((call) => groupOf(call) === metric);
    return {
      sum: calls.length,
      total: calls.length,
      items: calls.slice(offset, offset + limit).map((call) => toMissedCall(context, call)),
    };
  }
  if (isOneOf(ofCards, metric)) {
    const { total, rows } = await listCardActivities(context.tx, metric, asked, { offset, limit });
    return { sum: total, total, items: rows.map(toCardActivity) };
  }
  const { total, rows } = await listClientCalls(context.tx, metric, asked, { offset, limit });
  return { sum: total, total, items: rows.map(toClientCall) };
}

const groupOf = ({ client, back }: MissedCall): (typeof ofMissed)[number] =>
  client === null ? 'missed-unknown' : back === null ? 'missed-waiting' : 'missed-back';

const ofOne = { seconds: null, direction: null, dealId: null, value: 1 } as const;

function toMissedCall(context: PortalContext, { callId, userId, at, missed, client, back }: MissedCall): ActivityThing {
  return {
    ...ofOne,
    kind: 'call',
    id: String(callId),
    userId: String(userId),
    day: missed.day,
    at: at.toISOString(),
    direction: 'in',
    client: client === null ? null : { kind: client.kind, id: String(client.id) },
    backMinutes: back === null ? null : workMinutesBetween(missed, back, workingHoursOf(context)),
  };
}

function toCardActivity({ id, userId, day, at, kind, ownerKind, ownerId }: CardActivityRow): ActivityThing {
  return {
    ...ofOne,
    kind: kind === 1 ? 'meeting' : kind === 2 ? 'call-activity' : 'todo',
    id: String(id),
    userId: String(userId),
    day,
    at: at.toISOString(),
    dealId: ownerKind === 2 ? String(ownerId) : null,
    client: ownerKind === 2 ? null : { kind: ownerKind, id: String(ownerId) },
  };
}

function toClientCall({ callId, userId, day, at, callKind, seconds, kind, clientId, times }: ClientCallRow): ActivityThing {
  return {
    ...ofOne,
    kind: 'call',
    id: String(callId),
    userId: String(userId),
    day,
    at: at.toISOString(),
    seconds,
    direction: callKind === 1 ? 'out' : 'in',
    client: kind === null || clientId === null ? null : { kind, id: String(clientId) },
    ...(kind === null ? {} : { times }),
  };
}
