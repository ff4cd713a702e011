import type { Portal } from '../../portal.ts';
import type { PortalZone } from '../../portal-zone.ts';
import type { DetailValue } from '../../records/details.ts';
import type { UserField } from '../../records/user-field.ts';
import type { Field, FieldKind, WireStyle } from '../field-table.ts';
import type { DetailedRow } from './detail-fields.ts';
import { itemNameOf } from './user-field-names.ts';

const kinds: Readonly<Record<string, FieldKind>> = {
  integer: 'integer',
  double: 'money',
  boolean: 'integer',
  date: 'day',
  datetime: 'instant',
  enumeration: 'integer',
  employee: 'integer',
  iblock_element: 'integer',
  iblock_section: 'integer',
  crm_status: 'status',
};

export function userFieldsOf(portal: Portal, entityId: string): readonly UserField[] {
  return portal.state.records.userFields.rows.filter((field) => field.entityId === entityId);
}

/** User fields of a type of records as fields of its table. */
export function userFieldTable(
  portal: Portal,
  entityId: string,
  keepsNames: boolean,
  isTaken: (name: string) => boolean,
): readonly Field<DetailedRow>[] {
  const rows = userFieldsOf(portal, entityId);
  return rows.map((row) => {
    const isTakenHere = (name: string): boolean =>
      isTaken(name) || rows.some((other) => other.id < row.id && itemNameOf(other.fieldName) === name);
    return toField(row, keepsNames ? row.fieldName : itemNameOf(row.fieldName, isTakenHere), portal);
  });
}

function toField(row: UserField, item: string, { state }: Portal): Field<DetailedRow> {
  const kind = kinds[row.userTypeId] ?? 'text';
  const label = row.editFormLabel[state.data.language] ?? '';
  const shared = {
    classic: row.fieldName,
    item,
    type: row.userTypeId,
    isDetail: true,
    about: {
      isRequired: row.isMandatory,
      isMultiple: row.isMultiple,
      isDynamic: true,
      ...(row.userTypeId === 'enumeration' ? { items: row.list.map(({ id, value }) => ({ ID: String(id), VALUE: value })) } : {}),
      title: label === '' ? row.fieldName : label,
      listLabel: row.listColumnLabel[state.data.language] ?? '',
      formLabel: label,
      filterLabel: row.listFilterLabel[state.data.language] ?? '',
      settings: row.settings,
    },
  } as const;
  if (row.isMultiple) return { ...shared, ...severalValues(row, kind) };
  return { ...shared, kind, ...oneValue(row, kind) };
}

function oneValue(row: UserField, kind: FieldKind): Pick<Field<DetailedRow>, 'read' | 'write'> {
  return {
    read: ({ details }) => toComparable(details?.[row.fieldName] ?? null),
    write: (value, style, zone) => writeOne(row.userTypeId, kind, value, style, zone),
  };
}

/** Nothing is `false` to classic methods and an empty list to the universal ones. */
function severalValues(row: UserField, kind: FieldKind): Pick<Field<DetailedRow>, 'kind' | 'read' | 'write' | 'elements' | 'elementKind'> {
  const elements = ({ details }: DetailedRow): (string | number)[] => {
    const value = details?.[row.fieldName];
    return Array.isArray(value) ? value.filter((element) => typeof element !== 'object') : [];
  };
  return {
    kind: 'list',
    read: elements,
    elements,
    elementKind: kind,
    write: (value, style, zone) => {
      const written = (value as readonly (string | number)[]).map((element) => writeOne(row.userTypeId, kind, element, style, zone));
      return written.length === 0 && style === 'classic' ? false : written;
    },
  };
}

function toComparable(value: DetailValue): ReturnType<Field<DetailedRow>['read']> {
  return value === true ? 1 : value === false ? 0 : value;
}

function writeOne(type: string, kind: FieldKind, value: unknown, style: WireStyle, zone: PortalZone): unknown {
  if (value === null) return null;
  if (type === 'boolean') return style === 'item' ? (value === 1 ? 'Y' : 'N') : String(value);
  if (kind === 'day') return zone.writeDay(String(value));
  if (kind === 'instant') return zone.writeInstant(String(value));
  if (kind === 'integer' || kind === 'money') return style === 'item' ? Number(value) : String(value);
  return value;
}
