const dealAgeBounds = [14, 45, 90, 180] as const;
const activityBounds = [7, 21, 60] as const;

/** 0 up to 14 days since creation … 4 from 180. */
export function dealAgeLevel(days: number): number {
  return bucket(dealAgeBounds, days);
}
export const dealAgeLevels = dealAgeBounds.length + 1;

/** 0 up to 7 days since the last activity … 3 older, 4 none at all. */
export function activityLevel(days: number): number {
  return Number.isNaN(days) ? activityBounds.length + 1 : bucket(activityBounds, days);
}
export const activityLevels = activityBounds.length + 2;

function bucket(bounds: readonly number[], value: number): number {
  const index = bounds.findIndex((bound) => value <= bound);
  return index < 0 ? bounds.length : index;
}

/** Days from the expected close at which its pull changes: long before, weeks before, around it, after it. */
export const phaseBounds = [-30, -14, -5, 4, 14] as const;
/** Phases of a date that lay ahead at the landmark, then dates already passed by a week, a month or more, then no date. */
export const closePhases = phaseBounds.length + 1 + 4;
export const noDatePhase = closePhases - 1;

/** A date that has already passed stays in one phase: nobody has moved it. */
export function overduePhase(daysPast: number): number {
  const first = phaseBounds.length + 1;
  return daysPast <= 7 ? first : daysPast <= 30 ? first + 1 : first + 2;
}

/** Units since the landmark after which what was last done with a deal says less. */
export const bandEnd = 14;
export const bands = 2;
