import { divideHalfEven } from '../money.ts';
import type { Day } from '../period.ts';
import { isWorkday } from '../workdays.ts';
import { listPersonWorkdays, type PersonCalendar } from './person-workdays.ts';
import type { PlanPeriod } from './plan-period.ts';
import { listPeriodDays } from './sub-periods.ts';

/** Plan of a person who works only some days of the period: P · own working days / all (peers.md 5.12), rounded half to even. */
export function prorate(plan: bigint, period: PlanPeriod, person: PersonCalendar): bigint {
  const all = listPeriodDays(period).filter((day) => isWorkday(person.calendar, day)).length;
  return prorateByDays(plan, listPersonWorkdays(person, period).length, all);
}

/** Golden: 2 000 000 for somebody who starts on the eighth of 20 working days is 1 300 000. */
export function prorateByDays(plan: bigint, own: number, all: number): bigint {
  return all === 0 ? 0n : divideHalfEven(plan * BigInt(own), BigInt(all));
}

/** The plan of a person who moves on a day: what the department left keeps and what the next one gets; they add up to the plan. */
export function splitAtTransfer(plan: bigint, period: PlanPeriod, person: PersonCalendar, movesOn: Day): { before: bigint; after: bigint } {
  const days = listPersonWorkdays(person, period);
  const before = prorateByDays(plan, days.filter((day) => day < movesOn).length, days.length);
  return { before, after: plan - before };
}
