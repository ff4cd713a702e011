import type { PortalDeal } from '../portal-data.ts';
import type { UserField } from '../records/user-field.ts';

const name = 'UF_CRM_ROUTE';
const label = { ru: 'Маршрут', en: 'Route' };
const routes = ['Центр', 'Север', 'Юг', 'Восток', 'Запад', 'Область'];

/** A list field of deals: by which route the goods are brought. */
export const routeField: UserField = {
  ...{ id: 2, entityId: 'CRM_DEAL', fieldName: name, userTypeId: 'enumeration', xmlId: null, sort: 100 },
  ...{ isMultiple: false, isMandatory: false, showFilter: 'E', showInList: true, editInList: true, isSearchable: false },
  settings: { DISPLAY: 'UI', LIST_HEIGHT: 1, CAPTION_NO_VALUE: '', SHOW_NO_VALUE: 'Y' },
  ...{ editFormLabel: label, listColumnLabel: label, listFilterLabel: label, errorMessage: {}, helpMessage: {} },
  list: routes.map((value, at) => ({ id: at + 21, sort: (at + 1) * 100, value, isDefault: false, xmlId: `route-${at + 1}` })),
};

/** A client lies on one route, the first of them more often; of who comes for the goods nothing is said. */
export function withRoutes(deals: readonly PortalDeal[]): PortalDeal[] {
  return deals.map((deal) => {
    const place = deal.companyId === null ? deal.id : deal.companyId;
    if (place % 9 === 0) return deal;
    const at = Math.min(place % 11, place % 7) % routes.length;
    return { ...deal, details: { ...deal.details, [name]: 21 + at } };
  });
}
