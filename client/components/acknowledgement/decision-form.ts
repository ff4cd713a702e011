import type { Decision } from '#contract/acknowledgement.ts';

export interface DecisionDraft {
  decision: Decision | null;
  /** The tick «мне понятен», which belongs to signing without objections alone. */
  hasConsent: boolean;
  text: string;
}

export type MissingPart = 'read' | 'decision' | 'consent' | 'text';

/** First part that the chosen decision still lacks; null when it can be sent. */
export function missingPart(draft: DecisionDraft, isRead: boolean): MissingPart | null {
  if (!isRead) return 'read';
  if (draft.decision === null) return 'decision';
  if (draft.decision === 'signed') return draft.hasConsent ? null : 'consent';
  return draft.text.trim() === '' ? 'text' : null;
}
