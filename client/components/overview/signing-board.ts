import type { SigningList } from '#contract/acknowledgement.ts';

type SignedPerson = SigningList['people'][number];

/** What the head looks for: a state, those who are late, or everybody. */
export const boardFilters = [
  'all',
  'overdue',
  'question',
  'sent',
  'opened',
  'broken-down',
  'signed-with-objections',
  'refused',
  'on-paper',
  'signed',
] as const;
export type BoardFilter = (typeof boardFilters)[number];

export function isIn(person: SignedPerson, filter: BoardFilter): boolean {
  if (filter === 'all') return true;
  return filter === 'overdue' ? person.isOverdue : person.state === filter;
}

const order: readonly SignedPerson['state'][] = [
  'refused',
  'question',
  'sent',
  'opened',
  'broken-down',
  'signed-with-objections',
  'on-paper',
  'signed',
  'superseded',
];

/** Who is late or disagrees comes first. */
export function orderOf(person: SignedPerson): number {
  return order.indexOf(person.state) - (person.isOverdue ? order.length : 0);
}
