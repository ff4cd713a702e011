import type { BatteryPortal, Params } from './battery-portal.ts';
import { answer, documented, listAnswer, refusal, rowsOf } from './documented.ts';
import type { MethodChecks } from './method-check.ts';
import { orNull, wire } from './wire-kinds.ts';

const { text, idText, flag, instant } = wire;
const optionalText = orNull(text);

async function someCompany(portal: BatteryPortal): Promise<Params> {
  const { body } = await portal.call('crm.company.list', { order: { ID: 'ASC' }, select: ['ID'] });
  return { id: (body['result'] as { ID: string }[])[0]?.ID };
}

const addressParts = ['', '_2', '_CITY', '_POSTAL_CODE', '_REGION', '_PROVINCE', '_COUNTRY', '_COUNTRY_CODE', '_LOC_ADDR_ID'];
const addresses = Object.fromEntries(
  ['ADDRESS', 'REG_ADDRESS'].flatMap((name) => addressParts.map((part) => [`${name}${part}`, optionalText] as const)),
);

const company = documented({
  ...addresses,
  ID: idText,
  COMPANY_TYPE: optionalText,
  TITLE: text,
  LOGO: optionalText,
  LEAD_ID: orNull(idText),
  HAS_PHONE: flag,
  HAS_EMAIL: flag,
  HAS_IMOL: flag,
  ASSIGNED_BY_ID: idText,
  CREATED_BY_ID: idText,
  MODIFY_BY_ID: idText,
  BANKING_DETAILS: optionalText,
  INDUSTRY: optionalText,
  REVENUE: optionalText,
  CURRENCY_ID: optionalText,
  EMPLOYEES: optionalText,
  COMMENTS: optionalText,
  DATE_CREATE: instant,
  DATE_MODIFY: instant,
  OPENED: flag,
  IS_MY_COMPANY: flag,
  ORIGINATOR_ID: optionalText,
  ORIGIN_ID: optionalText,
  ORIGIN_VERSION: optionalText,
  ADDRESS_LEGAL: optionalText,
  UTM_SOURCE: optionalText,
  UTM_MEDIUM: optionalText,
  UTM_CAMPAIGN: optionalText,
  UTM_CONTENT: optionalText,
  UTM_TERM: optionalText,
  LAST_ACTIVITY_BY: idText,
  LAST_ACTIVITY_TIME: instant,
  LAST_COMMUNICATION_TIME: optionalText,
});

export const companyChecks: MethodChecks = {
  'crm.company.list': {
    success: {
      given: { select: ['ID', 'TITLE', 'ASSIGNED_BY_ID'], order: { ID: 'ASC' } },
      answers: listAnswer(rowsOf(documented({ ID: idText, TITLE: text, ASSIGNED_BY_ID: idText }))),
    },
    error: { given: { filter: 'own' }, ...refusal('', 400, "Parameter 'filter' must be array.") },
    wrongType: { given: { order: 'ID' }, ...refusal('', 400, "Parameter 'order' must be array.") },
  },
  'crm.company.get': {
    success: { given: someCompany, answers: answer(company) },
    error: { given: { id: 987_654_321 }, ...refusal('', 400, 'Not found') },
    wrongType: { given: { id: 'third' }, ...refusal('', 400, /^ID is not defined or invalid\.?$/) },
  },
};
