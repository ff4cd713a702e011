/** Causes that come with the product; the company adds its own to them. */
export const builtInCauses = [
  'few-leads',
  'deals-moved',
  'lost-to-competitor',
  'client-budget',
  'price',
  'supply',
  'few-calls',
  'absence',
  'plan-too-high',
] as const;
export type BuiltInCause = (typeof builtInCauses)[number];
