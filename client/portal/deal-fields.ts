import { z } from 'zod';

/** A user field of deals that says one thing of each. */
export interface DealField {
  /** UF_CRM_… */
  readonly field: string;
  readonly name: string;
  readonly isList: boolean;
}

const Fields = z.array(
  z.object({ FIELD_NAME: z.string(), USER_TYPE_ID: z.string(), MULTIPLE: z.string().nullish(), EDIT_FORM_LABEL: z.string().nullish() }),
);

/** Read with the viewer's own token; labels come in the language that the filter names. */
export async function loadDealFields(
  call: (method: string, params: Record<string, unknown>) => Promise<unknown>,
  language: string,
): Promise<DealField[]> {
  const fields = Fields.parse(await call('crm.deal.userfield.list', { filter: { LANG: language }, order: { SORT: 'ASC' } }));
  return fields
    .filter(({ USER_TYPE_ID, MULTIPLE }) => ['enumeration', 'string'].includes(USER_TYPE_ID) && MULTIPLE !== 'Y')
    .map(({ FIELD_NAME, USER_TYPE_ID, EDIT_FORM_LABEL }) => ({
      field: FIELD_NAME,
      name: EDIT_FORM_LABEL || FIELD_NAME,
      isList: USER_TYPE_ID === 'enumeration',
    }));
}
