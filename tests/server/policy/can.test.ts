import { describe, expect, it } from 'vitest';
import { createTeam, type Department, type TeamMember } from '#domain/team.ts';
import { toActor } from '#http/portal-context.ts';
import type { Actor } from '#policy/actor.ts';
import { can, type Action, type Resource } from '#policy/can.ts';

const department = (departmentId: bigint, parentId: bigint | null, headId: bigint | null): Department => ({
  departmentId,
  name: '',
  parentId,
  headId,
  sort: 1,
});
const member = (userId: bigint, departmentId: bigint, isActive = true): TeamMember => ({
  userId,
  firstName: '',
  lastName: '',
  isActive,
  departmentIds: [departmentId],
  joinedOn: null,
});

// Company 1 ─ sales 3 ─ wholesale 4; company 1 ─ retail 2.
const team = createTeam(
  [department(1n, null, 10n), department(2n, 1n, 20n), department(3n, 1n, 30n), department(4n, 3n, 40n)],
  [
    member(10n, 1n),
    member(90n, 1n),
    member(20n, 2n),
    member(21n, 2n),
    member(30n, 3n),
    member(40n, 4n),
    member(41n, 4n),
    member(42n, 4n, false),
  ],
);

const actors = {
  admin: toActor(team, { userId: 90n, isAdmin: true }),
  director: toActor(team, { userId: 10n, isAdmin: false }),
  upperHead: toActor(team, { userId: 30n, isAdmin: false }),
  head: toActor(team, { userId: 40n, isAdmin: false }),
  otherHead: toActor(team, { userId: 20n, isAdmin: false }),
  employee: toActor(team, { userId: 41n, isAdmin: false }),
  otherEmployee: toActor(team, { userId: 21n, isAdmin: false }),
  dismissed: toActor(team, { userId: 42n, isAdmin: false }),
  dismissedAdmin: toActor(team, { userId: 42n, isAdmin: true }),
  stranger: toActor(team, { userId: 77n, isAdmin: false }),
} satisfies Record<string, Actor>;

type Name = keyof typeof actors;

const everybody: Name[] = ['admin', 'director', 'upperHead', 'head', 'otherHead', 'employee', 'otherEmployee'];
const top: Name[] = ['admin', 'director'];
const overSales: Name[] = [...top, 'upperHead'];
const overWholesale: Name[] = [...overSales, 'head'];
const overRetail: Name[] = [...top, 'otherHead'];

const scope = (name: string): Resource => ({ kind: 'scope', scope: name });
const talk = (userId: bigint, authorId: bigint, headsAbove: bigint[]): Resource => ({ kind: 'talk-note', userId, authorId, headsAbove });
const review = (name: string, isOneOfThem: boolean): Resource => ({ kind: 'review', scope: name, isOneOfThem });
const sheet = (userId: bigint): Resource => ({ kind: 'sheet', userId });
const portal: Resource = { kind: 'portal' };
const metricValue = (userId: bigint, namedId: bigint | null = null): Resource => ({ kind: 'metric-value', userId, namedId });
const leads = (departmentId: bigint): Resource => ({ kind: 'department', departmentId });

const whoReaches: Readonly<Record<string, readonly Name[]>> = {
  company: top,
  'department:1': top,
  'department:2': overRetail,
  'department:3': overSales,
  'department:4': overWholesale,
  'department:9': [],
  'person:10': top,
  'person:90': top,
  'person:20': overRetail,
  'person:21': [...overRetail, 'otherEmployee'],
  'person:30': overSales,
  'person:40': overWholesale,
  'person:41': [...overWholesale, 'employee'],
  'person:42': overWholesale,
  'person:77': [],
};

const whoSets: Readonly<Record<string, readonly Name[]>> = {
  ...whoReaches,
  'person:10': ['admin'],
  'person:90': ['director'],
  'person:20': top,
  'person:21': overRetail,
  'person:30': top,
  'person:40': overSales,
  'person:41': overWholesale,
};

const scopes = (action: Action, table: Readonly<Record<string, readonly Name[]>>): [Action, string, Resource, readonly Name[]][] =>
  Object.entries(table).map(([name, allowed]) => [action, name, scope(name), allowed]);

const people: readonly bigint[] = [10n, 90n, 20n, 21n, 30n, 40n, 41n, 42n];

const table: [Action, string, Resource, readonly Name[]][] = [
  ...scopes('see-numbers', whoReaches),
  ...scopes('see-plan', whoReaches),
  ...scopes('order-task', whoReaches),
  ...scopes('judge-deal', whoReaches),
  ...scopes('set-plan-line', whoSets),
  ...scopes('adjust-forecast', { ...whoSets, company: [], 'department:1': [], 'department:2': [], 'department:3': [], 'department:4': [] }),
  ...scopes('submit-forecast', {
    ...whoReaches,
    'person:10': ['director'],
    'person:90': ['admin'],
    'person:20': ['otherHead'],
    'person:21': ['otherEmployee'],
    'person:30': ['upperHead'],
    'person:40': ['head'],
    'person:41': ['employee'],
    'person:42': [],
  }),
  ...scopes('assign-norm', whoSets),
  ...scopes('answer-alert', whoSets),
  ...scopes('check-task', whoSets),
  ['see-norms', 'of the portal', portal, [...overWholesale, 'otherHead']],
  ['check-alerts', 'of the portal', portal, [...overWholesale, 'otherHead']],
  ['see-alerts', 'of the portal', portal, everybody],
  ['set-norms', 'of the portal', portal, top],
  ['set-alert-rules', 'of the portal', portal, top],
  ...(['see-sheet', 'write-about-sheet'] as const).flatMap((action) =>
    people.map((id): [Action, string, Resource, readonly Name[]] => [action, `of ${id}`, sheet(id), whoReaches[`person:${id}`] ?? []]),
  ),
  ...people.map((id): [Action, string, Resource, readonly Name[]] => [
    'answer-sheet',
    `of ${id}`,
    sheet(id),
    whoSets[`person:${id}`] ?? [],
  ]),
  ['sign-sheet', 'of 10', sheet(10n), ['director']],
  ['sign-sheet', 'of 90', sheet(90n), ['admin']],
  ['sign-sheet', 'of 20', sheet(20n), ['otherHead']],
  ['sign-sheet', 'of 21', sheet(21n), ['otherEmployee']],
  ['sign-sheet', 'of 30', sheet(30n), ['upperHead']],
  ['sign-sheet', 'of 40', sheet(40n), ['head']],
  ['sign-sheet', 'of 41', sheet(41n), ['employee']],
  ['sign-sheet', 'of 42', sheet(42n), []],
  ['publish-plan', 'of the portal', portal, [...overWholesale, 'otherHead']],
  ['close-plan', 'of the portal', portal, top],
  ['reopen-plan', 'of the portal', portal, ['admin']],
  ['see-card', 'of the portal', portal, everybody],
  ['see-status', 'of the portal', portal, everybody],
  ['see-health', 'of the portal', portal, ['admin']],
  ['refresh-data', 'of the portal', portal, ['admin']],
  ['set-counting', 'of the portal', portal, ['admin']],
  ['set-signing', 'of the portal', portal, ['admin']],
  ['reset-pin', 'of the portal', portal, ['admin']],
  ['see-erasures', 'of the portal', portal, ['admin']],
  ['erase-person', 'of the portal', portal, ['admin']],
  ['see-quiz-questions', 'of the portal', portal, [...overWholesale, 'otherHead']],
  ['archive-quiz-question', 'of the portal', portal, [...overWholesale, 'otherHead']],
  ['add-quiz-question', 'for everybody', scope('company'), top],
  ['add-quiz-question', 'for wholesale', scope('department:4'), overWholesale],
  ['add-quiz-question', 'for retail', scope('department:2'), overRetail],
  ['see-metrics', 'of the portal', portal, everybody],
  ['set-metrics', 'of the portal', portal, ['admin']],
  ...people.flatMap((id): [Action, string, Resource, readonly Name[]][] => [
    ['see-value', `of ${id}`, metricValue(id), whoReaches[`person:${id}`] ?? []],
    ['enter-value', `of ${id}`, metricValue(id), [...new Set<Name>(['admin', ...(whoSets[`person:${id}`] ?? [])])]],
    [
      'see-value',
      `of ${id} in a metric of 21`,
      metricValue(id, 21n),
      [...new Set<Name>(['otherEmployee', ...(whoReaches[`person:${id}`] ?? [])])],
    ],
    [
      'enter-value',
      `of ${id} in a metric of 21`,
      metricValue(id, 21n),
      [...new Set<Name>(['admin', 'otherEmployee', ...(whoSets[`person:${id}`] ?? [])])],
    ],
  ]),
  ['see-value', 'of somebody the portal does not name', metricValue(77n), []],
  ['enter-value', 'of a person in a metric of somebody dismissed', metricValue(21n, 42n), overRetail],
  ['see-people-changes', 'of the portal', portal, [...overWholesale, 'otherHead']],
  ['see-acting-heads', 'of the portal', portal, [...overWholesale, 'otherHead']],
  ['end-acting-head', 'of the portal', portal, [...overWholesale, 'otherHead']],
  ['appoint-acting-head', 'of the company', leads(1n), top],
  ['appoint-acting-head', 'of retail', leads(2n), overRetail],
  ['appoint-acting-head', 'of wholesale', leads(4n), overWholesale],
  ['see-reviews', 'as far as they take part', portal, everybody],
  ['see-review', 'of wholesale, of which one is', review('department:4', true), everybody],
  ['see-review', 'of wholesale', review('department:4', false), overWholesale],
  ['see-review', 'of the company', review('company', false), top],
  ['write-in-review', 'of wholesale, of which one is', review('department:4', true), everybody],
  ['write-in-review', 'of wholesale', review('department:4', false), overWholesale],
  ['run-review', 'of wholesale, of which one is', review('department:4', true), overWholesale],
  ['run-review', 'of the company, of which one is', review('company', true), top],
  ['set-review-causes', 'of the portal', portal, [...overWholesale, 'otherHead']],
  ['see-talk-notes', 'as far as they were one of two', portal, everybody],
  // By the structure: the administrator heads nobody.
  ['see-talk-note', 'with the employee', talk(41n, 40n, [40n, 30n, 10n]), ['director', 'upperHead', 'head', 'employee']],
  ['write-talk-note', 'of their own with the employee', talk(41n, 40n, [40n, 30n, 10n]), ['head']],
  ['write-talk-note', 'with themselves', talk(40n, 40n, [30n, 10n]), []],
  ['write-talk-note', 'with whom they do not lead', talk(41n, 20n, [40n, 30n, 10n]), []],
  ['set-review-series', 'of wholesale', scope('department:4'), overWholesale],
  ['set-review-series', 'of the company', scope('company'), top],
];

const allowed = (action: Action, resource: Resource): Name[] =>
  (Object.keys(actors) as Name[]).filter((name) => can(actors[name], action, resource));

describe('who may do what', () => {
  it.each(table)('%s %s', (action, _name, resource, names) => {
    expect(allowed(action, resource).sort()).toEqual([...names].sort());
  });

  it('answers for every action', () => {
    const actions: Record<Action, true> = {
      'see-numbers': true,
      'see-plan': true,
      'order-task': true,
      'adjust-forecast': true,
      'judge-deal': true,
      'submit-forecast': true,
      'set-plan-line': true,
      'publish-plan': true,
      'close-plan': true,
      'reopen-plan': true,
      'see-sheet': true,
      'sign-sheet': true,
      'write-about-sheet': true,
      'answer-sheet': true,
      'see-card': true,
      'see-status': true,
      'see-health': true,
      'refresh-data': true,
      'set-counting': true,
      'set-signing': true,
      'reset-pin': true,
      'see-erasures': true,
      'erase-person': true,
      'see-quiz-questions': true,
      'add-quiz-question': true,
      'archive-quiz-question': true,
      'see-metrics': true,
      'set-metrics': true,
      'see-value': true,
      'enter-value': true,
      'see-people-changes': true,
      'see-acting-heads': true,
      'end-acting-head': true,
      'appoint-acting-head': true,
      'see-reviews': true,
      'see-review': true,
      'write-in-review': true,
      'run-review': true,
      'set-review-series': true,
      'set-review-causes': true,
      'see-talk-notes': true,
      'see-talk-note': true,
      'write-talk-note': true,
      'see-norms': true,
      'set-norms': true,
      'assign-norm': true,
      'see-alerts': true,
      'answer-alert': true,
      'check-alerts': true,
      'set-alert-rules': true,
      'check-task': true,
    };
    expect(new Set(table.map(([action]) => action))).toEqual(new Set(Object.keys(actions)));
  });
});

describe('nobody', () => {
  it('sets an own line, whatever their rights', () => {
    for (const actor of Object.values(actors)) expect(can(actor, 'set-plan-line', scope(`person:${actor.userId}`))).toBe(false);
  });

  it('signs for another, whatever their rights', () => {
    for (const actor of Object.values(actors)) {
      const others = people.filter((id) => id !== actor.userId);
      expect(others.filter((id) => can(actor, 'sign-sheet', sheet(id)))).toEqual([]);
    }
  });

  it('does anything once dismissed, nor as a stranger to the structure', () => {
    for (const [action, , resource] of table) {
      expect([actors.dismissed, actors.dismissedAdmin, actors.stranger].map((actor) => can(actor, action, resource))).toEqual([
        false,
        false,
        false,
      ]);
    }
  });

  it('is answered yes about a resource of another kind', () => {
    const wrong: [Action, Resource][] = [
      ['see-numbers', portal],
      ['order-task', portal],
      ['see-plan', sheet(41n)],
      ['set-plan-line', portal],
      ['publish-plan', scope('company')],
      ['close-plan', scope('company')],
      ['reopen-plan', scope('company')],
      ['see-sheet', scope('person:41')],
      ['sign-sheet', scope('person:90')],
      ['write-about-sheet', scope('person:41')],
      ['answer-sheet', scope('person:41')],
      ['see-card', sheet(90n)],
      ['see-status', scope('company')],
      ['see-health', scope('company')],
      ['refresh-data', scope('company')],
      ['set-counting', scope('company')],
      ['set-signing', scope('company')],
      ['reset-pin', sheet(41n)],
      ['see-quiz-questions', scope('company')],
      ['add-quiz-question', portal],
      ['archive-quiz-question', scope('company')],
      ['see-metrics', scope('company')],
      ['set-metrics', metricValue(41n)],
      ['see-value', sheet(41n)],
      ['enter-value', scope('person:41')],
      ['see-people-changes', scope('company')],
      ['see-acting-heads', scope('company')],
      ['end-acting-head', { kind: 'department', departmentId: 4n }],
      ['appoint-acting-head', portal],
      ['see-norms', scope('company')],
      ['set-norms', scope('company')],
      ['assign-norm', portal],
      ['see-alerts', scope('company')],
      ['answer-alert', portal],
      ['check-alerts', scope('company')],
      ['set-alert-rules', scope('company')],
      ['check-task', portal],
    ];
    expect(wrong.filter(([action, resource]) => can(actors.admin, action, resource))).toEqual([]);
  });

  it('reaches a scope that is spelled in another way than ours', () => {
    const spellings = [
      'person:040',
      'person: 40',
      'person:0x28',
      'person:abc',
      'person:',
      'department:',
      'department:04',
      'team:4',
      'person',
      '',
    ];
    expect(spellings.filter((name) => can(actors.head, 'set-plan-line', scope(name)))).toEqual([]);
  });
});

describe('an administrator', () => {
  it('whom the structure does not name still sees the company and sets plans of others', () => {
    const installer = toActor(team, { userId: 500n, isAdmin: true });
    expect(can(installer, 'see-numbers', scope('company'))).toBe(true);
    expect(can(installer, 'set-plan-line', scope('person:41'))).toBe(true);
    expect(can(installer, 'set-plan-line', scope('person:500'))).toBe(false);
  });
});

describe('a company with several roots', () => {
  it('is seen only by somebody who heads them all', () => {
    const halves = createTeam([department(1n, null, 5n), department(2n, null, 6n)], [member(5n, 1n), member(6n, 2n), member(7n, 2n)]);
    expect(can(toActor(halves, { userId: 5n, isAdmin: false }), 'see-numbers', scope('company'))).toBe(false);
    const both = createTeam([department(1n, null, 5n), department(2n, null, 5n)], [member(5n, 1n)]);
    expect(can(toActor(both, { userId: 5n, isAdmin: false }), 'see-numbers', scope('company'))).toBe(true);
  });

  it('is seen by nobody but administrators before the structure was read', () => {
    const nothing = createTeam([], []);
    expect(can(toActor(nothing, { userId: 5n, isAdmin: false }), 'see-numbers', scope('company'))).toBe(false);
    expect(can(toActor(nothing, { userId: 5n, isAdmin: true }), 'see-numbers', scope('company'))).toBe(true);
  });
});
