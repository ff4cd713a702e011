import type { PortalCompany } from '../portal-data.ts';
import type { UserField } from '../records/user-field.ts';
import type { NumberedDeal } from './deal-rows.ts';

const name = 'UF_CRM_CLIENT_TYPE';
const label = { ru: 'Тип клиента', en: 'Type of client' };
const values = ['Холодный', 'Потенциальный', 'Текущий', 'Постоянный'];

/** A list field of companies that sellers keep by hand. */
export const clientTypeField: UserField = {
  ...{ id: 1, entityId: 'CRM_COMPANY', fieldName: name, userTypeId: 'enumeration', xmlId: null, sort: 100 },
  ...{ isMultiple: false, isMandatory: false, showFilter: 'E', showInList: true, editInList: true, isSearchable: false },
  settings: { DISPLAY: 'UI', LIST_HEIGHT: 1, CAPTION_NO_VALUE: '', SHOW_NO_VALUE: 'Y' },
  ...{ editFormLabel: label, listColumnLabel: label, listFilterLabel: label, errorMessage: {}, helpMessage: {} },
  list: values.map((value, at) => ({ id: at + 1, sort: (at + 1) * 100, value, isDefault: false, xmlId: `kind-${at + 1}` })),
};

/** What sellers have said of their clients: by how often one has bought, and of every fifth nothing. */
export function withClientTypes(companies: readonly PortalCompany[], deals: readonly NumberedDeal[]): PortalCompany[] {
  const won = new Map<string, number>();
  for (const [, { company, outcome }] of deals) if (company !== null && outcome === 'won') won.set(company, (won.get(company) ?? 0) + 1);
  return companies.map((company) => {
    const type = Math.min(4, 2 + (won.get(company.title) ?? 0));
    return company.id % 5 === 0 ? company : { ...company, details: { ...company.details, [name]: type } };
  });
}
