import type { ActivityPeriod } from '#contract/intensity.ts';
import type { Provenance, ProvenanceRow } from '#contract/provenance.ts';
import { periodDays } from '#domain/intensity/activity-table.ts';
import { callBacks, type Missed, type WorkingHours } from '#domain/intensity/call-back.ts';
import { shiftDay, type Day } from '#domain/period.ts';
import { personScope, type Scope } from '#domain/plan.ts';
import { peopleInScope } from '#domain/scope.ts';
import { isWorkday } from '#domain/workdays.ts';
import { listCallDays, type CallDayRow } from '#store/daily-totals.ts';
import { countCardActivities, type CardActivities } from '#store/card-activities.ts';
import { listMissedCalls, type MissedCall } from '#store/missed-calls.ts';
import { countCallClients, type CallClients, type ProvenanceAsked } from '#store/provenance.ts';
import { readActivitySource } from '../activity-reading.ts';
import { listName, widestScope, type PortalContext } from '../portal-context.ts';
import { scopeName } from '../scope-name.ts';

/** What stands behind the numbers of a period; it judges nobody and is no part of a score. */
export async function replyProvenance(
  context: PortalContext,
  request: { period: ActivityPeriod; day?: string | undefined; scope?: string | undefined },
): Promise<Provenance> {
  const { team, actor, today } = context;
  const scope = request.scope ?? widestScope(actor, team);
  const { from, to, judged } = periodDays(request.period, request.day ?? today, today);
  const asked = await toProvenanceAsked(context, judged, scope);
  const read = judged.length === 0 ? nothing : await readProvenance(context, asked);
  const rows = (asked.people ?? [])
    .map((userId) => toRow(context, read, { kind: 'person', scope: personScope(userId), name: listName(team, userId) }, userId))
    .filter(hasNumbers)
    .sort((a, b) => a.name.localeCompare(b.name, 'ru'));
  const kind = scope === 'company' ? 'company' : scope.startsWith('person:') ? 'person' : 'department';
  return {
    scope,
    from,
    to,
    judged: [...judged],
    rows,
    total: toRow(context, read, { kind, scope, name: scopeName(context, scope) }, null),
  };
}

/** The days of a period that are judged, and whose. */
export async function toProvenanceAsked(context: PortalContext, judged: readonly Day[], scope: Scope): Promise<ProvenanceAsked> {
  const { basis } = await readActivitySource(context);
  const inScope = peopleInScope(context.team, scope);
  const first = judged[0] ?? context.today;
  return {
    basis,
    span: { from: first, before: shiftDay(judged.at(-1) ?? first, 1) },
    people: [...(inScope ?? context.team.members.map(({ userId }) => userId))],
    now: context.now,
  };
}

/** Hours in which people are expected to call back: those that calls are counted by, on the company's working days. */
export function workingHoursOf({ counting, calendar }: PortalContext): WorkingHours {
  const { workFrom, workTo } = counting.calls;
  return { workFrom, workTo, isWorkday: (day) => isWorkday(calendar, day) };
}

const toMissed = ({ missed, client, back }: MissedCall): Missed => ({ missed, isKnown: client !== null, back });

interface Read {
  readonly clients: readonly CallClients[];
  readonly missed: readonly MissedCall[];
  readonly cards: readonly CardActivities[];
  /** Calls that no telephony has written down. */
  readonly calls: readonly CallDayRow[];
}

const nothing: Read = { clients: [], missed: [], cards: [], calls: [] };

async function readProvenance(context: PortalContext, asked: ProvenanceAsked): Promise<Read> {
  const { tx } = context;
  return {
    clients: await countCallClients(tx, asked),
    missed: await listMissedCalls(tx, asked),
    cards: await countCardActivities(tx, asked),
    calls: await listCallDays(tx, await readActivitySource(context), asked.span, asked.people),
  };
}

/** Of one person, or of everybody in the scope. */
function toRow(
  context: PortalContext,
  { clients, missed, cards, calls }: Read,
  who: Pick<ProvenanceRow, 'kind' | 'scope' | 'name'>,
  userId: bigint | null,
): ProvenanceRow {
  const isOf = (row: { readonly userId: bigint }): boolean => userId === null || row.userId === userId;
  const talked = clients.find((row) => row.userId === userId) ?? { counted: 0, clients: 0, withoutClient: 0 };
  const own = cards.filter(isOf);
  const sum = (name: Exclude<keyof CardActivities, 'userId'>): number => own.reduce((total, row) => total + row[name], 0);
  const unknown = calls.filter(isOf).reduce((total, { unknownLength }) => total + unknownLength, 0);
  return {
    ...who,
    calls: {
      counted: talked.counted,
      clients: talked.clients,
      repeats: talked.counted - talked.withoutClient - talked.clients,
      withoutClient: talked.withoutClient,
    },
    backs: callBacks(missed.filter(isOf).map(toMissed), workingHoursOf(context)),
    meetings: { held: sum('meetings'), withoutResult: sum('withoutResult'), leftOpen: sum('leftOpen') },
    origin: { byItself: talked.counted + sum('byItself'), byHand: sum('byHand') + unknown },
  };
}

const hasNumbers = ({ calls, backs, meetings, origin }: ProvenanceRow): boolean =>
  calls.counted + backs.missed + meetings.held + meetings.leftOpen + origin.byItself + origin.byHand > 0;
