import { writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { defaultAlertRules, type AlertRules } from '#domain/intensity/alerts.ts';
import { daysBetween, shiftDay } from '#domain/period.ts';
import { generatePerson } from './alerts/generated-people.ts';
import { bestPossible } from './alerts/best-possible.ts';
import { replayYear } from './alerts/replay-year.ts';

/** `npm run bench:alerts`: how often people are alerted about who changed nothing, and how soon a drop of 40 % is found. */
const { values: given } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    people: { type: 'string', default: '100' },
    seeds: { type: 'string', default: '20' },
    deviations: { type: 'string' },
    mads: { type: 'string' },
    cooldown: { type: 'string' },
  },
});
const people = Number(given.people);
const seeds = Number(given.seeds);
const rules: AlertRules = {
  ...defaultAlertRules,
  deviations: Number(given.deviations ?? defaultAlertRules.deviations),
  mads: Number(given.mads ?? defaultAlertRules.mads),
  cooldownDays: Number(given.cooldown ?? defaultAlertRules.cooldownDays),
};

const first = '2025-01-09';
const warmUp = 7 * 13;
const year = 365;
const from = shiftDay(first, warmUp);
const end = shiftDay(from, year);

const falseAlarms: number[] = [];
const delays: number[] = [];
const stops: number[] = [];
for (let seed = 1; seed <= seeds; seed += 1) {
  for (let person = 0; person < people; person += 1) {
    const own = seed * 100_003 + person;
    const quiet = generatePerson(own, first, warmUp + year, null);
    falseAlarms.push(replayYear(quiet, rules, from, end).alerts.length / (year / 91.3));
    const on = shiftDay(from, 60 + ((own * 7919) % 200));
    delays.push(delayOf(own, { on, part: 0.6 }));
    stops.push(delayOf(own, { on, part: 0 }));
  }
}

/** How many days the person had worked less when the head heard of it; infinite where nobody did. */
function delayOf(seed: number, drop: { readonly on: string; readonly part: number }): number {
  const { alerts, worked } = replayYear(generatePerson(seed, first, warmUp + year, drop), rules, from, shiftDay(drop.on, 60));
  const found = alerts.find((day) => daysBetween(drop.on, day) > 0);
  return found === undefined ? Infinity : worked.filter((day) => day >= drop.on && day < found).length;
}

const shareWithin = (all: readonly number[], days: number): number => all.filter((delay) => delay <= days).length / all.length;
const mean = falseAlarms.reduce((total, one) => total + one, 0) / falseAlarms.length;
const percent = (share: number): number => Math.round(share * 1000) / 10;
const best = bestPossible(mean, 3);
const figures = {
  people: people * seeds,
  rules: { deviations: rules.deviations, mads: rules.mads, days: rules.days, frequency: rules.frequency, cooldownDays: rules.cooldownDays },
  false_alarms_per_person_per_quarter: Math.round(mean * 100) / 100,
  drops_found_within_3_days_percent: percent(shareWithin(delays, 3)),
  drops_found_within_5_days_percent: percent(shareWithin(delays, 5)),
  drops_found_within_10_days_percent: percent(shareWithin(delays, 10)),
  stops_found_within_3_days_percent: percent(shareWithin(stops, 3)),
  best_possible_within_3_days_percent: percent(best.found),
};
if (given.json) {
  writeSync(1, `${JSON.stringify(figures)}\n`);
} else {
  writeSync(
    1,
    [
      `${figures.people} person-years, 12 calls a day on average, variance 1.5 × mean`,
      `false alarms per person per quarter: ${figures.false_alarms_per_person_per_quarter} (aim 1 at most)`,
      `drops of 40 % found within 3 working days: ${figures.drops_found_within_3_days_percent} %, within 5: ${figures.drops_found_within_5_days_percent} %, within 10: ${figures.drops_found_within_10_days_percent} %`,
      `people who stopped, found within 3 working days: ${figures.stops_found_within_3_days_percent} %`,
      `a rule that knew everybody's true mean and looked at one day with as many false alarms would find ${figures.best_possible_within_3_days_percent} % within 3 days`,
      '',
    ].join('\n'),
  );
}
