import type { PortalData } from '#portal-emulator/portal-data.ts';
import { smallPortal, smallPortalPeople } from '#support/small-portal.ts';

const document = {
  id: 5,
  amount: '120000.50',
  currency: 'RUB',
  dealId: 3,
  companyId: 4,
  responsibleId: smallPortalPeople.anna,
  createdAt: '2026-11-02T07:00:00Z',
  modifiedAt: '2026-11-03T07:00:00Z',
  issuedOn: '2026-11-02',
  dueOn: '2026-11-20',
} as const;

/** Beside the small portal: a quote, an invoice, a lead that can be called and written to, a company with a phone. */
export function batteryCrm(): Pick<PortalData, 'quotes' | 'invoices' | 'leads' | 'companies'> {
  const { leads, companies } = smallPortal();
  const phone = { id: 13_001, typeId: 'PHONE', valueType: 'WORK', value: '+79001234567' };
  const chat = { id: 13_002, typeId: 'IM', valueType: 'OPENLINE', value: 'imol|livechat|1|67|21' };
  return {
    quotes: [{ ...document, title: 'Предложение', number: '1', stageId: 'SENT' }],
    invoices: [{ ...document, title: 'Счёт', number: '1', stageId: 'DT31_1:S', categoryId: 1, movedAt: '2026-11-03T07:00:00Z' }],
    leads: leads.map((lead) => (lead.id === 12 ? { ...lead, details: { NAME: 'Вера', LAST_NAME: 'Соколова', FM: [phone, chat] } } : lead)),
    companies: companies.map((company) => (company.id === 2 ? { ...company, details: { FM: [phone] } } : company)),
  };
}
