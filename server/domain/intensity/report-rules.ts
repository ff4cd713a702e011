/** The name the rules are stored under. */
export const reportRulesSetting = 'activity-reports';

/** Which reports come by themselves: of a working day to heads, of a week to heads and to the people themselves. */
export interface ReportRules {
  readonly daily: boolean;
  readonly weekly: boolean;
}

/** Reads stored rules; what they do not say is as usual. */
export function readReportRules(stored: unknown): ReportRules {
  const given = (typeof stored === 'object' && stored !== null ? stored : {}) as Partial<Record<keyof ReportRules, unknown>>;
  return { daily: given.daily !== false, weekly: given.weekly !== false };
}
