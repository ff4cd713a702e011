import type { Actor } from './actor.ts';

/**
 * What an endpoint asks about: a scope `company`, `department:ID` or `person:ID`, a person's sheet, a department to lead,
 * a person's number of a metric that `namedId` enters, a review of a scope that the person may be one of,
 * a talk of two people with the heads above the one it is about, or the portal itself.
 */
export type Resource =
  | { readonly kind: 'scope'; readonly scope: string }
  | { readonly kind: 'sheet'; readonly userId: bigint }
  | { readonly kind: 'department'; readonly departmentId: bigint }
  | { readonly kind: 'metric-value'; readonly userId: bigint; readonly namedId: bigint | null }
  | { readonly kind: 'review'; readonly scope: string; readonly isOneOfThem: boolean }
  | { readonly kind: 'talk-note'; readonly userId: bigint; readonly authorId: bigint; readonly headsAbove: readonly bigint[] }
  | { readonly kind: 'portal' };

export type Action =
  | 'see-numbers'
  | 'see-plan'
  | 'order-task'
  | 'adjust-forecast'
  | 'judge-deal'
  | 'submit-forecast'
  | 'set-plan-line'
  | 'publish-plan'
  | 'close-plan'
  | 'reopen-plan'
  | 'see-sheet'
  | 'sign-sheet'
  | 'write-about-sheet'
  | 'answer-sheet'
  | 'set-signing'
  | 'reset-pin'
  | 'see-erasures'
  | 'erase-person'
  | 'see-quiz-questions'
  | 'add-quiz-question'
  | 'archive-quiz-question'
  | 'see-card'
  | 'see-status'
  | 'see-health'
  | 'refresh-data'
  | 'set-counting'
  | 'see-metrics'
  | 'set-metrics'
  | 'see-value'
  | 'enter-value'
  | 'see-people-changes'
  | 'see-acting-heads'
  | 'end-acting-head'
  | 'appoint-acting-head'
  | 'see-reviews'
  | 'see-review'
  | 'write-in-review'
  | 'run-review'
  | 'set-review-series'
  | 'set-review-causes'
  | 'see-talk-notes'
  | 'see-talk-note'
  | 'write-talk-note'
  | 'see-norms'
  | 'set-norms'
  | 'assign-norm'
  | 'see-alerts'
  | 'answer-alert'
  | 'check-alerts'
  | 'set-alert-rules'
  | 'check-task';

type Rule = (actor: Actor, resource: Resource) => boolean;

/** One row per action; everything not said here is refused. */
const rules: Readonly<Record<Action, Rule>> = {
  'see-numbers': (actor, resource) => resource.kind === 'scope' && reaches(actor, resource.scope),
  'see-plan': (actor, resource) => resource.kind === 'scope' && reaches(actor, resource.scope),
  // A task of one's own deal, or of somebody below; for whom the deal is, the reply looks.
  'order-task': (actor, resource) => resource.kind === 'scope' && reaches(actor, resource.scope),
  // Persons only, so that rows add up, and nobody their own.
  'adjust-forecast': (actor, resource) =>
    resource.kind === 'scope' &&
    resource.scope.startsWith('person:') &&
    resource.scope !== `person:${actor.userId}` &&
    heads(actor) &&
    reaches(actor, resource.scope),
  // What a deal counts as and how likely it is: the responsible and the heads above.
  'judge-deal': (actor, resource) => resource.kind === 'scope' && reaches(actor, resource.scope),
  // One's own word: of oneself, or of whom one leads; nobody speaks for a person below or for a level above.
  'submit-forecast': (actor, resource) =>
    resource.kind === 'scope' &&
    (resource.scope.startsWith('person:') ? resource.scope === `person:${actor.userId}` : reaches(actor, resource.scope)),
  'set-plan-line': (actor, resource) =>
    resource.kind === 'scope' && heads(actor) && resource.scope !== `person:${actor.userId}` && reaches(actor, resource.scope),
  'publish-plan': (actor, resource) => resource.kind === 'portal' && heads(actor),
  // A closing is about everybody's numbers.
  'close-plan': (actor, resource) => resource.kind === 'portal' && actor.seesCompany,
  'reopen-plan': (actor, resource) => resource.kind === 'portal' && actor.isAdmin,
  'see-sheet': (actor, resource) => resource.kind === 'sheet' && actor.people.has(resource.userId),
  // Nobody signs for another, whatever their rights.
  'sign-sheet': (actor, resource) => resource.kind === 'sheet' && resource.userId === actor.userId,
  // The person and the heads above.
  'write-about-sheet': (actor, resource) => resource.kind === 'sheet' && actor.people.has(resource.userId),
  'answer-sheet': (actor, resource) => resource.kind === 'sheet' && resource.userId !== actor.userId && actor.people.has(resource.userId),
  'set-signing': (actor, resource) => resource.kind === 'portal' && actor.isAdmin,
  'reset-pin': (actor, resource) => resource.kind === 'portal' && actor.isAdmin,
  'see-erasures': (actor, resource) => resource.kind === 'portal' && actor.isAdmin,
  'erase-person': (actor, resource) => resource.kind === 'portal' && actor.isAdmin,
  'see-quiz-questions': (actor, resource) => resource.kind === 'portal' && heads(actor),
  // Of one's own people; a question for everybody is asked by who sees everybody.
  'add-quiz-question': (actor, resource) => resource.kind === 'scope' && heads(actor) && reaches(actor, resource.scope),
  // Which of them, the reply asks by whom it is for.
  'archive-quiz-question': (actor, resource) => resource.kind === 'portal' && heads(actor),
  // The portal showed the card to this person; what it says about plans of others is left out by the reply.
  'see-card': (_actor, resource) => resource.kind === 'portal',
  'see-status': (_actor, resource) => resource.kind === 'portal',
  // It names rows of everybody and what the portal refuses us, so it is for administrators of the portal.
  'see-health': (actor, resource) => resource.kind === 'portal' && actor.isAdmin,
  'refresh-data': (actor, resource) => resource.kind === 'portal' && actor.isAdmin,
  'set-counting': (actor, resource) => resource.kind === 'portal' && actor.isAdmin,
  // Which metrics there are stands in every plan; whose numbers are told with them is asked one by one.
  'see-metrics': (_actor, resource) => resource.kind === 'portal',
  'set-metrics': (actor, resource) => resource.kind === 'portal' && actor.isAdmin,
  'see-value': (actor, resource) =>
    resource.kind === 'metric-value' && (actor.userId === resource.namedId || actor.people.has(resource.userId)),
  // Nobody but an administrator or whom the metric names enters a number of their own.
  'enter-value': (actor, resource) =>
    resource.kind === 'metric-value' &&
    (actor.userId === resource.namedId || actor.isAdmin || (actor.userId !== resource.userId && actor.people.has(resource.userId))),
  'see-people-changes': (actor, resource) => resource.kind === 'portal' && heads(actor),
  'see-acting-heads': (actor, resource) => resource.kind === 'portal' && heads(actor),
  // Which of them, the reply asks by the department: one's own head, or whoever does it.
  'end-acting-head': (actor, resource) => resource.kind === 'portal' && heads(actor),
  // Who stands in for a head passes it on to nobody.
  'appoint-acting-head': (actor, resource) => resource.kind === 'department' && (actor.isAdmin || actor.leads.has(resource.departmentId)),
  // Everybody takes part in some; which ones and what of them, the reply asks one by one.
  'see-reviews': (_actor, resource) => resource.kind === 'portal',
  'see-review': (actor, resource) => resource.kind === 'review' && (resource.isOneOfThem || reaches(actor, resource.scope)),
  'write-in-review': (actor, resource) => resource.kind === 'review' && (resource.isOneOfThem || reaches(actor, resource.scope)),
  'run-review': (actor, resource) => resource.kind === 'review' && heads(actor) && reaches(actor, resource.scope),
  'set-review-series': (actor, resource) => resource.kind === 'scope' && heads(actor) && reaches(actor, resource.scope),
  // The catalogue is everybody's: a cause of one's own is added by anybody, names and order are kept by heads.
  'set-review-causes': (actor, resource) => resource.kind === 'portal' && heads(actor),
  // Which of them, the reply asks one by one.
  'see-talk-notes': (_actor, resource) => resource.kind === 'portal',
  // The two, and who leads the person by the structure: neither administrators nor who stands in for a head.
  'see-talk-note': (actor, resource) =>
    resource.kind === 'talk-note' &&
    (resource.authorId === actor.userId || resource.userId === actor.userId || resource.headsAbove.includes(actor.userId)),
  'write-talk-note': (actor, resource) =>
    resource.kind === 'talk-note' &&
    resource.authorId === actor.userId &&
    resource.userId !== actor.userId &&
    heads(actor) &&
    actor.people.has(resource.userId),
  'see-norms': (actor, resource) => resource.kind === 'portal' && heads(actor),
  // Norms of a profile hold for people of all departments.
  'set-norms': (actor, resource) => resource.kind === 'portal' && actor.seesCompany,
  // A person sees the words about themselves.
  'see-alerts': (_actor, resource) => resource.kind === 'portal',
  // What is done about somebody is decided by heads above, never by the person alone.
  'answer-alert': (actor, resource) =>
    resource.kind === 'scope' && heads(actor) && resource.scope !== `person:${actor.userId}` && reaches(actor, resource.scope),
  'check-alerts': (actor, resource) => resource.kind === 'portal' && heads(actor),
  // Nobody looks after their own tasks for the company.
  'check-task': (actor, resource) =>
    resource.kind === 'scope' && heads(actor) && resource.scope !== `person:${actor.userId}` && reaches(actor, resource.scope),
  'set-alert-rules': (actor, resource) => resource.kind === 'portal' && actor.seesCompany,
  'assign-norm': (actor, resource) =>
    resource.kind === 'scope' && heads(actor) && resource.scope !== `person:${actor.userId}` && reaches(actor, resource.scope),
};

export function can(actor: Actor, action: Action, resource: Resource): boolean {
  return actor.isActive && rules[action](actor, resource);
}

/** What changes the numbers of others or shows what stays among administrators: who is one must be one now, not some minutes ago. */
const actsOfAdministrators: ReadonlySet<Action> = new Set<Action>([
  'publish-plan',
  'close-plan',
  'reopen-plan',
  'set-plan-line',
  'adjust-forecast',
  'judge-deal',
  'submit-forecast',
  'see-health',
  'refresh-data',
  'set-counting',
  'set-signing',
  'reset-pin',
  'see-erasures',
  'erase-person',
  'add-quiz-question',
  'archive-quiz-question',
  'answer-sheet',
  'set-metrics',
  'enter-value',
  'end-acting-head',
  'appoint-acting-head',
  'set-norms',
  'assign-norm',
  'answer-alert',
  'set-alert-rules',
  'check-task',
]);

export function isActOfAdministrators(action: Action): boolean {
  return actsOfAdministrators.has(action);
}

function heads(actor: Actor): boolean {
  return actor.seesCompany || actor.departments.size > 0;
}

function reaches(actor: Actor, scope: string): boolean {
  if (scope === 'company') return actor.seesCompany;
  // One spelling only, so that a rule about a scope cannot be walked around by writing it differently.
  const [, kind, id] = /^(department|person):([1-9]\d{0,17})$/.exec(scope) ?? [];
  if (kind === undefined || id === undefined) return false;
  return kind === 'department' ? actor.departments.has(BigInt(id)) : actor.people.has(BigInt(id));
}
