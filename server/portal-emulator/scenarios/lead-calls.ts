import type { PortalActivity, PortalCall, PortalLead } from '../portal-data.ts';
import { minuteMs } from './moscow-time.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Minutes after which a person gets to a new lead. */
const delays = [6, 6, 15, 40, 95, 180];
const mostCalls = 3;

/**
 * Conversations that were about leads: of those that belong to no deal, some of the person's next ones after the lead came.
 * A few leads nobody has called yet.
 */
export function withLeadCalls(
  random: SeededRandom,
  leads: readonly PortalLead[],
  portal: { readonly calls: readonly PortalCall[]; readonly activities: readonly PortalActivity[] },
): { calls: PortalCall[]; activities: PortalActivity[] } {
  const free = Map.groupBy(
    portal.calls.filter((call) => call.activityId === null && call.code === '200' && call.seconds > 30 && call.type <= 2),
    ({ userId }) => userId,
  );
  const leadOf = new Map<PortalCall, PortalLead>();
  for (const lead of leads) {
    const wanted = random.chance(0.15) ? 0 : random.between(1, mostCalls);
    const since = Date.parse(lead.createdAt) + random.pick(delays) * minuteMs;
    const until = lead.statusId === 'CONVERTED' || lead.statusId === 'JUNK' ? Date.parse(lead.movedAt) : Infinity;
    const own = (free.get(lead.responsibleId) ?? []).filter((call) => {
      const at = Date.parse(call.startedAt);
      return !leadOf.has(call) && at >= since && at < until;
    });
    for (const call of own.slice(0, wanted)) leadOf.set(call, lead);
  }
  const activities = [...portal.activities];
  const calls = portal.calls.map((call) => {
    const lead = leadOf.get(call);
    if (lead === undefined) return call;
    const id = activities.length + 1;
    activities.push(toActivity(id, lead, call));
    return { ...call, activityId: id, crmEntity: { type: 'LEAD' as const, id: lead.id } };
  });
  return { calls, activities };
}

function toActivity(id: number, lead: PortalLead, { type, startedAt, userId }: PortalCall): PortalActivity {
  return {
    id,
    typeId: 2,
    providerId: 'VOXIMPLANT_CALL',
    ownerTypeId: 1,
    ownerId: lead.id,
    responsibleId: userId,
    direction: type === 1 ? 2 : 1,
    isCompleted: true,
    subject: type === 1 ? 'Исходящий звонок' : 'Входящий звонок',
    createdAt: startedAt,
    startAt: startedAt,
    modifiedAt: startedAt,
    deadline: null,
  };
}
