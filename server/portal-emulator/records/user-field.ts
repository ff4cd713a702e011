import { z } from 'zod';

/** Text by language, `{ ru: 'Регион' }`; a language that is absent is empty. */
const words = z.record(z.string(), z.string());

const listElement = z.object({
  id: z.number().int(),
  sort: z.number().int(),
  value: z.string(),
  isDefault: z.boolean(),
  xmlId: z.string(),
});
export type UserFieldListElement = z.infer<typeof listElement>;

/** A field that the portal's people or applications have given to a type of CRM records. */
export const userFieldRow = z.object({
  id: z.number().int(),
  /** CRM_DEAL, CRM_LEAD … */
  entityId: z.string(),
  /** UF_CRM_… */
  fieldName: z.string(),
  userTypeId: z.string(),
  xmlId: z.string().nullable(),
  sort: z.number().int(),
  isMultiple: z.boolean(),
  isMandatory: z.boolean(),
  /** N no, I exactly, E by mask, S by substring. */
  showFilter: z.enum(['N', 'I', 'E', 'S']),
  showInList: z.boolean(),
  editInList: z.boolean(),
  isSearchable: z.boolean(),
  settings: z.record(z.string(), z.unknown()),
  editFormLabel: words,
  listColumnLabel: words,
  listFilterLabel: words,
  errorMessage: words,
  helpMessage: words,
  list: z.array(listElement),
});
export type UserField = z.infer<typeof userFieldRow>;
