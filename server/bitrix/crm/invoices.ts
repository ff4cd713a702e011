import { z } from 'zod';
import { Amount, Day, Id, Instant, InstantOrNone, Link, StageId, Text } from '../wire-values.ts';
import { createItemLists } from './item-lists.ts';

const select = [
  'id',
  'categoryId',
  'stageId',
  'opportunity',
  'taxValue',
  'currencyId',
  'assignedById',
  'createdTime',
  'updatedTime',
  'movedTime',
  'begindate',
  'closedate',
  'companyId',
  'parentId2',
  'parentId7',
];

/** A smart invoice; what its stage means stands in the dictionary of its pipeline. */
export const InvoiceRow = z.object({
  id: Id,
  categoryId: Id,
  stageId: StageId,
  opportunity: Amount,
  taxValue: Amount,
  currencyId: Text,
  assignedById: Id,
  createdTime: Instant,
  updatedTime: Instant,
  movedTime: InstantOrNone,
  begindate: Day,
  closedate: Day,
  companyId: Link,
  /** The deal and the quote it belongs to. */
  parentId2: Link,
  parentId7: Link,
});
export type InvoiceRow = z.infer<typeof InvoiceRow>;

export const invoices = createItemLists(31, InvoiceRow, select);
