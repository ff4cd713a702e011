/** One writing into a field; `base` is the revision its author had seen. */
export interface Writing {
  readonly base: number;
  readonly value: string;
  /** Texts beside the field that this one has taken up or dropped. */
  readonly settles: readonly string[];
}

export interface FieldText {
  /** How often the text was replaced; 0 of an empty field. */
  readonly revision: number;
  readonly value: string;
}

export type WriteOutcome =
  /** Becomes the text of the field. */
  | { readonly kind: 'saved'; readonly revision: number }
  /** Somebody was faster: it is kept beside the text until one of them settles it. */
  | { readonly kind: 'beside' }
  /** Nothing new: the words are there. */
  | { readonly kind: 'known' };

/** Compare and set by revision. No outcome drops a text: what is not the field's text stands beside it. */
export function judgeWriting(field: FieldText, writing: Writing): WriteOutcome {
  if (writing.value === field.value && writing.settles.length === 0) return { kind: 'known' };
  if (writing.base !== field.revision) return { kind: 'beside' };
  return { kind: 'saved', revision: field.revision + 1 };
}
