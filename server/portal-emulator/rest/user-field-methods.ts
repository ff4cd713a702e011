import { isRecord, readParameter } from '../nested-parameters.ts';
import type { UserField } from '../records/user-field.ts';
import { classicError, RestError } from '../rest-error.ts';
import { requireObjects } from './crm/entity-fields.ts';
import { addUserField, changeUserField, removeUserField } from './crm/user-field-changes.ts';
import { writeUserField } from './crm/user-field-wire.ts';
import { userFieldsOf } from './crm/user-fields.ts';
import type { Field } from './field-table.ts';
import { parseFilter } from './filter.ts';
import { parseOrder, sortRows } from './list-rows.ts';
import { readId } from './read-id.ts';
import type { RestCall, RestMethods, RestReply } from './rest-method.ts';

const scopes = ['crm'];

export const userFieldMethods: RestMethods = {
  ...methodsOf('crm.lead', 'CRM_LEAD'),
  ...methodsOf('crm.deal', 'CRM_DEAL'),
  ...methodsOf('crm.contact', 'CRM_CONTACT'),
  ...methodsOf('crm.company', 'CRM_COMPANY'),
  ...methodsOf('crm.quote', 'CRM_QUOTE'),
};

/** Fields are read by everybody and changed by administrators. */
function methodsOf(prefix: string, entityId: string): RestMethods {
  return {
    [`${prefix}.userfield.add`]: {
      scopes,
      answer(call) {
        requireAdmin(call);
        return { result: addUserField(call.portal, call.user, entityId, readFields(call)) };
      },
    },
    [`${prefix}.userfield.get`]: { scopes, answer: (call) => ({ result: writeUserField(getField(call, entityId), 'all') }) },
    [`${prefix}.userfield.list`]: { scopes, answer: (call) => list(call, entityId) },
    [`${prefix}.userfield.update`]: {
      scopes,
      answer(call) {
        requireAdmin(call);
        changeUserField(call.portal, call.user, getField(call, entityId), readFields(call));
        return { result: true };
      },
    },
    [`${prefix}.userfield.delete`]: {
      scopes,
      answer(call) {
        requireAdmin(call);
        removeUserField(call.portal, call.user, getField(call, entityId));
        return { result: true };
      },
    },
  };
}

const filterable: readonly Field<UserField>[] = [
  column('ID', 'integer', (field) => field.id),
  column('FIELD_NAME', 'text', (field) => field.fieldName),
  column('USER_TYPE_ID', 'text', (field) => field.userTypeId),
  column('XML_ID', 'text', (field) => field.xmlId),
  column('SORT', 'integer', (field) => field.sort),
  column('MULTIPLE', 'flag', (field) => field.isMultiple),
  column('MANDATORY', 'flag', (field) => field.isMandatory),
  column('SHOW_FILTER', 'text', (field) => field.showFilter),
  column('SHOW_IN_LIST', 'flag', (field) => field.showInList),
  column('EDIT_IN_LIST', 'flag', (field) => field.editInList),
  column('IS_SEARCHABLE', 'flag', (field) => field.isSearchable),
];
const sortable = filterable.filter(({ classic }) => ['ID', 'FIELD_NAME', 'USER_TYPE_ID', 'XML_ID', 'SORT'].includes(classic));

function column(classic: string, kind: Field<UserField>['kind'], read: Field<UserField>['read']): Field<UserField> {
  return { classic, item: classic, kind, type: 'string', read };
}

/** All of them at once; labels come in the language that the filter names as `LANG` and not at all without one. */
function list(call: RestCall, entityId: string): RestReply {
  requireObjects(call, 'classic');
  const given = readParameter(call.parameters, 'filter');
  const language = isRecord(given) && typeof given['LANG'] === 'string' ? given['LANG'] : null;
  const options = { fields: filterable, style: 'classic', unknownKeys: 'drop', zone: call.portal.zone } as const;
  const filter = parseFilter(given, options);
  const order = parseOrder(readParameter(call.parameters, 'order'), sortable, 'classic', 'drop');
  const usual = parseOrder({ SORT: 'ASC', ID: 'ASC' }, sortable, 'classic', 'drop');
  const rows = userFieldsOf(call.portal, entityId).filter((field) => filter.accepts(field));
  const sorted = sortRows(rows, order.length > 0 ? order : usual);
  return { result: sorted.map((field) => writeUserField(field, language === null ? 'none' : { language })), total: sorted.length };
}

function getField({ portal, parameters }: RestCall, entityId: string): UserField {
  const id = readId(parameters);
  const field = portal.state.records.userFields.find(id);
  if (!field) throw new RestError('ERROR_NOT_FOUND', `The entity with ID '${id}' is not found.`);
  if (field.entityId !== entityId) throw classicError('Access denied.');
  return field;
}

function readFields({ parameters }: RestCall): Readonly<Record<string, unknown>> {
  const fields = readParameter(parameters, 'fields');
  if (!isRecord(fields)) throw classicError("Parameter 'fields' must be array.");
  return fields;
}

function requireAdmin({ user }: RestCall): void {
  if (!user.isAdmin) throw classicError('Access denied.');
}
