import { classicReads } from './crm/classic-methods.ts';
import { companies } from './crm/entities.ts';
import type { RestMethods } from './rest-method.ts';

const { list, get } = classicReads(companies);

export const companyMethods: RestMethods = {
  'crm.company.list': { scopes: ['crm'], answer: list },
  'crm.company.get': { scopes: ['crm'], answer: get },
};
