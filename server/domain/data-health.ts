/** Numbers older than this are called late; the same limit for deals and calls. */
export const lateAfterSeconds = 15 * 60;
/** From here on they are called old. */
const oldAfterSeconds = 60 * 60;

/** The time that Bitrix24 lets one method work within ten minutes. */
export const operatingLimitSeconds = 480;
const operatingWindowMs = 600_000;

/** How a stream of reading fares; times are milliseconds of one clock. */
export interface StreamRecord {
  readonly succeededMs: number | null;
  readonly failure: string | null;
  readonly resumeMs: number | null;
}

export type StreamVerdict = 'fine' | 'delayed' | 'parked' | 'failed' | 'never';

/** The first of: told to rest, fails, has never worked, is late; otherwise fine. What has rested has not failed since. */
export function judgeStream(record: StreamRecord, nowMs: number, lateAfter: number): StreamVerdict {
  if (record.resumeMs !== null && record.resumeMs > nowMs) return 'parked';
  if (record.failure !== null && record.resumeMs === null) return 'failed';
  if (record.succeededMs === null) return 'never';
  return nowMs - record.succeededMs > lateAfter * 1000 ? 'delayed' : 'fine';
}

/** Of what is shown together the oldest decides. */
export function judgeAge(times: readonly (number | null)[], nowMs: number): 'fresh' | 'stale' | 'old' | 'none' {
  const known = times.filter((time) => time !== null);
  if (known.length === 0) return 'none';
  const seconds = (nowMs - Math.min(...known)) / 1000;
  if (seconds <= lateAfterSeconds) return 'fresh';
  return seconds <= oldAfterSeconds ? 'stale' : 'old';
}

/** Nineteen of twenty values are no larger; null without any. */
export function usualValue(values: readonly number[]): number | null {
  return values.toSorted((left, right) => left - right)[Math.ceil(values.length * 0.95) - 1] ?? null;
}

/** Seconds that still count: what a method has worked drops out of the window at the latest ten minutes after it was told. */
export function operatingNow(seconds: number, notedMs: number, nowMs: number): number {
  return nowMs - notedMs >= operatingWindowMs ? 0 : seconds;
}

export type LimitKind = 'calls' | 'deals' | 'stage-moves' | 'activities' | 'directories' | 'other';

const kindsByStart: readonly (readonly [start: string, kind: LimitKind])[] = [
  ['voximplant.', 'calls'],
  ['crm.item.', 'deals'],
  ['crm.stagehistory.', 'stage-moves'],
  ['crm.activity.', 'activities'],
  ['crm.category.', 'directories'],
  ['crm.status.', 'directories'],
  ['crm.currency.', 'directories'],
  ['user.', 'directories'],
  ['department.', 'directories'],
  ['calendar.', 'directories'],
];

export interface MethodUse {
  readonly method: string;
  readonly seconds: number;
}

/** The busiest method of each kind of data: a limit is of one method, so times of several do not add up. */
export function busiestByKind<Use extends MethodUse>(uses: readonly Use[]): Map<LimitKind, Use> {
  const busiest = new Map<LimitKind, Use>();
  for (const use of uses) {
    const kind = kindsByStart.find(([start]) => use.method.startsWith(start))?.[1] ?? 'other';
    if (use.seconds >= (busiest.get(kind)?.seconds ?? 0)) busiest.set(kind, use);
  }
  return busiest;
}
