import type { Day } from './period.ts';

/** The days, newest first, that a page of a list is made of, and how far into the newest of them it begins. */
export interface DaysOfPage {
  readonly first: Day;
  readonly last: Day;
  readonly offset: number;
}

/** Undefined when the page lies behind the end; days may repeat. */
export function daysOfPage(
  counts: readonly { readonly day: Day; readonly count: number }[],
  page: { offset: number; limit: number },
): DaysOfPage | undefined {
  const perDay = new Map<Day, number>();
  for (const { day, count } of counts) perDay.set(day, (perDay.get(day) ?? 0) + count);
  let passed = 0;
  let found: DaysOfPage | undefined;
  for (const day of [...perDay.keys()].sort().reverse()) {
    const until = passed + (perDay.get(day) ?? 0);
    if (until > page.offset && found === undefined) found = { first: day, last: day, offset: page.offset - passed };
    else if (found !== undefined && passed < page.offset + page.limit) found = { ...found, first: day };
    passed = until;
  }
  return found;
}
