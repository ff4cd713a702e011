import { findSign, type AlertRules } from '#domain/intensity/alerts.ts';
import { shiftDay, type Day } from '#domain/period.ts';
import { isAtWork } from '#domain/intensity/norms.ts';
import type { GeneratedPerson } from './generated-people.ts';

export interface Replayed {
  readonly alerts: readonly Day[];
  /** Days the person worked among the replayed ones, in order. */
  readonly worked: readonly Day[];
}

/** What the rules say each morning from `from` on; every alert makes those after it wait. */
export function replayYear({ calendar, values }: GeneratedPerson, rules: AlertRules, from: Day, before: Day): Replayed {
  const alerts: Day[] = [];
  const worked: Day[] = [];
  for (let today = from; today < before; today = shiftDay(today, 1)) {
    if (!isAtWork(calendar, today)) continue;
    worked.push(today);
    const lastAlert = alerts.at(-1) ?? null;
    // In the morning nothing is known of today.
    const sign = findSign({ calendar, values, normOn: () => null, lastAlert, today, knownUntil: null }, rules);
    if (sign !== null) alerts.push(today);
  }
  return { alerts, worked };
}
