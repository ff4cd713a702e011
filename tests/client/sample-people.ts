import type { ActingHead, ActingHeads } from '#contract/acting-heads.ts';
import type { HandoverResult, PeopleChange, PeopleChanges } from '#contract/people-changes.ts';

const place = { departmentId: '5', name: 'Оптовые продажи' };
const basic: PeopleChange = {
  kind: 'left',
  userId: '11',
  name: 'Смирнов Олег',
  department: place,
  day: '2026-11-13',
  dayBy: 'seen',
  until: null,
  from: null,
  to: null,
  workdays: 9,
  lines: [
    {
      metric: 'revenue',
      plan: '4200000.00',
      current: '4200000.00',
      keepsByWorkdays: '1890000.00',
      openByWorkdays: '2310000.00',
      keepsByFact: '1620000.00',
      openByFact: '2580000.00',
    },
  ],
  proposed: [],
  isSettled: false,
  mayPlan: true,
};

export function buildChange(change: Partial<PeopleChange> = {}): PeopleChange {
  return { ...basic, ...change };
}

export function buildPeople(change: Partial<PeopleChanges> = {}): PeopleChanges {
  return {
    month: '2026-11',
    currency: 'RUB',
    workdays: 20,
    changes: [
      buildChange(),
      buildChange({
        kind: 'joined',
        userId: '21',
        name: 'Новикова Ирина',
        day: '2026-11-09',
        dayBy: 'portal',
        workdays: 15,
        lines: [],
        proposed: [{ metric: 'revenue', ofColleague: '4000000.00', colleagues: 2, value: '3000000.00' }],
      }),
    ],
    receivers: [
      { userId: '31', name: 'Зайцев Пётр', departmentId: '7' },
      { userId: '12', name: 'Петров Иван', departmentId: '5' },
    ],
    ...change,
  };
}

export function buildHandover(): HandoverResult {
  return {
    lines: [
      { metric: 'revenue', scope: 'person:11', name: 'Смирнов Олег', from: '4200000.00', to: '1620000.00' },
      { metric: 'revenue', scope: 'person:12', name: 'Петров Иван', from: '4460000.00', to: '7040000.00' },
    ],
    dimensions: [],
    sums: [{ metric: 'revenue', department: place, from: '8660000.00', to: '8660000.00' }],
  };
}

export function buildActing(change: Partial<ActingHead> = {}): ActingHead {
  return {
    id: '01890a5d-ac96-774b-bcce-b302099a8057',
    departmentId: '5',
    departmentName: 'Оптовые продажи',
    head: { userId: '16', name: 'Ковалёва Марина' },
    acting: { userId: '12', name: 'Петров Иван' },
    fromDay: '2026-11-16',
    toDay: '2026-11-27',
    reason: 'Отпуск',
    createdAt: '2026-11-13T07:00:00.000Z',
    createdBy: 'Марина Ковалёва',
    endedAt: null,
    endedBy: null,
    state: 'in-force',
    mayEnd: true,
    ...change,
  };
}

export function buildActingHeads(change: Partial<ActingHeads> = {}): ActingHeads {
  return {
    today: '2026-11-16',
    list: [],
    departments: [{ departmentId: '5', name: 'Оптовые продажи', head: { userId: '16', name: 'Ковалёва Марина' } }],
    people: [
      { userId: '16', name: 'Ковалёва Марина' },
      { userId: '12', name: 'Петров Иван' },
    ],
    ...change,
  };
}
