import type { PortalDeal } from '../portal-data.ts';
import type { TaskRow } from '../records/task.ts';
import { moscow, toInstant, workMoment, workdaysBetween } from './moscow-time.ts';
import { demoNow } from './november.ts';
import type { SeededRandom } from './seeded-random.ts';

const titles = ['Отправить договор', 'Уточнить срок поставки', 'Согласовать скидку', 'Подготовить образцы', 'Сверить остатки'] as const;

/** Tasks of the last two weeks about open deals; most of the older ones are done, some are overdue. */
export function dealTasks(
  random: SeededRandom,
  { deals, count, headOf }: { deals: readonly PortalDeal[]; count: number; headOf: (userId: number) => number },
): TaskRow[] {
  const drawn = random.shuffle(deals).slice(0, count);
  const days = workdaysBetween('2026-11-02', '2026-11-13');
  const created = drawn
    .map((deal) => ({ deal, createdAt: workMoment(random, random.pick(days)) }))
    .sort((a, b) => a.createdAt - b.createdAt);
  return created.map(({ deal, createdAt }, index) => {
    const deadline = createdAt + random.between(1, 7) * 86_400_000;
    const isDone = deadline < moscow(demoNow) && random.chance(0.8);
    const closedAt = isDone ? Math.min(deadline, moscow(demoNow) - 3_600_000) : null;
    return toTask(deal, index + 1, {
      title: random.pick(titles),
      createdAt,
      deadline,
      closedAt,
      ...stateOf(deal, index, { closedAt, headOf }),
    });
  });
}

/** Two of five tasks come from the head; of the open ones some run, some wait for the head's word and some were put off. */
function stateOf(
  deal: PortalDeal,
  index: number,
  { closedAt, headOf }: { closedAt: number | null; headOf: (userId: number) => number },
): Pick<TaskDraft, 'by' | 'status'> {
  const by = index % 5 < 2 ? headOf(deal.responsibleId) : deal.responsibleId;
  if (closedAt !== null) return { by, status: 5 };
  if (by !== deal.responsibleId) return { by, status: index % 3 === 0 ? 4 : 3 };
  return { by, status: index % 7 === 0 ? 6 : index % 2 === 0 ? 3 : 2 };
}

interface TaskDraft {
  readonly title: string;
  readonly createdAt: number;
  readonly deadline: number;
  readonly closedAt: number | null;
  readonly by: number;
  readonly status: 2 | 3 | 4 | 5 | 6;
}

function toTask(deal: PortalDeal, id: number, { title, createdAt, deadline, closedAt, by, status }: TaskDraft): TaskRow {
  const changedAt = toInstant(closedAt ?? createdAt);
  return {
    id,
    title,
    description: '',
    status,
    priority: 1,
    mark: null,
    parentId: null,
    groupId: 0,
    stageId: 0,
    createdById: by,
    responsibleId: deal.responsibleId,
    accompliceIds: [],
    auditorIds: [],
    createdAt: toInstant(createdAt),
    changedAt,
    changedById: deal.responsibleId,
    statusChangedAt: changedAt,
    statusChangedById: deal.responsibleId,
    closedAt: closedAt === null ? null : changedAt,
    closedById: closedAt === null ? null : deal.responsibleId,
    activityAt: changedAt,
    startedAt: null,
    deadline: toInstant(deadline),
    plannedStartAt: null,
    plannedEndAt: null,
    guid: `{00000000-0000-4000-8000-${String(id).padStart(12, '0')}}`,
    xmlId: null,
    version: closedAt === null ? 1 : 2,
    timeEstimateSeconds: 0,
    isDeadlineOpen: true,
    isTimeTracked: false,
    isControlled: by !== deal.responsibleId,
    isInReport: false,
    skipsDaysOff: false,
    tags: [],
    crmCodes: [`D_${deal.id}`],
    parameterCodes: [],
    favoriteOf: [],
    views: [],
  };
}
