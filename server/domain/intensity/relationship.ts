/** How a client stands to the company, the lowest first: bought nothing, shows interest, has bought, has bought more than once. */
export const relationshipTypes = ['cold', 'potential', 'current', 'regular'] as const;
export type RelationshipType = (typeof relationshipTypes)[number];

/** Sales and interest count for so many days; whoever buys no more goes down again. */
export const relationshipDays = 365;

/** The type by what was seen in the days that count: won deals, and any deal at all. */
export function relationshipOf({ won, isInterested }: { readonly won: number; readonly isInterested: boolean }): RelationshipType {
  if (won > 1) return 'regular';
  if (won === 1) return 'current';
  return isInterested ? 'potential' : 'cold';
}

/** The name the field is stored under. */
export const relationshipFieldSetting = 'relationship-field';

/** A list field of companies whose values say how a client stands; a client of any other value is told by sales. */
export interface RelationshipField {
  /** UF_CRM_… */
  readonly field: string;
  /** Types by the ids of the field's values. */
  readonly types: Readonly<Record<string, RelationshipType>>;
}

/** Values of the field by how high a type they mean. */
export interface RankedField {
  readonly field: string;
  readonly ranks: Readonly<Record<string, number>>;
}

export function rankField({ field, types }: RelationshipField): RankedField {
  return { field, ranks: Object.fromEntries(Object.entries(types).map(([value, type]) => [value, relationshipTypes.indexOf(type)])) };
}

/** Reads what is stored; null where relationships follow from sales. */
export function readRelationshipField(stored: unknown): RelationshipField | null {
  if (typeof stored !== 'object' || stored === null) return null;
  const { field, types } = stored as Partial<Record<keyof RelationshipField, unknown>>;
  if (typeof field !== 'string' || !/^UF_CRM_\w{1,60}$/.test(field) || typeof types !== 'object' || types === null) return null;
  const known = Object.entries(types).filter(([value, type]) => /^\d{1,18}$/.test(value) && relationshipTypes.includes(type as never));
  return known.length === 0 ? null : { field, types: Object.fromEntries(known) as RelationshipField['types'] };
}
