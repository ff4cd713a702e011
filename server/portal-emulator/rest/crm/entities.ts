import { addDeal, changeDeal, removeDeal, type DealChange } from '../../deal-changes.ts';
import {
  addInvoice,
  addQuote,
  changeInvoice,
  changeQuote,
  removeInvoice,
  removeQuote,
  type DocumentChange,
  type InvoiceChange,
} from '../../document-changes.ts';
import { addLead, changeLead, removeLead, type LeadChange } from '../../lead-changes.ts';
import type { PortalCompany, PortalDeal, PortalInvoice, PortalLead, PortalQuote, PortalUser } from '../../portal-data.ts';
import type { Portal } from '../../portal.ts';
import {
  addCompany,
  addContact,
  changeCompany,
  changeContact,
  removeCompany,
  removeContact,
  type CompanyChange,
  type ContactChange,
} from '../../record-changes.ts';
import type { PortalContact } from '../../records/contact.ts';
import { companyFields } from './company-fields.ts';
import { contactFields } from './contact-fields.ts';
import { givenDay, givenFlag, givenLink, givenNumber, givenText, stated, type CrmEntity, type GivenFields } from './crm-entity.ts';
import { dealFields } from './deal-fields.ts';
import { invoiceFields, quoteFields } from './document-fields.ts';
import { leadFields } from './lead-fields.ts';

const byResponsible = (portal: Portal, user: PortalUser, { responsibleId }: { readonly responsibleId: number }): boolean =>
  portal.visibility.isVisible(user, responsibleId);

export const leads: CrmEntity<PortalLead> = {
  typeId: 1,
  userFieldEntity: 'CRM_LEAD',
  fields: leadFields,
  store: ({ state }) => state.leads,
  isVisible: byResponsible,
  add: (portal, user, given) => addLead(portal, user, toLeadChange(given)),
  change: (portal, user, { id }, given) => changeLead(portal, user, id, toLeadChange(given)),
  remove: (portal, user, { id }) => removeLead(portal, user, id),
};

export const deals: CrmEntity<PortalDeal> = {
  typeId: 2,
  userFieldEntity: 'CRM_DEAL',
  fields: dealFields,
  store: ({ state }) => state.deals,
  isVisible: byResponsible,
  add: (portal, user, given) => addDeal(portal, user, toDealChange(given)),
  change: (portal, user, { id }, given) => changeDeal(portal, user, id, toDealChange(given)),
  remove: (portal, user, { id }) => removeDeal(portal, user, id),
};

export const contacts: CrmEntity<PortalContact> = {
  typeId: 3,
  userFieldEntity: 'CRM_CONTACT',
  fields: () => contactFields,
  store: ({ state }) => state.records.contacts,
  isVisible: byResponsible,
  add: (portal, user, given) => addContact(portal, user, toContactChange(given)),
  change: (portal, user, before, given) => changeContact(portal, user, before, toContactChange(given)),
  remove: removeContact,
};

export const companies: CrmEntity<PortalCompany> = {
  typeId: 4,
  userFieldEntity: 'CRM_COMPANY',
  fields: companyFields,
  store: ({ state }) => state.companies,
  isVisible: (portal, user, { responsibleId }) => responsibleId === undefined || portal.visibility.isVisible(user, responsibleId),
  add: (portal, user, given) => addCompany(portal, user, toCompanyChange(given)),
  change: (portal, user, before, given) => changeCompany(portal, user, before, toCompanyChange(given)),
  remove: removeCompany,
};

export const quotes: CrmEntity<PortalQuote> = {
  typeId: 7,
  userFieldEntity: 'CRM_QUOTE',
  fields: quoteFields,
  store: ({ state }) => state.quotes,
  isVisible: byResponsible,
  add: (portal, user, given) => addQuote(portal, user, toQuoteChange(given)),
  change: (portal, user, before, given) => changeQuote(portal, user, before, toQuoteChange(given)),
  remove: removeQuote,
};

export const invoices: CrmEntity<PortalInvoice> = {
  typeId: 31,
  userFieldEntity: 'CRM_SMART_INVOICE',
  fields: invoiceFields,
  store: ({ state }) => state.invoices,
  isVisible: byResponsible,
  add: (portal, user, given) => addInvoice(portal, user, toInvoiceChange(given)),
  change: (portal, user, before, given) => changeInvoice(portal, user, before, toInvoiceChange(given)),
  remove: removeInvoice,
};

function toDealChange(given: GivenFields): DealChange {
  return stated({
    title: givenText(given, 'TITLE'),
    categoryId: givenNumber(given, 'CATEGORY_ID'),
    stageId: givenText(given, 'STAGE_ID'),
    amount: givenText(given, 'OPPORTUNITY'),
    currency: givenText(given, 'CURRENCY_ID'),
    closeDate: givenDay(given, 'CLOSEDATE'),
    responsibleId: givenNumber(given, 'ASSIGNED_BY_ID'),
    companyId: givenLink(given, 'COMPANY_ID'),
    isRepeat: givenFlag(given, 'IS_RETURN_CUSTOMER'),
    isAmountManual: givenFlag(given, 'IS_MANUAL_OPPORTUNITY'),
    details: given.details,
  });
}

function toLeadChange(given: GivenFields): LeadChange {
  return stated({
    title: givenText(given, 'TITLE'),
    statusId: givenText(given, 'STATUS_ID'),
    amount: givenText(given, 'OPPORTUNITY'),
    currency: givenText(given, 'CURRENCY_ID'),
    responsibleId: givenNumber(given, 'ASSIGNED_BY_ID'),
    companyId: givenLink(given, 'COMPANY_ID'),
    isAmountManual: givenFlag(given, 'IS_MANUAL_OPPORTUNITY'),
    details: given.details,
  });
}

function toContactChange(given: GivenFields): ContactChange {
  const [firstCompany] = [given.details['COMPANY_IDS']].flatMap((ids) => (Array.isArray(ids) ? ids : [])).map(Number);
  return stated({
    name: givenText(given, 'NAME'),
    lastName: givenText(given, 'LAST_NAME'),
    companyId: givenLink(given, 'COMPANY_ID') ?? firstCompany,
    responsibleId: givenNumber(given, 'ASSIGNED_BY_ID'),
    details: given.details,
  });
}

function toCompanyChange(given: GivenFields): CompanyChange {
  return stated({ title: givenText(given, 'TITLE'), responsibleId: givenNumber(given, 'ASSIGNED_BY_ID'), details: given.details });
}

function toDocumentChange(given: GivenFields): DocumentChange {
  return stated({
    title: givenText(given, 'TITLE')?.slice(0, 255),
    amount: givenText(given, 'OPPORTUNITY'),
    currency: givenText(given, 'CURRENCY_ID'),
    companyId: givenLink(given, 'COMPANY_ID'),
    responsibleId: givenNumber(given, 'ASSIGNED_BY_ID'),
    isAmountManual: givenFlag(given, 'IS_MANUAL_OPPORTUNITY'),
    issuedOn: givenDay(given, 'BEGINDATE'),
    dueOn: givenDay(given, 'CLOSEDATE'),
    details: given.details,
  });
}

function toQuoteChange(given: GivenFields): DocumentChange {
  return { ...toDocumentChange(given), ...stated({ stageId: givenText(given, 'STATUS_ID'), dealId: givenLink(given, 'DEAL_ID') }) };
}

function toInvoiceChange(given: GivenFields): InvoiceChange {
  return {
    ...toDocumentChange(given),
    ...stated({
      number: givenText(given, 'ACCOUNT_NUMBER'),
      stageId: givenText(given, 'STAGE_ID'),
      categoryId: givenNumber(given, 'CATEGORY_ID'),
      dealId: givenLink(given, 'PARENT_ID_2'),
    }),
  };
}
