import { z } from 'zod';
import type { KeysetList } from './pages.ts';
import type { Command } from './portal-client.ts';
import { Id, Instant, Int, Link, SmallInt, Text } from './wire-values.ts';

/** A row of call statistics, the only source of durations; the client's number is not kept. */
export const CallRow = z.object({
  ID: Id,
  PORTAL_USER_ID: Link,
  CALL_TYPE: SmallInt,
  CALL_DURATION: Int.pipe(z.number().nonnegative()),
  CALL_START_DATE: Instant,
  CALL_FAILED_CODE: Text,
  CRM_ACTIVITY_ID: Link,
});
export type CallRow = z.infer<typeof CallRow>;

export const calls: KeysetList<CallRow> = {
  method: 'voximplant.statistic.get',
  row: CallRow,
  rowsIn: 'result',
  idField: 'ID',
  direction: 'ascending',
  params: (after) => ({ FILTER: { '>ID': after ?? 0 }, SORT: 'ID', ORDER: 'ASC', start: -1 }),
};

export const countCalls: Command = {
  method: 'voximplant.statistic.get',
  params: { FILTER: { '>ID': 0 }, SORT: 'ID', ORDER: 'ASC', start: 0 },
};
