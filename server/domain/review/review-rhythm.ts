import { daysInMonth, monthOf, shiftDay, shiftMonth, type Day, type Month } from '../period.ts';
import { isWorkday, listPassedWorkdays, type Calendar } from '../workdays.ts';

export type Rhythm = { readonly kind: 'weekly' } | { readonly kind: 'monthly' } | { readonly kind: 'own'; readonly everyDays: number };

/** The day of the review after one; a day off moves it to the next working day. */
export function nextReviewDay(rhythm: Rhythm, day: Day, calendar: Calendar): Day {
  return toWorkday(stepOf(rhythm, day), calendar);
}

/** The working day itself, or the first one after it, looking a month ahead at most. */
function toWorkday(day: Day, calendar: Calendar): Day {
  for (let ahead = 0; ahead < 31; ahead += 1) {
    const candidate = shiftDay(day, ahead);
    if (isWorkday(calendar, candidate)) return candidate;
  }
  return day;
}

function stepOf(rhythm: Rhythm, day: Day): Day {
  if (rhythm.kind === 'weekly') return shiftDay(day, 7);
  if (rhythm.kind === 'own') return shiftDay(day, rhythm.everyDays);
  const month = shiftMonth(monthOf(day), 1);
  return `${month}-${String(Math.min(Number(day.slice(8)), daysInMonth(month))).padStart(2, '0')}`;
}

/** Working days after which a month says something; before that a review looks at the month that has ended. */
const daysBeforeJudging = 3;

/** The month that a review of a day is about. */
export function monthOfReview(today: Day, calendar: Calendar): Month {
  const month = monthOf(today);
  return listPassedWorkdays(calendar, month, today).length < daysBeforeJudging ? shiftMonth(month, -1) : month;
}
