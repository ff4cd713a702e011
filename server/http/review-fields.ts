import type { FieldText, ReviewField } from '#contract/review.ts';
import type { StoredText } from '#store/review-texts.ts';
import { fullName, type PortalContext } from './portal-context.ts';

/** One field as it stands: its text, and what was written without having seen it. */
export function writeField({ team }: PortalContext, field: ReviewField, texts: readonly StoredText[]): FieldText {
  const current = texts.reduce<StoredText | null>(
    (last, text) => (text.revision !== null && text.revision > (last?.revision ?? 0) ? text : last),
    null,
  );
  return {
    field,
    revision: current?.revision ?? 0,
    value: current?.value ?? '',
    by: current === null ? null : fullName(team, current.by),
    at: current?.at.toISOString() ?? null,
    beside: texts
      .filter(({ revision }) => revision === null)
      .map(({ writeId, value, by, at }) => ({ writeId, value, by: fullName(team, by), at: at.toISOString() })),
  };
}

/** All fields of an item that anybody has written into. */
export function writeFields(context: PortalContext, texts: readonly StoredText[]): FieldText[] {
  return [...Map.groupBy(texts, ({ field }) => field)].map(([field, own]) => writeField(context, field as ReviewField, own));
}
