import type { Portal } from '../../portal.ts';
import type { DetailValue } from '../../records/details.ts';
import type { UserField } from '../../records/user-field.ts';
import { RestError } from '../../rest-error.ts';
import type { CrmEntity, GivenFields } from './crm-entity.ts';
import type { DetailedRow } from './detail-fields.ts';
import { userFieldsOf } from './user-fields.ts';

/** A new record has the default of every user field it was not given. */
export function withDefaults<Row extends DetailedRow>(portal: Portal, entity: CrmEntity<Row>, given: GivenFields): GivenFields {
  const defaults = userFieldsOf(portal, entity.userFieldEntity).flatMap((field): [string, DetailValue][] => {
    const value = defaultOf(field);
    return value === null ? [] : [[field.fieldName, value]];
  });
  return { ...given, details: { ...Object.fromEntries(defaults), ...given.details } };
}

/** Only the universal methods ask for mandatory user fields. */
export function requireMandatory<Row extends DetailedRow>(portal: Portal, entity: CrmEntity<Row>, given: GivenFields): void {
  for (const field of userFieldsOf(portal, entity.userFieldEntity)) {
    const value = given.details[field.fieldName];
    const isEmpty = value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
    if (!field.isMandatory || !isEmpty) continue;
    const label = field.editFormLabel[portal.state.data.language] ?? field.fieldName;
    throw new RestError('CRM_FIELD_ERROR_REQUIRED', `The "${label}" field is required`);
  }
}

function defaultOf({ userTypeId, isMultiple, list, settings }: UserField): DetailValue {
  if (userTypeId === 'enumeration') {
    const ids = list.filter(({ isDefault }) => isDefault).map(({ id }) => id);
    return isMultiple ? (ids.length > 0 ? ids : null) : (ids[0] ?? null);
  }
  const value = settings['DEFAULT_VALUE'];
  if (userTypeId === 'boolean') return Number(value ?? 0) >= 1;
  if (value === undefined || value === null || value === '' || typeof value === 'object') return null;
  const one = userTypeId === 'integer' ? Number(value) : String(value);
  return isMultiple ? [one] : one;
}
