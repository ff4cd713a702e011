import type { DimensionCode } from './line-dimensions.ts';
import { isOwnDimension } from './own-dimensions.ts';
import { manualCode, toMetric, type FactBasis, type ManualCode, type ManualMetric, type Metric, type MetricSource } from './metric.ts';

const ofDeal: readonly DimensionCode[] = ['client', 'pipeline'];
const ofGoods: readonly DimensionCode[] = [...ofDeal, 'product-section', 'product', 'brand'];
const anyBasis: readonly FactBasis[] = ['deals-won', 'stage-reached', 'invoices-issued', 'invoices-paid', 'shipments'];

/** Numbers that grow day by day and belong to one person each. */
const counted: Omit<Metric, 'source'> = {
  nature: 'activity',
  unit: 'count',
  direction: 'more',
  dimensions: ['client'],
  bases: [],
  overPeople: 'sum',
  overTime: 'sum',
  ratio: null,
  setting: null,
};

type Rest = Partial<Omit<Metric, 'source' | 'nature'>>;

const activity = (source: MetricSource, rest: Rest = {}): Metric => ({ ...counted, source, ...rest });
const result = (source: MetricSource, rest: Rest = {}): Metric => ({ ...counted, nature: 'result', source, ...rest });
const state = (source: MetricSource, rest: Rest = {}): Metric => ({ ...counted, nature: 'state', overTime: 'latest', source, ...rest });
const share = (of: string, to: string, rest: Rest & Pick<Metric, 'source'>): Metric => ({
  ...counted,
  nature: 'result',
  unit: 'percent',
  overPeople: 'ratio',
  overTime: 'ratio',
  ratio: { of, to },
  ...rest,
});

/** Every metric a plan can set. A line here is all a further one needs; its code, its adding up and its types follow. */
export const metricCatalogue = {
  revenue: result('deals', { unit: 'money', dimensions: ofGoods, bases: anyBasis }),
  margin: result('product-rows', { unit: 'money', dimensions: ofGoods, bases: anyBasis }),
  quantity: result('product-rows', { unit: 'quantity', dimensions: ofGoods, bases: anyBasis }),
  'deals-won': result('deals', { overPeople: 'distinct', dimensions: ofDeal, bases: anyBasis }),
  'repeat-deals': result('deals', { overPeople: 'distinct', dimensions: ofDeal, bases: anyBasis }),
  'average-check': share('revenue', 'deals-won', { source: 'deals', unit: 'money', dimensions: ofDeal, bases: anyBasis }),
  'repeat-share': share('repeat-deals', 'deals-won', { source: 'deals', dimensions: ofDeal, bases: anyBasis }),
  'cross-sell-deals': result('product-rows', { overPeople: 'distinct', dimensions: ofDeal, bases: anyBasis }),
  'cross-sell': share('cross-sell-deals', 'deals-won', { source: 'product-rows', dimensions: ofDeal, bases: anyBasis }),
  profitability: share('margin', 'revenue', { source: 'product-rows', dimensions: ofGoods, bases: anyBasis }),
  'new-deals': result('deals', { dimensions: ofDeal }),
  'new-clients': result('clients', { overPeople: 'distinct', dimensions: ofDeal, bases: anyBasis }),
  'active-clients': state('clients', { overPeople: 'distinct', dimensions: ofDeal, setting: 'active-days' }),
  'first-sales': result('clients', { overPeople: 'distinct', dimensions: ofGoods, bases: anyBasis, setting: 'product' }),
  'relationship-moves': result('clients', { overPeople: 'distinct', setting: 'relationship' }),
  'relationship-drops': result('clients', { overPeople: 'distinct', direction: 'less', setting: 'relationship' }),
  'payments-count': result('payments', { dimensions: ofDeal }),
  'payments-sum': result('payments', { unit: 'money', dimensions: ofDeal }),
  'invoices-issued': result('invoices', { dimensions: ofDeal }),
  'invoices-sum': result('invoices', { unit: 'money', dimensions: ofDeal }),
  contracts: result('contracts', { dimensions: ofDeal }),
  receivables: state('invoices', { unit: 'money', direction: 'less' }),
  'overdue-receivables': state('invoices', { unit: 'money', direction: 'less' }),
  calls: activity('calls', { overTime: 'per-workday', setting: 'longer-than-seconds' }),
  meetings: activity('activities'),
  presentations: activity('activities', { dimensions: ['client', 'product'] }),
  emails: activity('activities'),
  'open-line-sessions': activity('open-lines', { dimensions: [] }),
  'quotes-prepared': activity('quotes', { dimensions: ofDeal }),
  'quotes-sent': activity('quotes', { dimensions: ofDeal }),
  'leads-processed': activity('leads', { dimensions: [] }),
  'contacts-entered': activity('contacts', { dimensions: [] }),
  'tasks-done': activity('tasks', { dimensions: [] }),
  'tasks-done-on-time': activity('tasks', { dimensions: [] }),
  'on-time-tasks': share('tasks-done-on-time', 'tasks-done', { source: 'tasks', dimensions: [] }),
  'field-visits': activity('activities'),
  'field-hours': activity('activities', { unit: 'quantity', dimensions: [] }),
} as const satisfies Record<string, Metric>;

export type CatalogueCode = keyof typeof metricCatalogue;
export type MetricCode = CatalogueCode | ManualCode;

/** In the order they are offered. */
export const catalogueCodes = Object.keys(metricCatalogue) as readonly CatalogueCode[];

export function isCatalogueCode(code: string): code is CatalogueCode {
  return Object.hasOwn(metricCatalogue, code);
}

/** A metric of the catalogue or of the portal's own; undefined for a code nobody knows. */
export function findMetric(code: string, manual: readonly ManualMetric[] = []): Metric | undefined {
  if (isCatalogueCode(code)) return metricCatalogue[code];
  const own = manual.find((candidate) => manualCode(candidate) === code);
  return own && toMetric(own);
}

/** A plan may set the metric by this dimension; fields of deals tell apart what pipelines do. */
export function allowsDimension(metric: Metric, dimension: DimensionCode): boolean {
  return metric.dimensions.includes(isOwnDimension(dimension) ? 'pipeline' : dimension);
}
