import { z } from 'zod';

/** A list field that the portal's people have given to companies. */
export interface CompanyField {
  /** UF_CRM_… */
  readonly field: string;
  readonly name: string;
  readonly values: readonly { readonly id: string; readonly name: string }[];
}

const Id = z.coerce.string();
const Fields = z.array(
  z.object({
    FIELD_NAME: z.string(),
    EDIT_FORM_LABEL: z.string().nullish(),
    LIST: z.array(z.object({ ID: Id, VALUE: z.string() })).nullish(),
  }),
);

/** Read with the viewer's own token; labels come in the language that the filter names. */
export async function loadCompanyFields(
  call: (method: string, params: Record<string, unknown>) => Promise<unknown>,
  language: string,
): Promise<CompanyField[]> {
  const filter = { USER_TYPE_ID: 'enumeration', LANG: language };
  const fields = Fields.parse(await call('crm.company.userfield.list', { filter, order: { SORT: 'ASC' } }));
  return fields.map(({ FIELD_NAME, EDIT_FORM_LABEL, LIST }) => ({
    field: FIELD_NAME,
    name: EDIT_FORM_LABEL || FIELD_NAME,
    values: (LIST ?? []).map(({ ID, VALUE }) => ({ id: ID, name: VALUE })),
  }));
}
