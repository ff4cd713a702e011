import type { Day } from '../period.ts';
import { findSign, type AlertRules, type AlertSign, type WatchedPerson } from './alerts.ts';
import type { DayValues } from './own-past.ts';

export interface ReplayedAlert {
  readonly day: Day;
  readonly sign: AlertSign;
}

/**
 * What would have been told of a metric of a person on past days, oldest first, each day by what was known in its morning.
 * `byTime` is what each day had brought by the time of the rules; null where that is not known, and then today is not looked at.
 */
export function replayAlerts(
  person: Omit<WatchedPerson, 'lastAlert' | 'today' | 'knownUntil'>,
  rules: AlertRules,
  days: readonly Day[],
  byTime: DayValues | null,
): ReplayedAlert[] {
  const found: ReplayedAlert[] = [];
  let lastAlert: Day | null = null;
  for (const today of days) {
    // Of a day itself nothing but its silence by the time is asked.
    const values = byTime === null ? person.values : new Map(person.values).set(today, byTime.get(today) ?? 0);
    const sign = findSign({ ...person, values, lastAlert, today, knownUntil: byTime === null ? null : rules.silentBy }, rules);
    if (sign === null) continue;
    found.push({ day: today, sign });
    lastAlert = today;
  }
  return found;
}
