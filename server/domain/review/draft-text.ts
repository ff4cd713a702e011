/** What somebody types into a field until the server has it. */
export interface DraftText {
  readonly value: string;
  /** The revision of the text its author had seen when the typing began. */
  readonly base: number;
  /** Texts beside the field that this one takes up. */
  readonly settles: readonly string[];
  /** Is on its way, or its answer was lost: sent again as it is until it is answered, so that it counts once. */
  readonly sent: Sent | null;
}

export interface Sent {
  readonly writeId: string;
  readonly base: number;
  readonly value: string;
  readonly settles: readonly string[];
}

/** Typing goes on while an earlier text is on its way. */
export function typeText(draft: DraftText | undefined, seen: number, value: string): DraftText {
  return draft === undefined ? { value, base: seen, settles: [], sent: null } : { ...draft, value };
}

/** What to send next: what was sent and not answered first. */
export function nextToSend(draft: DraftText, writeId: string): DraftText & { readonly sent: Sent } {
  const { value, base, settles, sent } = draft;
  return { ...draft, sent: sent ?? { writeId, base, value, settles } };
}

/**
 * After an answer the draft is done, unless something was typed meanwhile: that rests on what was written itself, because its author
 * has seen nothing later. When the text came to stand beside another one, what was
 * typed since replaces it there: its author has not seen the other one yet.
 */
export function acknowledge(draft: DraftText, answer: { revision: number | null }): DraftText | undefined {
  const { sent, value, base } = draft;
  if (sent === null || sent.value === value) return undefined;
  if (answer.revision === null) return { value, base, settles: [sent.writeId], sent: null };
  return { value, base: answer.revision, settles: [], sent: null };
}
