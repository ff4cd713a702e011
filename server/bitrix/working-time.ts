import { z } from 'zod';
import type { PortalClient } from './portal-client.ts';
import { findRows, parseRows, type ReadRows, type RejectedRow, type RowSource } from './read-rows.ts';
import { Flag, Id, Instant, InstantOrNone, Int } from './wire-values.ts';

export interface TimeSpan {
  readonly from: Date;
  readonly before: Date;
}

const Seconds = Int.pipe(z.number().nonnegative());

export const WorkRecordRow = z.object({
  id: Id,
  userId: Id,
  startTime: Instant,
  /** Empty while the day goes on. */
  endTime: InstantOrNone,
  /** Seconds without breaks; 0 while the day goes on. */
  duration: Seconds,
  breakLength: Seconds,
  isApproved: Flag,
});
export type WorkRecordRow = z.infer<typeof WorkRecordRow>;

const workRecordList: RowSource<WorkRecordRow> = {
  method: 'api/timeman.record.list',
  row: WorkRecordRow,
  rowsIn: 'items',
  idField: 'id',
};

const most = 1000;

/** Working days of one person: REST 3.0 gives them for one person a call. */
export async function listWorkRecords(client: PortalClient, userId: bigint, { from, before }: TimeSpan): Promise<ReadRows<WorkRecordRow>> {
  const params = {
    select: ['id', 'userId', 'startTime', 'endTime', 'duration', 'breakLength', 'isApproved'],
    filter: [
      ['userId', '=', Number(userId)],
      ['startTime', '>=', from.toISOString()],
      ['startTime', '<', before.toISOString()],
    ],
    order: { id: 'ASC' },
    pagination: { limit: most, offset: 0 },
  };
  const { result } = await client.call(workRecordList.method, params, z.unknown());
  return parseRows(workRecordList, findRows(workRecordList, result));
}

const UnixSeconds = Int.transform((seconds) => new Date(seconds * 1000));

/** An entry of a calendar; its name comes along and is not looked at. */
const BusyRow = z.object({
  ACCESSIBILITY: z.string(),
  /** Whole days run from midnight of the first to midnight of the last, both in UTC. */
  DT_SKIP_TIME: Flag,
  DATE_FROM_TS_UTC: UnixSeconds,
  DATE_TO_TS_UTC: UnixSeconds,
});

export interface Absence {
  readonly userId: bigint;
  readonly fromDay: string;
  /** The last day that is absent. */
  readonly toDay: string;
}

const method = 'calendar.accessibility.get';

/** Whole days on which people are marked as absent in their calendars; an absence of hours is none here. */
export async function listAbsences(
  client: PortalClient,
  userIds: readonly bigint[],
  span: { readonly from: string; readonly to: string },
): Promise<{ absences: Absence[]; rejected: RejectedRow[] }> {
  const People = z.union([z.record(z.string().regex(/^\d{1,18}$/), z.array(z.unknown())), z.array(z.unknown()).length(0)]);
  const { result } = await client.call(method, { users: userIds, ...span }, People);
  const found: { absences: Absence[]; rejected: RejectedRow[] } = { absences: [], rejected: [] };
  for (const [userId, entries] of Object.entries(Array.isArray(result) ? {} : result)) {
    const absent = entries.filter((entry) => AbsentEntry.safeParse(entry).success);
    const { rows, rejected } = parseRows({ method, row: BusyRow, rowsIn: 'result', idField: 'ID' }, absent);
    found.rejected.push(...rejected);
    for (const { DT_SKIP_TIME, DATE_FROM_TS_UTC, DATE_TO_TS_UTC } of rows) {
      if (DT_SKIP_TIME) found.absences.push({ userId: BigInt(userId), fromDay: dayOf(DATE_FROM_TS_UTC), toDay: dayOf(DATE_TO_TS_UTC) });
    }
  }
  return found;
}

const AbsentEntry = z.object({ ACCESSIBILITY: z.literal('absent') });
const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
