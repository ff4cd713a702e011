import { defaultAlertRules, type AlertRules } from './alerts.ts';

/** The name the rules are stored under. */
export const alertRulesSetting = 'alert-rules';

/** Least and most of each number that people may choose. */
const alertLimits = {
  normPercent: [1, 100],
  days: [2, 10],
  frequency: [1, 10],
  mads: [0, 6],
  deviations: [0.5, 5],
  silentDays: [1, 10],
  cooldownDays: [1, 60],
  fewestDays: [10, 60],
} as const satisfies Partial<Record<keyof AlertRules, readonly [number, number]>>;

/** Reads stored rules; what they do not say is as usual. */
export function readAlertRules(stored: unknown): AlertRules {
  if (typeof stored !== 'object' || stored === null) return defaultAlertRules;
  const given = stored as Record<string, unknown>;
  const numbers = Object.entries(alertLimits).map(([name, [least, most]]) => {
    const value = given[name];
    const isFit = typeof value === 'number' && value >= least && value <= most;
    return [name, isFit ? value : defaultAlertRules[name as keyof typeof alertLimits]] as const;
  });
  const { silentBy } = given;
  const isTime = silentBy === null || (typeof silentBy === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(silentBy));
  return { ...defaultAlertRules, ...Object.fromEntries(numbers), ...(isTime ? { silentBy } : {}) };
}
