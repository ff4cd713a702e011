import { daysBetween, type Day } from '../period.ts';
import type { DimensionCode } from './line-dimensions.ts';

/**
 * What values are counted in; all are whole numbers of the smallest part: money of the currency's minor unit,
 * count of ones, quantity of thousandths, percent of basis points (10 000 = 100 %).
 */
export type Unit = 'money' | 'count' | 'quantity' | 'percent';

/** What counts as a sale. */
export type FactBasis = 'deals-won' | 'stage-reached' | 'invoices-issued' | 'invoices-paid' | 'shipments';

export type MetricSource =
  | 'deals'
  | 'product-rows'
  | 'clients'
  | 'leads'
  | 'contacts'
  | 'calls'
  | 'activities'
  | 'open-lines'
  | 'quotes'
  | 'invoices'
  | 'payments'
  | 'contracts'
  | 'tasks'
  | 'typed'
  | 'smart-process';

export interface Metric {
  /** A state is how things stand on a day, such as debt. */
  readonly nature: 'result' | 'activity' | 'state';
  readonly unit: Unit;
  /** Which of two values is better. */
  readonly direction: 'more' | 'less';
  readonly source: MetricSource;
  readonly dimensions: readonly DimensionCode[];
  /** Empty where the basis of the plan changes nothing. */
  readonly bases: readonly FactBasis[];
  /** `distinct` counts each thing once, whoever shares it. */
  readonly overPeople: 'sum' | 'distinct' | 'ratio';
  /** `per-workday` sets a number for each working day; `latest` is the value of the last day. */
  readonly overTime: 'sum' | 'latest' | 'per-workday' | 'ratio';
  /** Codes of the two metrics whose totals are divided; null for all others. */
  readonly ratio: { readonly of: string; readonly to: string } | null;
  /** What the portal must say before the metric can be counted. */
  readonly setting: 'active-days' | 'longer-than-seconds' | 'product' | 'relationship' | null;
}

/** Decimal places of a unit's smallest part. */
export function unitDigits(unit: Unit, currencyDigits: number): number {
  return { money: currencyDigits, count: 0, quantity: 3, percent: 2 }[unit];
}

export type ManualCode = `manual:${string}`;

/** A metric of the portal's own: a number somebody enters, or the items of a smart process. */
export interface ManualMetric {
  readonly id: string;
  readonly name: string;
  readonly unit: Unit;
  readonly direction: 'more' | 'less';
  readonly overTime: 'sum' | 'latest';
  readonly source: 'typed' | 'smart-process';
  /** Who enters the value; null where nobody has to. */
  readonly enteredBy: bigint | null;
  /** Calendar days after which a value is old. */
  readonly oldAfterDays: number;
}

export function manualCode(manual: Pick<ManualMetric, 'id'>): ManualCode {
  return `manual:${manual.id}`;
}

/** A metric of the portal's own in the form of the catalogue. */
export function toMetric(manual: ManualMetric): Metric {
  return {
    nature: manual.overTime === 'latest' ? 'state' : 'result',
    unit: manual.unit,
    direction: manual.direction,
    source: manual.source,
    dimensions: [],
    bases: [],
    overPeople: 'sum',
    overTime: manual.overTime,
    ratio: null,
    setting: null,
  };
}

/** Somebody should enter the value anew: it is older than `oldAfterDays`, or there is none. */
export function isValueOld(manual: Pick<ManualMetric, 'source' | 'oldAfterDays'>, enteredOn: Day | null, today: Day): boolean {
  if (manual.source !== 'typed') return false;
  return enteredOn === null || daysBetween(enteredOn, today) > manual.oldAfterDays;
}
