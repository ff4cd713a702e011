import { z } from 'zod';
import type { PortalClient } from '../portal-client.ts';
import { Amount, Flag, Id, Instant, InstantOrNone, Link, Semantics, StageId, Text } from '../wire-values.ts';
import { createItemLists } from './item-lists.ts';

const select = [
  'id',
  'stageId',
  'stageSemanticId',
  'sourceId',
  'opportunity',
  'currencyId',
  'assignedById',
  'createdTime',
  'updatedTime',
  'movedTime',
  'dateClosed',
  'isReturnCustomer',
  'companyId',
];

export const LeadRow = z.object({
  id: Id,
  stageId: StageId,
  stageSemanticId: Semantics,
  sourceId: Text,
  opportunity: Amount,
  currencyId: Text,
  assignedById: Id,
  createdTime: Instant,
  updatedTime: Instant,
  movedTime: InstantOrNone,
  /** Empty while the lead is open. */
  dateClosed: InstantOrNone,
  isReturnCustomer: Flag,
  companyId: Link,
});
export type LeadRow = z.infer<typeof LeadRow>;

export const leads = createItemLists(1, LeadRow, select);

const Mode = z.union([z.number(), z.string().regex(/^\d+$/)]).transform(Number);
const simple = 2;

/** In the simple mode of the CRM there are no leads. */
export async function readHasLeads(client: PortalClient): Promise<boolean> {
  const { result } = await client.call('crm.settings.mode.get', {}, Mode);
  return result !== simple;
}
