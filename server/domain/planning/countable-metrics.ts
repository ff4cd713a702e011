import type { DimensionCode } from './line-dimensions.ts';
import { allowsDimension, metricCatalogue, type CatalogueCode } from './metric-catalogue.ts';

/** Why nothing is counted for a metric: the portal's people have not said of what it is. */
export type MissingReason = 'not-set';

const withoutFacts = {
  // Of which product, nobody has said yet.
  'first-sales': 'not-set',
} as const satisfies Partial<Record<CatalogueCode, MissingReason>>;

/** A metric that is counted from what our copy of the portal holds. */
export type CountableCode = Exclude<CatalogueCode, keyof typeof withoutFacts>;

/** The two metrics whose totals a ratio divides, as the catalogue names them. */
const ratioParts = {
  'average-check': ['revenue', 'deals-won'],
  'repeat-share': ['repeat-deals', 'deals-won'],
  'cross-sell': ['cross-sell-deals', 'deals-won'],
  profitability: ['margin', 'revenue'],
  'on-time-tasks': ['tasks-done-on-time', 'tasks-done'],
} as const satisfies Partial<Record<CountableCode, readonly [CountableCode, CountableCode]>>;

type RatioCode = keyof typeof ratioParts;

/** A countable metric that is made of things: deals, payments, calls. */
export type ThingCode = Exclude<CountableCode, RatioCode>;

export function hasFacts(code: CatalogueCode): code is CountableCode {
  return !Object.hasOwn(withoutFacts, code);
}

/** Null for a metric that has facts. */
export function whyWithoutFacts(code: CatalogueCode): MissingReason | null {
  return hasFacts(code) ? null : withoutFacts[code as Exclude<CatalogueCode, CountableCode>];
}

export const countableCodes: readonly CountableCode[] = (Object.keys(metricCatalogue) as CatalogueCode[]).filter(hasFacts);

export function isRatio(code: CountableCode): code is RatioCode {
  return Object.hasOwn(ratioParts, code);
}

/** The metrics whose things make up a metric: itself, or the two whose totals a ratio divides. */
export function partsOf(code: CountableCode): readonly ThingCode[] {
  return isRatio(code) ? ratioParts[code] : [code];
}

/** Things that no deal stands behind: a call says nothing of what it was about, a client is of no pipeline. */
const withoutDeal: ReadonlySet<ThingCode> = new Set<ThingCode>([
  'calls',
  'leads-processed',
  'contacts-entered',
  'tasks-done',
  'tasks-done-on-time',
]);

/** Whose a thing with a client is: of whoever is responsible for the deal or document, or of whoever is in charge of the client. */
export type Attribution = 'responsible' | 'client-owner';

/** Whether both attributions can be told: results have clients, what people do is theirs whoever the client's owner is. */
export function hasClientOwners(code: CountableCode): boolean {
  return metricCatalogue[code].nature === 'result' && hasFactsBy(code, 'client');
}

/** The facts of a metric can be told apart by a dimension, an own one by what deals say. */
export function hasFactsBy(code: CountableCode, dimension: DimensionCode): boolean {
  if (!allowsDimension(metricCatalogue[code], dimension)) return false;
  if (code === 'active-clients') return dimension === 'client';
  // Of a presentation it is known which deal it was about, and not which of its goods.
  if (code === 'presentations' && dimension === 'product') return false;
  return partsOf(code).every((part) => !withoutDeal.has(part));
}
