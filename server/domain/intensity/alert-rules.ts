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

const choices = ['byNorm', 'byPast', 'bySilence', 'tellsHead', 'tellsPerson'] as const satisfies readonly (keyof AlertRules)[];

/** Rules of the company, and of profiles that have their own. */
export interface AlertRuleBook {
  readonly company: AlertRules;
  readonly profiles: ReadonlyMap<string, AlertRules>;
}

export function readAlertRuleBook(stored: unknown): AlertRuleBook {
  const { profiles } = (typeof stored === 'object' && stored !== null ? stored : {}) as { profiles?: unknown };
  const own = typeof profiles === 'object' && profiles !== null ? Object.entries(profiles) : [];
  return { company: readAlertRules(stored), profiles: new Map(own.map(([profileId, rules]) => [profileId, readAlertRules(rules)])) };
}

/** By which rules somebody of a profile is looked at; null has none of the profiles. */
export function alertRulesOf({ company, profiles }: AlertRuleBook, profileId: string | null): AlertRules {
  return (profileId === null ? undefined : profiles.get(profileId)) ?? company;
}

/** As `readAlertRuleBook` reads it. */
export function storeAlertRuleBook({ company, profiles }: AlertRuleBook): Record<string, unknown> {
  return { ...company, profiles: Object.fromEntries(profiles) };
}

/** Reads stored rules; what they do not say is as usual. */
export function readAlertRules(stored: unknown): AlertRules {
  if (typeof stored !== 'object' || stored === null) return defaultAlertRules;
  const given = stored as Record<string, unknown>;
  const numbers = Object.entries(alertLimits).map(([name, [least, most]]) => {
    const value = given[name];
    const isFit = typeof value === 'number' && value >= least && value <= most;
    return [name, isFit ? value : defaultAlertRules[name as keyof typeof alertLimits]] as const;
  });
  const chosen = choices.map((name) => [name, typeof given[name] === 'boolean' ? given[name] : defaultAlertRules[name]] as const);
  const { silentBy } = given;
  const isTime = silentBy === null || (typeof silentBy === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(silentBy));
  return { ...defaultAlertRules, ...Object.fromEntries(numbers), ...Object.fromEntries(chosen), ...(isTime ? { silentBy } : {}) };
}
