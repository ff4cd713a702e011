import type { RelationshipType } from '#contract/relationships.ts';

const words: Readonly<Record<RelationshipType, RegExp>> = {
  cold: /холодн|cold/i,
  potential: /потенциал|potential|prospect|заинтерес/i,
  current: /текущ|current|действующ|active/i,
  regular: /постоян|regular|loyal/i,
};

/** What a value of a field seems to mean by its name; undefined where nothing tells. */
export function guessRelationship(name: string): RelationshipType | undefined {
  return (Object.keys(words) as RelationshipType[]).find((type) => words[type].test(name));
}
