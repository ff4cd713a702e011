/** Metrics for which Bitrix24 has no such kind of thing, so that a portal says itself of what it counts them. */
export const ruleMetrics = ['meetings', 'presentations', 'quotes-sent', 'contracts', 'field-visits', 'field-hours'] as const;
export type RuleMetric = (typeof ruleMetrics)[number];

/** Only activities have a beginning and an end whose hours can be summed; everything else is counted one by one. */
export function fitsMetric(metric: RuleMetric, { entity }: Pick<MetricRule, 'entity'>): boolean {
  return metric !== 'field-hours' || entity === 'activity';
}

/** Kinds of activities in cards; `call` is one without telephony as well. */
export const activityKinds = ['meeting', 'call', 'letter', 'todo', 'chat', 'other'] as const;
export type ActivityKind = (typeof activityKinds)[number];

/** What is counted, which of it, and the day it counts on. */
export type MetricRule =
  | { readonly entity: 'activity'; readonly kinds: readonly ActivityKind[]; readonly date: 'start' | 'changed' }
  /** Each stage as `pipeline stage`; a deal counts once on each day it has entered one of them. */
  | { readonly entity: 'deal'; readonly stages: readonly string[]; readonly date: 'entered' }
  | { readonly entity: 'quote'; readonly stages: readonly string[]; readonly date: 'created' | 'issued' }
  | { readonly entity: 'lead'; readonly stages: readonly string[]; readonly date: 'created' | 'moved' }
  | { readonly entity: 'task'; readonly about: 'any' | 'deal' | 'lead'; readonly date: 'closed' | 'deadline' };

export type MetricRules = Partial<Readonly<Record<RuleMetric, MetricRule>>>;

/** A meeting is what Bitrix24 calls one and somebody has closed; what the others are, nobody can know. */
export const usualRules: MetricRules = { meetings: { entity: 'activity', kinds: ['meeting'], date: 'start' } };

export const isRuleMetric = (metric: string): metric is RuleMetric => (ruleMetrics as readonly string[]).includes(metric);

/** The rule of a metric: the portal's own, or the usual one; undefined where there is none. */
export function findMetricRule(rules: MetricRules, metric: RuleMetric): MetricRule | undefined {
  return rules[metric] ?? usualRules[metric];
}

/** The rules that hold: the usual ones where the portal has none of its own. */
export const rulesInForce = (rules: MetricRules): MetricRules => ({ ...usualRules, ...rules });

/** Nobody has said of what the metric is counted. Sent quotes are told by their stages as they are. */
export function isWithoutRule(rules: MetricRules, metric: string): boolean {
  return isRuleMetric(metric) && metric !== 'quotes-sent' && findMetricRule(rules, metric) === undefined;
}

const dates: Readonly<Record<MetricRule['entity'], readonly string[]>> = {
  activity: ['start', 'changed'],
  deal: ['entered'],
  quote: ['created', 'issued'],
  lead: ['created', 'moved'],
  task: ['closed', 'deadline'],
};

const isText = (value: unknown): value is string => typeof value === 'string' && value.length > 0 && value.length <= 90;

/** Reads stored rules; what is not a rule is left out. */
export function readMetricRules(stored: unknown): MetricRules {
  if (typeof stored !== 'object' || stored === null) return {};
  return Object.fromEntries(
    Object.entries(stored).flatMap(([metric, rule]) => {
      const read = isRuleMetric(metric) ? readRule(rule) : undefined;
      return read === undefined || !fitsMetric(metric as RuleMetric, read) ? [] : [[metric, read] as const];
    }),
  );
}

function readRule(stored: unknown): MetricRule | undefined {
  if (typeof stored !== 'object' || stored === null) return undefined;
  const { entity, date, kinds, stages, about } = stored as Record<string, unknown>;
  const known = Object.keys(dates).find((name) => name === entity) as MetricRule['entity'] | undefined;
  if (known === undefined || typeof date !== 'string' || !dates[known].includes(date)) return undefined;
  if (known === 'activity') {
    const own = Array.isArray(kinds) ? activityKinds.filter((kind) => kinds.includes(kind)) : [];
    return own.length === 0 ? undefined : { entity: known, kinds: own, date: date as 'start' };
  }
  if (known === 'task') {
    return about === 'any' || about === 'deal' || about === 'lead' ? { entity: known, about, date: date as 'closed' } : undefined;
  }
  const own = Array.isArray(stages) ? stages.filter(isText) : [];
  return own.length === 0 ? undefined : ({ entity: known, stages: own, date } as MetricRule);
}
