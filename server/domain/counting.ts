import { readMetricRules, type MetricRules } from './intensity/metric-rules.ts';
import { answered, countedKinds, defaultCallRule, defaultCallSeconds, readCallRule, type CallRule } from './intensity/calls.ts';
import { defaultLeadRule, readLeadRule, type LeadRule } from './intensity/lead-processing.ts';

/** The day a won deal counts on: its last entry to a won stage, its last move, or its close date. */
export type WonDate = 'stage-history' | 'stage-move' | 'close-date';

/** What counts as a fact. */
export interface CountingRule {
  readonly wonDate: WonDate;
  /** Null: all pipelines, also those to come. */
  readonly pipelineIds: readonly bigint[] | null;
  readonly calls: CallRule;
  readonly leads: LeadRule;
  /** Of what metrics are counted that Bitrix24 has no kind of thing for. */
  readonly metricRules: MetricRules;
}

export const defaultCounting: CountingRule = {
  wonDate: 'stage-history',
  pipelineIds: null,
  calls: defaultCallRule,
  leads: defaultLeadRule,
  metricRules: {},
};

/** The name the rule is stored under. */
export const countingSetting = 'counting';

/** Reads a stored rule; the usual one while none was set or what is stored says nothing. */
export function readCountingRule(stored: unknown): CountingRule {
  if (typeof stored !== 'object' || stored === null) return defaultCounting;
  const { wonDate, pipelineIds, calls, leads, metricRules } = stored as Record<string, unknown>;
  return {
    wonDate: isWonDate(wonDate) ? wonDate : defaultCounting.wonDate,
    pipelineIds: Array.isArray(pipelineIds) ? pipelineIds.flatMap(readId) : null,
    calls: readCallRule(calls),
    leads: readLeadRule(leads),
    metricRules: readMetricRules(metricRules),
  };
}

/** What sums of facts stand on: the rule for deals, the days of the company's zone, and which calls count. */
export function countingBasis(rule: CountingRule, timeZone: string) {
  return {
    timeZone,
    wonDate: rule.wonDate,
    callKinds: countedKinds,
    callCode: answered,
    callSeconds: defaultCallSeconds,
    callRule: rule.calls,
  };
}

export function countsPipeline(rule: CountingRule, pipelineId: bigint): boolean {
  return rule.pipelineIds === null || rule.pipelineIds.includes(pipelineId);
}

function isWonDate(value: unknown): value is WonDate {
  return value === 'stage-history' || value === 'stage-move' || value === 'close-date';
}

function readId(value: unknown): bigint[] {
  return typeof value === 'string' && /^\d{1,18}$/.test(value) ? [BigInt(value)] : [];
}
