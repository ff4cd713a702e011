import type { Scope } from '../plan.ts';

/** What an item of a review is about, as one word: the same cell has the same subject in every review. */
export type Subject =
  | { readonly kind: 'cell'; readonly metric: string; readonly scope: Scope; readonly month: string }
  | { readonly kind: 'decision'; readonly id: string }
  | { readonly kind: 'question'; readonly id: string };

export function toSubject(subject: Subject): string {
  return subject.kind === 'cell' ? `cell:${subject.metric}:${subject.scope}:${subject.month}` : `${subject.kind}:${subject.id}`;
}

export function parseSubject(text: string): Subject | undefined {
  const cell = /^cell:([a-z-]+):((?:person|department):[1-9]\d*|company):(\d{4}-\d\d)$/.exec(text);
  if (cell !== null) return { kind: 'cell', metric: cell[1] ?? '', scope: cell[2] ?? '', month: cell[3] ?? '' };
  const other = /^(decision|question):([0-9a-f-]{36})$/.exec(text);
  return other === null ? undefined : { kind: other[1] as 'decision' | 'question', id: other[2] ?? '' };
}
