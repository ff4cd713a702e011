import { addActivity, changeActivity, removeActivity } from '#portal-emulator/activity-changes.ts';
import { addDeal, changeDeal, removeDeal } from '#portal-emulator/deal-changes.ts';
import { finishCall, registerCall } from '#portal-emulator/external-calls.ts';
import type { PortalActivity, PortalData, PortalDeal, PortalStageMove, PortalUser } from '#portal-emulator/portal-data.ts';
import type { Portal } from '#portal-emulator/portal.ts';
import type { SeededRandom } from '#portal-emulator/scenarios/seeded-random.ts';
import type { FaultLog } from './fault-log.ts';

/** People who work in the portal while it is read: one deed at a call, chosen by the seed. */
export interface People {
  work(): void;
}

interface Removed {
  readonly deal: PortalDeal;
  readonly moves: readonly PortalStageMove[];
}

export function createPeople(portal: Portal, random: SeededRandom, log: FaultLog): People {
  const { state } = portal;
  const removed: Removed[] = [];
  const admin = (): PortalUser => pick(state.data.users.filter(({ isAdmin }) => isAdmin));
  const anyDeal = (): PortalDeal => pick(state.deals.rows);
  const anyCallActivity = (): PortalActivity => pick(state.activities.rows);
  const seller = (): number => pick(state.data.users).id;
  const amount = (): string => `${random.between(0, 900_000)}.${String(random.between(0, 99)).padStart(2, '0')}`;
  const stageOf = (categoryId: number): string => pick(portal.stages.ofCategory(categoryId)).statusId;
  const instant = (): string => `${new Date(portal.options.businessClock().getTime()).toISOString().slice(0, 19)}Z`;
  const day = (): string => new Date(portal.options.businessClock().getTime() + random.between(-20, 60) * dayMs).toISOString().slice(0, 10);

  function pick<T>(items: readonly T[]): T {
    return random.pick(items);
  }

  /** Past the card: no event, and the time of change stays. */
  const changeQuietly = (deal: PortalDeal): string => {
    const change = pick([
      { amount: amount() },
      { responsibleId: seller() },
      { closeDate: day() },
      { isRepeat: !deal.isRepeat },
      { companyId: random.between(1, 10) },
    ]);
    state.record({ kind: 'deal-changed', deal: { ...deal, ...change }, move: null, byId: admin().id });
    log.fire('change without DATE_MODIFY');
    log.fire('change without an event');
    return `deal ${deal.id} ${Object.keys(change).join()}`;
  };
  const remove = (deal: PortalDeal): string => {
    removed.push({ deal, moves: state.dealMoves.rows.filter(({ dealId }) => dealId === deal.id) });
    removeDeal(portal, admin(), deal.id);
    return `deal ${deal.id}`;
  };
  /** Out of the recycle bin, with its history and its old time of change. */
  const restore = (): string => {
    const last = removed.pop();
    if (!last) return 'nothing';
    const { deal, moves } = last;
    for (const move of moves) state.record({ kind: 'deal-changed', deal, move, byId: admin().id });
    portal.sender.send('ONCRMDEALADD', { FIELDS: { ID: deal.id } }, admin().id);
    return `deal ${deal.id}`;
  };
  const call = (): string => {
    const startedAt = instant();
    const phone = `+7900000${random.between(1000, 1060)}`;
    const crmEntity = random.chance(0.6) ? { type: 'COMPANY' as const, id: random.between(1, 10) } : null;
    const userId = seller();
    const announced = { userId, type: pick([1, 2] as const), phone, startedAt, lineNumber: '', externalCallId: null, crmEntity };
    const running = registerCall(portal, admin(), announced, false).call;
    const seconds = random.between(0, 400);
    const outcome = { userId, seconds, code: seconds > 0 ? '200' : '304', failedReason: '', cost: 0, costCurrency: 'RUB', vote: 0 };
    return `call ${finishCall(portal, admin(), running, outcome).id}`;
  };
  /** A row of statistics is completed after it has been shown, and nothing tells of it. */
  const completeCall = (): string => {
    const last = state.calls.rows.slice(-20).filter(({ external }) => external !== undefined);
    if (last.length === 0) return 'nothing';
    const row = pick(last);
    const { external } = row;
    if (external === undefined) return 'nothing';
    state.record({ kind: 'call-finished', call: { ...row, external, seconds: row.seconds + 7, code: '200' } });
    return `call ${row.id}`;
  };
  const addCallActivity = (): string => {
    const at = instant();
    const draft = {
      typeId: 2 as const,
      providerId: 'CRM_CALL',
      ownerTypeId: 2 as const,
      ownerId: anyDeal().id,
      responsibleId: seller(),
      direction: 2 as const,
    };
    return `activity ${addActivity(portal, admin(), { ...draft, isCompleted: random.chance(0.5), subject: 'Звонок', startAt: at, deadline: at })}`;
  };
  const changeAnyActivity = (): string => {
    const activity = anyCallActivity();
    changeActivity(
      portal,
      admin(),
      activity,
      pick([{ isCompleted: !activity.isCompleted }, { responsibleId: seller() }, { startAt: instant() }]),
    );
    return `activity ${activity.id}`;
  };
  const changeActivityQuietly = (): string => {
    const activity = anyCallActivity();
    const { bindings, ...row } = activity;
    state.record({
      kind: 'activity-saved',
      activity: { ...row, ...(bindings ? { bindings: [...bindings] } : {}), isCompleted: !row.isCompleted },
    });
    log.fire('change without DATE_MODIFY');
    return `activity ${activity.id}`;
  };
  const removeAnyActivity = (): string => {
    const activity = anyCallActivity();
    removeActivity(portal, admin(), activity);
    return `activity ${activity.id}`;
  };
  const changeCompany = (change: Partial<PortalData>): void => {
    const data = { ...state.data, ...change };
    Object.assign(state, { data, users: new Map(data.users.map((user) => [user.id, user])) });
  };
  const changePeople = (): string => {
    const { users } = state.data;
    const staff = users.filter(({ isAdmin }) => !isAdmin);
    const person = pick(staff);
    const hired = { ...person, id: Math.max(...users.map(({ id }) => id)) + 1, name: 'Новый', isActive: true };
    const changed = pick([
      { lastName: `Иванова-${random.between(1, 99)}` },
      { isActive: !person.isActive },
      { departmentIds: [random.between(1, 2)] },
      { position: 'Старший менеджер' },
    ]);
    if (random.chance(0.3)) changeCompany({ users: [...users, hired] });
    else changeCompany({ users: users.map((user) => (user.id === person.id ? { ...user, ...changed } : user)) });
    return 'people';
  };
  const changeDepartments = (): string => {
    const { departments } = state.data;
    const next = Math.max(...departments.map(({ id }) => id)) + 1;
    const added = { id: next, name: `Отдел ${next}`, parentId: 1, headId: null, sort: next * 100 };
    const isRemoving = departments.length > 3 && random.chance(0.4);
    if (isRemoving) changeCompany({ departments: departments.slice(0, -1) });
    else if (random.chance(0.5)) changeCompany({ departments: [...departments, added] });
    else
      changeCompany({
        departments: departments.map((row) =>
          row.id === 2 ? { ...row, headId: seller(), name: `Продажи ${random.between(1, 99)}` } : row,
        ),
      });
    return 'departments';
  };
  const change = (deal: PortalDeal, by: Parameters<typeof changeDeal>[3]): string => {
    changeDeal(portal, admin(), deal.id, by);
    return `deal ${deal.id} ${Object.values(by).join()}`;
  };
  const inOneOf = (categoryId: number) => ({ categoryId, stageId: stageOf(categoryId) });

  const deeds: readonly (readonly [number, string, () => string])[] = [
    [
      5,
      'creates',
      () =>
        `deal ${addDeal(portal, admin(), { ...inOneOf(pick([0, 2])), amount: amount(), currency: pick(['RUB', 'USD']), responsibleId: seller() })}`,
    ],
    [
      8,
      'moves',
      () => {
        const deal = anyDeal();
        return change(deal, { stageId: stageOf(deal.categoryId) });
      },
    ],
    [2, 'moves to a pipeline', () => change(anyDeal(), inOneOf(pick([0, 2])))],
    [5, 'changes the amount', () => change(anyDeal(), { amount: amount() })],
    [3, 'hands over', () => change(anyDeal(), { responsibleId: seller() })],
    [2, 'changes the close date', () => change(anyDeal(), { closeDate: pick([day(), null]) })],
    [4, 'deletes', () => remove(anyDeal())],
    [2, 'restores', restore],
    [4, 'changes quietly', () => changeQuietly(anyDeal())],
    [5, 'calls', call],
    [2, 'completes quietly', completeCall],
    [3, 'adds', addCallActivity],
    [3, 'changes', changeAnyActivity],
    [2, 'changes quietly', changeActivityQuietly],
    [2, 'deletes', removeAnyActivity],
    [2, 'changes', changePeople],
    [2, 'changes', changeDepartments],
  ];
  const total = deeds.reduce((sum, [weight]) => sum + weight, 0);

  return {
    work: () => {
      let left = random.next() * total;
      const deed = deeds.find(([weight]) => (left -= weight) < 0) ?? deeds[0];
      if (deed) log.note(`somebody ${deed[1]} ${deed[2]()}`);
    },
  };
}

const dayMs = 86_400_000;
