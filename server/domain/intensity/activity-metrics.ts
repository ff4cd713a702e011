import type { ThingCode } from '../planning/countable-metrics.ts';
import type { ManualCode } from '../planning/metric.ts';

/** Metrics of activity that come from calls and from working time. */
export type DayMetric = 'calls' | 'calls-out' | 'calls-in' | 'talk-minutes' | 'work-hours';

/** Metrics of activity that are things counted one by one. */
const thingMetrics = [
  'meetings',
  'presentations',
  'field-visits',
  'field-hours',
  'emails',
  'open-line-sessions',
  'leads-processed',
  'contacts-entered',
  'quotes-prepared',
  'quotes-sent',
  'contracts',
  'invoices-issued',
  'payments-count',
  'new-deals',
  'deals-won',
  'tasks-done',
  'tasks-done-on-time',
] as const satisfies readonly ThingCode[];
export type ThingMetric = (typeof thingMetrics)[number];

/** What a person can be measured by day after day; the portal's own metrics are among it. */
export type ActivityMetric = DayMetric | ThingMetric | ManualCode;

/** In the order they are shown; the portal's own come behind them. */
export const activityMetrics: readonly (DayMetric | ThingMetric)[] = [
  'calls',
  'calls-out',
  'calls-in',
  'talk-minutes',
  ...thingMetrics,
  'work-hours',
];

export function isThingMetric(metric: string): metric is ThingMetric {
  return (thingMetrics as readonly string[]).includes(metric);
}

export function isActivityMetric(code: string): code is ActivityMetric {
  return code.startsWith('manual:') || (activityMetrics as readonly string[]).includes(code);
}

/** Profiles that ship with the product; each begins without norms. */
export const profileKinds = ['marketer', 'telemarketer', 'seller', 'assistant', 'service'] as const;
export type ProfileKind = (typeof profileKinds)[number];

/** Metrics a profile is usually measured by. */
export const usualMetrics: Readonly<Record<ProfileKind, readonly ActivityMetric[]>> = {
  marketer: ['leads-processed', 'new-deals', 'tasks-done-on-time'],
  telemarketer: ['calls-out', 'talk-minutes', 'leads-processed'],
  seller: ['calls', 'quotes-sent', 'new-deals', 'tasks-done-on-time'],
  assistant: ['quotes-prepared', 'invoices-issued', 'tasks-done-on-time'],
  service: ['calls-in', 'tasks-done-on-time'],
};

/** For sellers calls lead to results and are none: they carry no weight unless somebody gives them one. */
export function usualWeight(kind: ProfileKind | null, metric: ActivityMetric): number {
  const isCall = metric === 'calls' || metric === 'calls-out' || metric === 'calls-in' || metric === 'talk-minutes';
  return kind === 'seller' && isCall ? 0 : 100;
}
