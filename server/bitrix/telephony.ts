import { z } from 'zod';
import { behindId, sortWord, type Direction, type KeysetList } from './pages.ts';
import type { Command } from './portal-client.ts';
import { Id, Instant, Int, Link, SmallInt, Text } from './wire-values.ts';

/** Cards that telephony ties calls to, by their types in the CRM. */
const clientKinds: Readonly<Record<string, number>> = { LEAD: 1, CONTACT: 3, COMPANY: 4 };

/** A row of call statistics, the only source of durations; the client's number is not kept. */
export const CallRow = z.object({
  ID: Id,
  PORTAL_USER_ID: Link,
  CALL_TYPE: SmallInt,
  CALL_DURATION: Int.pipe(z.number().nonnegative()),
  CALL_START_DATE: Instant,
  CALL_FAILED_CODE: Text,
  CRM_ACTIVITY_ID: Link,
  /** The number of the type; null for a type that is none of a client. */
  CRM_ENTITY_TYPE: z
    .string()
    .nullish()
    .catch(null)
    .transform((name) => clientKinds[name ?? ''] ?? null),
  CRM_ENTITY_ID: Link,
});
export type CallRow = z.infer<typeof CallRow>;

const list = { method: 'voximplant.statistic.get', row: CallRow, rowsIn: 'result', idField: 'ID' } as const;

export const calls = (direction: Direction): KeysetList<CallRow> => ({
  ...list,
  direction,
  params: (after) => ({ FILTER: behindId(direction, 'ID', after), SORT: 'ID', ORDER: sortWord(direction), start: -1 }),
});

export const newestCall: Command = { method: list.method, params: { SORT: 'ID', ORDER: 'DESC', start: -1 } };

export const callList = list;

export const countCalls: Command = {
  method: list.method,
  params: { FILTER: { '>ID': 0 }, SORT: 'ID', ORDER: 'ASC', start: 0 },
};
