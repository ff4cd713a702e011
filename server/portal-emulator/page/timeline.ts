import { h } from './dom.ts';
import { icon, type IconName } from './icons.ts';
import type { Portal } from './portal-context.ts';
import type { Activity, Move } from './records.ts';
import type { Words } from './words.ts';

type Kind = keyof Words['activityKinds'];

const icons: Readonly<Record<Kind, IconName>> = { meeting: 'people', call: 'phone', email: 'chat', task: 'tasks', other: 'calendar' };

/** What was done about a record and what is planned. */
export function timeline(portal: Portal, activities: readonly Activity[]): HTMLElement {
  if (activities.length === 0) return h('p', { class: 'quiet-line' }, portal.words.noActivities);
  return h('ol', { class: 'timeline' }, ...activities.map((activity) => drawActivity(portal, activity)));
}

/** Moves of a record from stage to stage. */
export function moves(portal: Portal, history: readonly Move[], stageHeading: string): HTMLElement {
  const { words, formats } = portal;
  if (history.length === 0) return h('p', { class: 'quiet-line' }, words.noHistory);
  return h(
    'table',
    { class: 'moves' },
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, words.when), h('th', { scope: 'col' }, stageHeading))),
    h('tbody', {}, ...history.map((move) => h('tr', {}, h('td', {}, formats.moment(move.at)), h('td', {}, move.stageName)))),
  );
}

function drawActivity(portal: Portal, activity: Activity): HTMLElement {
  const { words, formats } = portal;
  const kind = toKind(activity.kind);
  const facts = [
    activity.subject === '' ? null : words.activityKinds[kind],
    toDirection(activity.direction, words),
    activity.isCompleted ? words.done : words.planned,
    formats.moment(activity.at),
  ];
  return h(
    'li',
    { class: activity.isCompleted ? 'activity' : 'activity activity-planned' },
    h('span', { class: 'activity-mark' }, icon(icons[kind], 18)),
    h('div', {}, h('strong', {}, activity.subject || words.activityKinds[kind]), h('small', {}, facts.filter(Boolean).join(' · '))),
  );
}

function toKind(kind: string): Kind {
  return kind in icons ? (kind as Kind) : 'other';
}

function toDirection(direction: Activity['direction'], words: Words): string | null {
  if (direction === 1 || direction === 'in') return words.incoming;
  return direction === 2 || direction === 'out' ? words.outgoing : null;
}
