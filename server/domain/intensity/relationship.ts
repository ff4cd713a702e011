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
