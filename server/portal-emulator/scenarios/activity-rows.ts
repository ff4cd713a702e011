import type { PortalActivity, PortalCall } from '../portal-data.ts';
import type { CallDraft } from './calls.ts';
import type { DealDraft, NextStep } from './deal-draft.ts';
import type { NumberedDeal } from './deal-rows.ts';
import { minuteMs, toInstant } from './moscow-time.ts';
import { people } from './people.ts';
import type { DealTouch } from './touches.ts';

/** Activities of deals, done and planned; `touchIds` leads from a touch to its number. */
export function toActivities(
  deals: readonly NumberedDeal[],
  touches: readonly DealTouch[],
): { activities: PortalActivity[]; touchIds: ReadonlyMap<DealTouch, number> } {
  const dealIds = new Map(deals.map(([id, draft]) => [draft, id]));
  const done = touches.map((touch) => ({ at: touch.at, touch, row: doneActivity(touch, dealIds.get(touch.deal) ?? 0) }));
  const planned = deals.flatMap(([id, draft]) =>
    draft.nextSteps.map((step) => ({ at: step.plannedAt, touch: null, row: plannedActivity(draft, id, step) })),
  );
  const touchIds = new Map<DealTouch, number>();
  const activities = [...done, ...planned]
    .sort((left, right) => left.at - right.at)
    .map(({ touch, row }, index) => {
      if (touch !== null) touchIds.set(touch, index + 1);
      return { ...row, id: index + 1 };
    });
  return { activities, touchIds };
}

export function toCalls(
  rows: readonly CallDraft[],
  touchIds: ReadonlyMap<DealTouch, number>,
  companyIds: ReadonlyMap<string, number>,
  otherClients: ReadonlyMap<CallDraft, number | null>,
): PortalCall[] {
  return rows.map((row, index) => {
    const companyId = companyIds.get(row.touch?.deal.company ?? '') ?? otherClients.get(row) ?? undefined;
    return {
      id: index + 1,
      userId: people[row.seller],
      type: row.type,
      seconds: row.seconds,
      code: row.code,
      startedAt: toInstant(row.at),
      phone: `+7000${String(1_000_000 + ((index * 7919) % 8_999_999)).padStart(7, '0')}`,
      crmEntity: companyId === undefined ? null : { type: 'COMPANY', id: companyId },
      activityId: row.touch === null ? null : (touchIds.get(row.touch) ?? null),
    };
  });
}

const activityKinds = {
  meeting: { typeId: 1, providerId: 'CRM_MEETING' },
  call: { typeId: 2, providerId: 'VOXIMPLANT_CALL' },
  mail: { typeId: 4, providerId: 'CRM_EMAIL' },
  todo: { typeId: 6, providerId: 'CRM_TODO' },
} as const;

type UnnumberedActivity = Omit<PortalActivity, 'id'>;

function doneActivity(touch: DealTouch, dealId: number): UnnumberedActivity {
  const kind = touch.kind;
  const at = toInstant(touch.at);
  return {
    ...activityKinds[kind],
    ownerTypeId: 2,
    ownerId: dealId,
    responsibleId: people[touch.seller],
    direction: kind === 'meeting' ? 0 : touch.direction,
    isCompleted: true,
    subject: touch.subject,
    createdAt: at,
    startAt: at,
    // A meeting takes from an hour to an hour and three quarters.
    ...(kind === 'meeting' ? { endAt: toInstant(touch.at + (60 + 15 * (dealId % 4)) * minuteMs) } : {}),
    modifiedAt: at,
    deadline: null,
  };
}

/** Bitrix24 plans calls as universal activities; only a held call has the type of a call. */
function plannedActivity(draft: DealDraft, dealId: number, step: NextStep): UnnumberedActivity {
  const plannedAt = toInstant(step.plannedAt);
  return {
    ...activityKinds[step.kind === 'meeting' ? 'meeting' : 'todo'],
    ownerTypeId: 2,
    ownerId: dealId,
    responsibleId: people[draft.responsible],
    direction: 0,
    isCompleted: false,
    subject: step.subject,
    createdAt: plannedAt,
    startAt: toInstant(step.at),
    modifiedAt: plannedAt,
    deadline: toInstant(step.at),
  };
}
