import { z } from 'zod';
import { Id, Instant, Link } from '../wire-values.ts';
import { createItemLists } from './item-lists.ts';

/** Names, phones and addresses of people are not asked for. */
const select = ['id', 'createdBy', 'assignedById', 'companyId', 'createdTime', 'updatedTime'];

export const ContactRow = z.object({
  id: Id,
  /** Nobody for a contact that a form or an import has made. */
  createdBy: Link,
  assignedById: Id,
  companyId: Link,
  createdTime: Instant,
  updatedTime: Instant,
});
export type ContactRow = z.infer<typeof ContactRow>;

export const contacts = createItemLists(3, ContactRow, select);
