import type { DraftText } from '#domain/review/draft-text.ts';

/** A browser that keeps nothing for frames of others still has the drafts in memory. */
export function readDrafts(place: string): Map<string, DraftText> {
  try {
    const kept: unknown = JSON.parse(window.localStorage.getItem(place) ?? '[]');
    return new Map(Array.isArray(kept) ? kept.filter(isEntry) : []);
  } catch {
    return new Map();
  }
}

export function writeDrafts(place: string, drafts: ReadonlyMap<string, DraftText>): void {
  if (place === '') return;
  try {
    if (drafts.size === 0) window.localStorage.removeItem(place);
    else window.localStorage.setItem(place, JSON.stringify([...drafts]));
  } catch {
    // No room, or no right to keep anything: the page itself remembers until it is closed.
  }
}

function isEntry(entry: unknown): entry is [string, DraftText] {
  if (!Array.isArray(entry) || typeof entry[0] !== 'string' || typeof entry[1] !== 'object' || entry[1] === null) return false;
  const draft = entry[1] as Partial<Record<keyof DraftText, unknown>>;
  return typeof draft.value === 'string' && typeof draft.base === 'number' && Array.isArray(draft.settles);
}
