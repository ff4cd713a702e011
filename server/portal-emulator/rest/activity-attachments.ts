import type { ActivityCommunication, ActivityDetails } from '../activity-details.ts';
import { isRecord } from '../nested-parameters.ts';
import type { Portal } from '../portal.ts';
import type { PortalActivity } from '../portal-data.ts';
import { classicError } from '../rest-error.ts';
import type { Field } from './field-table.ts';

const channels = { 1: '', 2: 'PHONE', 4: 'EMAIL', 6: '' } as const;
/** Communications and files of an activity have ids of their own, a hundred for each. */
const idsEach = 100;

/** `COMMUNICATIONS` of an activity: calls and meetings have one, letters at least one. */
export function readCommunications(typeId: PortalActivity['typeId'], value: unknown): ActivityCommunication[] {
  const given = toList(value).filter(isRecord);
  if (typeId === 6) return given.map((one) => toCommunication(typeId, one));
  if (given.length === 0) throw classicError('The field COMMUNICATIONS is not defined or invalid');
  if (typeId !== 4 && given.length > 1) throw classicError('The only one communication is allowed for activity of specified type');
  return given.map((one) => toCommunication(typeId, one));
}

/** `FILES`: each a `fileData` of a name and a body in base64. */
export function readFileNames(value: unknown): string[] {
  return toList(value).flatMap((file) => {
    const data = isRecord(file) ? (file['fileData'] ?? file['FILE_DATA']) : file;
    return Array.isArray(data) && typeof data[0] === 'string' ? [data[0]] : [];
  });
}

export function communicationsField(portal: Portal): Field<PortalActivity> {
  return {
    classic: 'COMMUNICATIONS',
    item: 'communications',
    kind: 'list',
    type: 'crm_activity_communication',
    read: ({ id, details }) =>
      (details?.communications ?? []).map((one, index) => writeCommunication(portal, id * idsEach + index + 1, one)),
  };
}

export function filesField(portal: Portal): Field<PortalActivity> {
  const address = `${portal.options.portalOrigin}/bitrix/tools/crm_show_file.php`;
  return {
    classic: 'FILES',
    item: 'files',
    kind: 'list',
    type: 'diskfile',
    read: ({ id, details }) =>
      (details?.files ?? []).map((_, index) => {
        const fileId = id * idsEach + index + 1;
        return { id: fileId, url: `${address}?fileId=${fileId}&ownerTypeId=6&ownerId=${id}&auth=` };
      }),
  };
}

/** The details that stand beside an activity when there is something to keep. */
export function keepFilled(details: ActivityDetails): { readonly details?: ActivityDetails } {
  const filled = Object.fromEntries(
    Object.entries(details).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  );
  return Object.keys(filled).length === 0 ? {} : { details: filled };
}

function toCommunication(typeId: PortalActivity['typeId'], one: Readonly<Record<string, unknown>>): ActivityCommunication {
  return {
    type: String(one['TYPE'] ?? channels[typeId]),
    value: String(one['VALUE'] ?? ''),
    entityId: Math.trunc(Number(one['ENTITY_ID'])) || 0,
    entityTypeId: Math.trunc(Number(one['ENTITY_TYPE_ID'])) || 0,
  };
}

function writeCommunication(portal: Portal, id: number, one: ActivityCommunication): Record<string, unknown> {
  return {
    ID: String(id),
    TYPE: one.type,
    VALUE: one.value,
    ENTITY_ID: String(one.entityId),
    ENTITY_TYPE_ID: String(one.entityTypeId),
    ENTITY_SETTINGS: describeClient(portal, one),
  };
}

/** The name of the client as it is now; other records have none. */
function describeClient(portal: Portal, { entityId, entityTypeId }: ActivityCommunication): unknown {
  const companyTitle = (id: number | null): string => (id === null ? '' : (portal.state.companies.find(id)?.title ?? ''));
  if (entityTypeId === 4) return { COMPANY_TITLE: companyTitle(entityId) };
  const contact = entityTypeId === 3 ? portal.state.records.contacts.find(entityId) : undefined;
  if (!contact) return [];
  return {
    HONORIFIC: '',
    NAME: contact.name,
    SECOND_NAME: '',
    LAST_NAME: contact.lastName,
    COMPANY_TITLE: companyTitle(contact.companyId),
    COMPANY_ID: String(contact.companyId ?? 0),
  };
}

function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : isRecord(value) ? Object.values(value) : [];
}
