import type { V3Call } from './v3-call.ts';

export type DtoType = 'int' | 'string' | 'bool' | 'DateTime' | 'array' | 'object';

export interface DtoField<Row> {
  readonly name: string;
  readonly type: DtoType;
  readonly isFilterable?: boolean;
  readonly isSortable?: boolean;
  /** Instants as RFC 3339 in UTC; the writer gives them the portal's offset. */
  readonly read: (row: Row, call: V3Call) => unknown;
}

/** An object that hangs on a row and is selected with a dot: `responsible.name`. */
export interface RelatedObject<Row> {
  readonly name: string;
  readonly entity: string;
  readonly fields: readonly string[];
  readonly read: (row: Row, call: V3Call) => Readonly<Record<string, unknown>> | null;
}

export interface Dto<Row> {
  readonly entity: string;
  readonly fields: readonly DtoField<Row>[];
  readonly related: readonly RelatedObject<Row>[];
}

/** What a description of the API needs of a `Dto`, whatever its rows are. */
export interface DtoDescription {
  readonly entity: string;
  readonly fields: readonly Pick<DtoField<never>, 'name' | 'type' | 'isFilterable' | 'isSortable'>[];
  readonly related: readonly Pick<RelatedObject<never>, 'name' | 'entity' | 'fields'>[];
}

export function writeDtoValue<Row>(field: DtoField<Row>, row: Row, call: V3Call): unknown {
  const value = field.read(row, call);
  return field.type === 'DateTime' && value !== null ? call.portal.zone.writeInstant(String(value)) : value;
}
