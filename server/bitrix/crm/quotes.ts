import { z } from 'zod';
import { Amount, Day, Id, Instant, Link, StageId, Text } from '../wire-values.ts';
import { createItemLists } from './item-lists.ts';

const select = [
  'id',
  'stageId',
  'opportunity',
  'taxValue',
  'currencyId',
  'assignedById',
  'createdTime',
  'updatedTime',
  'begindate',
  'closedate',
  'companyId',
  'dealId',
  'leadId',
];

/** A quote tells neither when it moved nor what its stage means. */
export const QuoteRow = z.object({
  id: Id,
  stageId: StageId,
  opportunity: Amount,
  taxValue: Amount,
  currencyId: Text,
  assignedById: Id,
  createdTime: Instant,
  updatedTime: Instant,
  begindate: Day,
  closedate: Day,
  companyId: Link,
  dealId: Link,
  leadId: Link,
});
export type QuoteRow = z.infer<typeof QuoteRow>;

export const quotes = createItemLists(7, QuoteRow, select);
