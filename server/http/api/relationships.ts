import type { ActivityPeriod } from '#contract/intensity.ts';
import type { RelationshipGroup, RelationshipList, RelationshipRow, Relationships } from '#contract/relationships.ts';
import { periodDays } from '#domain/intensity/activity-table.ts';
import {
  rankField,
  relationshipDays,
  relationshipOf,
  relationshipTypes,
  type RelationshipField,
  type RelationshipType,
} from '#domain/intensity/relationship.ts';
import { shiftDay, type Day } from '#domain/period.ts';
import { personScope, type Scope } from '#domain/plan.ts';
import { peopleInScope } from '#domain/scope.ts';
import { listCompanyValues } from '#store/company-types.ts';
import type { FactSource } from '#store/daily-totals.ts';
import { listThings, type ThingRow } from '#store/metric-facts.ts';
import { listClientStandings, listTouchedClients, type TouchedClientRow } from '#store/relationships.ts';
import { readActivitySource } from '../activity-reading.ts';
import { findRelationshipField } from '../relationship-field.ts';
import { listName, widestScope, type PortalContext } from '../portal-context.ts';
import { scopeName } from '../scope-name.ts';

interface Client {
  readonly companyId: bigint;
  readonly userId: bigint;
  readonly type: RelationshipType;
  readonly won: number;
}

interface Read {
  readonly on: Day;
  readonly isByField: boolean;
  readonly clients: readonly Client[];
  readonly touched: readonly (TouchedClientRow & { readonly type: RelationshipType })[];
  readonly up: readonly ThingRow[];
  readonly down: readonly ThingRow[];
}

const longestList = 20_000;

export async function replyRelationships(
  context: PortalContext,
  request: { period: ActivityPeriod; day?: string | undefined; scope?: string | undefined },
): Promise<Relationships> {
  const { team, actor, today } = context;
  const scope = request.scope ?? widestScope(actor, team);
  const { from, to } = periodDays(request.period, request.day ?? today, today);
  const people = peopleOf(context, scope);
  const read = await readRelationships(context, { from, to, people });
  const rows = people
    .map((userId) => toRow({ kind: 'person', scope: personScope(userId), name: listName(team, userId) }, read, new Set([userId])))
    .filter(hasNumbers)
    .sort((a, b) => a.name.localeCompare(b.name, 'ru'));
  const kind = scope === 'company' ? 'company' : scope.startsWith('person:') ? 'person' : 'department';
  const total = toRow({ kind, scope, name: scopeName(context, scope) }, read, new Set(people));
  return { scope, from, to, on: read.on, days: relationshipDays, isByField: read.isByField, rows, total };
}

const peopleOf = ({ team }: PortalContext, scope: Scope): bigint[] => [
  ...(peopleInScope(team, scope) ?? team.members.map(({ userId }) => userId)),
];

async function readRelationships(
  context: PortalContext,
  { from, to, people }: { from: Day; to: Day; people: readonly bigint[] },
): Promise<Read> {
  const { tx, portal, today, counting } = context;
  const source = await readActivitySource(context);
  const on = to < today ? to : today;
  const span = { from, before: shiftDay(to, 1) };
  const field = await findRelationshipField(tx);
  const types = await readTypes(context, { source, on, field });
  const touched = (await listTouchedClients(tx, source, span, people)).map((row) => ({
    ...row,
    type: types.get(row.companyId)?.type ?? ('cold' as const),
  }));
  const money = { currency: portal.baseCurrency, digits: portal.currencyDigits, activeSince: from };
  const asked = {
    ...{ source, span, ...money, callsFrom: 'statistics' as const, rules: counting.metricRules, through: on, relationshipDays },
    ...(field === null ? {} : { relationshipField: rankField(field) }),
  };
  const page = { whose: people, offset: 0, limit: longestList };
  const own = new Set(people);
  // Clients without a deal belong to whoever talks with them; a client of several is one of each.
  const withoutDeal = touched.filter(({ companyId }) => !types.has(companyId)).map((row) => ({ ...row, won: 0 }));
  return {
    on,
    isByField: field !== null,
    clients: [...[...types.values()].filter(({ userId }) => own.has(userId)), ...withoutDeal],
    touched,
    up: await listThings(tx, 'relationship-moves', asked, page),
    down: await listThings(tx, 'relationship-drops', asked, page),
  };
}

/** By sales, and by the field of companies where it says something. */
async function readTypes(
  { tx }: PortalContext,
  { source, on, field }: { source: FactSource; on: Day; field: RelationshipField | null },
): Promise<Map<bigint, Client>> {
  const standings = await listClientStandings(tx, source, on, relationshipDays);
  const types = new Map(standings.map((one): [bigint, Client] => [one.companyId, { ...one, type: relationshipOf(one) }]));
  if (field === null) return types;
  for (const { companyId, userId, value } of await listCompanyValues(tx, field.field, on)) {
    const type = field.types[value];
    if (type !== undefined) types.set(companyId, { won: 0, userId, ...types.get(companyId), companyId, type });
  }
  return types;
}

function toRow(who: Pick<RelationshipRow, 'kind' | 'scope' | 'name'>, read: Read, people: ReadonlySet<bigint>): RelationshipRow {
  const byType = <Value>(of: (type: RelationshipType) => Value) =>
    Object.fromEntries(relationshipTypes.map((type) => [type, of(type)])) as Record<RelationshipType, Value>;
  const touched = read.touched.filter(({ userId }) => people.has(userId));
  const isTheirs = (row: ThingRow): boolean => row.people.some((userId) => people.has(userId));
  return {
    ...who,
    clients: byType((type) => distinct(read.clients.filter((client) => client.type === type && people.has(client.userId)))),
    up: read.up.filter(isTheirs).length,
    down: read.down.filter(isTheirs).length,
    touches: byType((type) => {
      const own = touched.filter((row) => row.type === type);
      return {
        calls: own.reduce((total, { calls }) => total + calls, 0),
        meetings: own.reduce((total, { meetings }) => total + meetings, 0),
      };
    }),
  };
}

const distinct = (clients: readonly Client[]): number => new Set(clients.map(({ companyId }) => companyId)).size;

const hasNumbers = ({ clients, up, down, touches }: RelationshipRow): boolean =>
  up + down > 0 || relationshipTypes.some((type) => clients[type] + touches[type].calls + touches[type].meetings > 0);

type Item = RelationshipList['items'][number];

export async function replyRelationshipList(
  context: PortalContext,
  request: { group: RelationshipGroup; period: ActivityPeriod; day: string; scope: string; offset: number; limit: number },
): Promise<RelationshipList> {
  const { group, scope, offset, limit } = request;
  const { from, to } = periodDays(request.period, request.day, context.today);
  const people = peopleOf(context, scope);
  const read = await readRelationships(context, { from, to, people });
  const items = listItems(context, read, group, new Set(people));
  return { group, scope, name: scopeName(context, scope), total: items.length, offset, items: items.slice(offset, offset + limit) };
}

function listItems({ team }: PortalContext, read: Read, group: RelationshipGroup, people: ReadonlySet<bigint>): Item[] {
  const base = { won: 0, day: null, dealId: null, calls: 0, meetings: 0 } as const;
  const standing = new Map(read.clients.map((client) => [client.companyId, client]));
  if (group === 'up' || group === 'down') {
    return read[group].map((row) => ({
      ...base,
      companyId: String(row.id),
      name: listName(team, row.people[0] ?? 0n),
      type: standing.get(row.id)?.type ?? 'cold',
      won: standing.get(row.id)?.won ?? 0,
      day: row.day,
      dealId: row.dealId === null ? null : String(row.dealId),
    }));
  }
  if (group.startsWith('touched-')) {
    return read.touched
      .filter(({ type, userId }) => `touched-${type}` === group && people.has(userId))
      .sort((a, b) => b.calls + b.meetings - a.calls - a.meetings)
      .map(({ companyId, userId, type, calls, meetings }) => ({
        ...base,
        companyId: String(companyId),
        name: listName(team, userId),
        type,
        calls,
        meetings,
      }));
  }
  const chosen = read.clients.filter(({ type, userId }) => type === group && people.has(userId));
  const unique = [...new Map(chosen.map((client) => [client.companyId, client])).values()];
  return unique
    .sort((a, b) => b.won - a.won || (a.companyId < b.companyId ? -1 : 1))
    .map(({ companyId, userId, type, won }) => ({ ...base, companyId: String(companyId), name: listName(team, userId), type, won }));
}
