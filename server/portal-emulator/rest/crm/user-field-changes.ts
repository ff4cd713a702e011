import { createHash } from 'node:crypto';
import { isRecord } from '../../nested-parameters.ts';
import type { Portal } from '../../portal.ts';
import type { PortalUser } from '../../portal-data.ts';
import type { UserField, UserFieldListElement } from '../../records/user-field.ts';
import { classicError, RestError } from '../../rest-error.ts';
import { isYes } from './entity-fields.ts';
import { isUserFieldType, mergeSettings } from './user-field-types.ts';
import { labelNames, readWords } from './user-field-wire.ts';

type Given = Readonly<Record<string, unknown>>;

const longestName = 50;
const filterModes = ['N', 'I', 'E', 'S'] as const;

export function addUserField(portal: Portal, user: PortalUser, entityId: string, given: Given): number {
  const userTypeId = String(given['USER_TYPE_ID'] ?? '');
  const fieldName = readName(given);
  if (userTypeId === '') throw classicError("The 'USER_TYPE_ID' field is not found.");
  if (!isUserFieldType(portal, userTypeId)) throw coreError('Incorrect custom type specified.');
  const store = portal.state.records.userFields;
  if (store.rows.some((field) => field.entityId === entityId && field.fieldName === fieldName)) {
    throw coreError(`Field ${fieldName} for object ${entityId} already exists.`);
  }
  const blank: UserField = {
    id: store.nextId(),
    entityId,
    fieldName,
    userTypeId,
    xmlId: null,
    sort: 100,
    isMultiple: userTypeId !== 'boolean' && isYes(given['MULTIPLE']),
    isMandatory: false,
    showFilter: 'N',
    showInList: false,
    editInList: true,
    isSearchable: false,
    settings: mergeSettings(userTypeId, {}, {}),
    editFormLabel: {},
    listColumnLabel: {},
    listFilterLabel: {},
    errorMessage: {},
    helpMessage: {},
    list: [],
  };
  const label = given['LABEL'] === undefined ? undefined : String(given['LABEL']);
  const field = applyGiven(portal, blank, given, label);
  portal.state.saveRecord('userFields', field);
  send(portal, user, field, 'ADD');
  if (field.list.length > 0) send(portal, user, field, 'SETENUMVALUES');
  return field.id;
}

export function changeUserField(portal: Portal, user: PortalUser, before: UserField, given: Given): void {
  const field = applyGiven(portal, before, given, undefined);
  portal.state.saveRecord('userFields', field);
  send(portal, user, field, 'UPDATE');
  if (given['LIST'] !== undefined && field.userTypeId === 'enumeration') send(portal, user, field, 'SETENUMVALUES');
}

/** The values stay in the rows unseen; a new field of the same name would show them again (the page is silent). */
export function removeUserField(portal: Portal, user: PortalUser, field: UserField): void {
  portal.state.removeRecord('userFields', field.id);
  send(portal, user, field, 'DELETE');
}

function send(portal: Portal, user: PortalUser, { id, entityId, fieldName }: UserField, change: string): void {
  const event = `ON${entityId.replace('_', '')}USERFIELD${change}`;
  portal.sender.send(event, { FIELDS: { ID: id, ENTITY_ID: entityId, FIELD_NAME: fieldName } }, user.id);
}

function readName(given: Given): string {
  const code = String(given['FIELD_NAME'] ?? '').toUpperCase();
  if (code === '') throw classicError("The 'FIELD_NAME' field is not found.");
  const name = `UF_CRM_${code.replace(/^UF_(CRM_)?/, '')}`;
  if (name.length > longestName) throw coreError(`Field name is too long (more than ${longestName} characters).`);
  if (!/^[A-Z0-9_]+$/.test(name)) throw coreError('Field name contains invalid characters. Allowed characters are: A-Z, 0-9 and _.');
  return name;
}

function applyGiven(portal: Portal, before: UserField, given: Given, label: string | undefined): UserField {
  const flag = (name: string, now: boolean): boolean => (given[name] === undefined ? now : isYes(given[name]));
  const words = Object.entries(labelNames).map(([name, key]) => [key, readWords(given[name], label, before[key])] as const);
  const sort = Number(given['SORT']);
  return {
    ...before,
    ...Object.fromEntries(words),
    xmlId: given['XML_ID'] === undefined ? before.xmlId : String(given['XML_ID']),
    sort: Number.isInteger(sort) && sort > 0 ? sort : before.sort,
    isMandatory: flag('MANDATORY', before.isMandatory),
    showFilter: readFilterMode(given['SHOW_FILTER'], before.showFilter),
    showInList: flag('SHOW_IN_LIST', before.showInList),
    editInList: flag('EDIT_IN_LIST', before.editInList),
    isSearchable: flag('IS_SEARCHABLE', before.isSearchable),
    settings: mergeSettings(before.userTypeId, before.settings, given['SETTINGS']),
    list: before.userTypeId === 'enumeration' ? readList(portal, before, given['LIST']) : [],
  };
}

/** `Y` of the parameter becomes the mask it stands for. */
function readFilterMode(given: unknown, now: UserField['showFilter']): UserField['showFilter'] {
  if (given === undefined) return now;
  if (isYes(given)) return 'E';
  return filterModes.find((mode) => mode === given) ?? 'N';
}

/** Elements with an id are replaced or, by `DEL`, taken away; those without one come in addition. */
function readList(portal: Portal, { list, isMultiple }: UserField, given: unknown): UserFieldListElement[] {
  const rows = (Array.isArray(given) ? given : isRecord(given) ? Object.values(given) : []).filter(isRecord);
  const elements = new Map(list.map((element) => [element.id, element]));
  let nextId = Math.max(0, ...portal.state.records.userFields.rows.flatMap((field) => field.list.map(({ id }) => id))) + 1;
  for (const row of rows) {
    const known = elements.get(Number(row['ID']));
    const id = known?.id ?? nextId;
    const value = String(row['VALUE'] ?? known?.value ?? '');
    if (isYes(row['DEL'])) elements.delete(id);
    if (isYes(row['DEL']) || value === '') continue;
    if (!known) nextId += 1;
    const xmlId = String(row['XML_ID'] ?? known?.xmlId ?? createHash('md5').update(`${id}${value}`).digest('hex'));
    if ([...elements.values()].some((other) => other.id !== id && other.xmlId === xmlId)) {
      throw coreError(`List item with value XML_ID=${xmlId} already exists.`);
    }
    const isDefault = row['DEF'] === undefined ? (known?.isDefault ?? false) : isYes(row['DEF']);
    elements.set(id, { id, sort: Number(row['SORT'] ?? known?.sort ?? 0) || 0, value, isDefault, xmlId });
  }
  const sorted = [...elements.values()].sort((left, right) => left.sort - right.sort || left.id - right.id);
  const first = sorted.find(({ isDefault }) => isDefault);
  return isMultiple ? sorted : sorted.map((element) => ({ ...element, isDefault: element === first }));
}

function coreError(text: string): RestError {
  return new RestError('ERROR_CORE', text);
}
