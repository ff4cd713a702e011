import { changeInstant, type Portal } from './portal.ts';
import type { PortalUser } from './portal-data.ts';
import { mergedDetails, type Details } from './records/details.ts';
import type { PortalCompany } from './records/company.ts';
import type { PortalContact } from './records/contact.ts';
import { recordTitle } from './record-title.ts';
import { classicError } from './rest-error.ts';

/** What is set on a company or a contact; absent keys stay as they are. */
export interface CompanyChange {
  readonly title?: string;
  readonly responsibleId?: number;
  readonly details?: Details;
}

export interface ContactChange {
  readonly name?: string;
  readonly lastName?: string;
  readonly companyId?: number | null;
  readonly responsibleId?: number;
  readonly details?: Details;
}

export function requirePerson(portal: Portal, userId: number | undefined): void {
  if (userId !== undefined && !portal.state.users.has(userId)) throw classicError('Responsible person not found.');
}

export function addCompany(portal: Portal, user: PortalUser, change: CompanyChange): number {
  requirePerson(portal, change.responsibleId);
  const id = portal.state.companies.nextId();
  const at = changeInstant(portal, '1970-01-01T00:00:00Z');
  const { details, ...own } = change;
  const first = (entityId: string): string | null => portal.stages.ofEntity(entityId)[0]?.statusId ?? null;
  const born = { COMPANY_TYPE: first('COMPANY_TYPE'), INDUSTRY: first('INDUSTRY'), EMPLOYEES: first('EMPLOYEES') };
  portal.state.saveRecord('companies', {
    id,
    title: recordTitle(portal, 'company', id),
    responsibleId: user.id,
    createdById: user.id,
    modifiedById: user.id,
    createdAt: at,
    modifiedAt: at,
    ...own,
    ...mergedDetails(born, details),
  });
  portal.sender.send('ONCRMCOMPANYADD', { FIELDS: { ID: id } }, user.id);
  return id;
}

export function changeCompany(portal: Portal, user: PortalUser, before: PortalCompany, change: CompanyChange): void {
  requirePerson(portal, change.responsibleId);
  const { details, ...own } = change;
  const at = changeInstant(portal, before.modifiedAt ?? '1970-01-01T00:00:00Z');
  portal.state.saveRecord('companies', {
    ...before,
    ...own,
    ...mergedDetails(before.details, details),
    modifiedById: user.id,
    modifiedAt: at,
  });
  portal.sender.send('ONCRMCOMPANYUPDATE', { FIELDS: { ID: before.id } }, user.id);
}

export function removeCompany(portal: Portal, user: PortalUser, { id }: PortalCompany): void {
  portal.state.removeRecord('companies', id);
  portal.sender.send('ONCRMCOMPANYDELETE', { FIELDS: { ID: id } }, user.id);
}

export function addContact(portal: Portal, user: PortalUser, change: ContactChange): number {
  requirePerson(portal, change.responsibleId);
  const id = portal.state.records.contacts.nextId();
  const at = changeInstant(portal, '1970-01-01T00:00:00Z');
  const { details, ...own } = change;
  const first = (entityId: string): string | null => portal.stages.ofEntity(entityId)[0]?.statusId ?? null;
  portal.state.saveRecord('contacts', {
    id,
    name: '',
    lastName: '',
    companyId: null,
    responsibleId: user.id,
    createdById: user.id,
    modifiedById: user.id,
    createdAt: at,
    modifiedAt: at,
    ...own,
    ...mergedDetails({ TYPE_ID: first('CONTACT_TYPE'), SOURCE_ID: first('SOURCE') }, details),
  });
  portal.sender.send('ONCRMCONTACTADD', { FIELDS: { ID: id } }, user.id);
  return id;
}

export function changeContact(portal: Portal, user: PortalUser, before: PortalContact, change: ContactChange): void {
  requirePerson(portal, change.responsibleId);
  const { details, ...own } = change;
  portal.state.saveRecord('contacts', {
    ...before,
    ...own,
    ...mergedDetails(before.details, details),
    modifiedById: user.id,
    modifiedAt: changeInstant(portal, before.modifiedAt),
  });
  portal.sender.send('ONCRMCONTACTUPDATE', { FIELDS: { ID: before.id } }, user.id);
}

export function removeContact(portal: Portal, user: PortalUser, { id }: PortalContact): void {
  portal.state.removeRecord('contacts', id);
  portal.sender.send('ONCRMCONTACTDELETE', { FIELDS: { ID: id } }, user.id);
}
