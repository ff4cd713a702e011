import type { Decision } from '#contract/acknowledgement.ts';

export interface DecisionDraft {
  decision: Decision | null;
  /** The tick «мне понятен», which belongs to signing without objections alone. */
  hasConsent: boolean;
  text: string;
  pin: string;
}

export type MissingPart = 'read' | 'decision' | 'breakdown' | 'consent' | 'text' | 'pin';

/** What stands before the decision. */
export interface StepsBefore {
  readonly isRead: boolean;
  /** The portal asks to spread the target first, and it is not spread yet. */
  readonly lacksBreakdown: boolean;
  /** The portal signs with PINs. */
  readonly isPinAsked: boolean;
}

const pinLength = 6;

/** First part that the chosen decision still lacks; null when it can be sent. */
export function missingPart(draft: DecisionDraft, { isRead, lacksBreakdown, isPinAsked }: StepsBefore): MissingPart | null {
  if (!isRead) return 'read';
  if (draft.decision === null) return 'decision';
  if (lacksBreakdown && draft.decision !== 'refused') return 'breakdown';
  if (draft.decision === 'signed' && !draft.hasConsent) return 'consent';
  if (draft.decision !== 'signed' && draft.text.trim() === '') return 'text';
  return isPinAsked && draft.pin.length !== pinLength ? 'pin' : null;
}
