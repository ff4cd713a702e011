import type { PortalZone } from '../portal-zone.ts';

export type FieldKind = 'integer' | 'text' | 'status' | 'money' | 'flag' | 'instant' | 'day' | 'list';

/** One field of a CRM row under its classic name and its name in `crm.item.*`. */
export interface Field<Row> {
  readonly classic: string;
  readonly item: string;
  readonly kind: FieldKind;
  /** Type as `crm.*.fields` names it. */
  readonly type: string;
  readonly isReadOnly?: boolean;
  /** Instants as RFC 3339, days as `2026-11-16`, money as a decimal string. */
  readonly read: (row: Row) => string | number | boolean | null | readonly unknown[] | Readonly<Record<string, unknown>>;
  /** What classic methods write for "nothing"; null unless told. */
  readonly absent?: string;
  /** The field stands in answers of this style only. */
  readonly only?: 'classic' | 'item';
  /** `row`: neither described nor a key of filters; `asked`: in lists when it is selected by name; `description`: never in rows. */
  readonly place?: 'row' | 'asked' | 'description';
  /** What the description says beside the usual. */
  readonly about?: Readonly<Record<string, unknown>>;
  /** What a filter compares in a field of several values. */
  readonly elements?: (row: Row) => readonly (string | number)[];
  readonly elementKind?: FieldKind;
  /** Spelling that the kind does not give. */
  readonly write?: (value: ReturnType<Field<Row>['read']>, style: WireStyle, zone: PortalZone) => unknown;
  /** The value stands among the details of its row, and a change may name it. */
  readonly isDetail?: boolean;
}

/** `classic`: strings; `item`: numbers under camelCase names; `history`: numbers under classic names. */
export type WireStyle = 'classic' | 'item' | 'history';

export function fieldName<Row>(field: Field<Row>, style: WireStyle): string {
  return style === 'item' ? field.item : field.classic;
}

/** The fields a reader selected; `*` and no selection are all, the id always comes along. */
export function selectFields<Row>(fields: readonly Field<Row>[], select: unknown, style: WireStyle): readonly Field<Row>[] {
  const wanted = (Array.isArray(select) ? select : typeof select === 'string' ? [select] : []).map(String);
  if (wanted.length === 0 || wanted.includes('*')) return fields;
  return fields.filter((field) => field.classic === 'ID' || wanted.includes(fieldName(field, style)));
}

export function writeRow<Row>(fields: readonly Field<Row>[], row: Row, style: WireStyle, zone: PortalZone): Record<string, unknown> {
  const written: Record<string, unknown> = {};
  for (const field of fields) {
    const value = field.read(row);
    if (value !== null || field.place !== 'asked') written[fieldName(field, style)] = writeValue(field, value, style, zone);
  }
  return written;
}

function writeValue<Row>(field: Field<Row>, value: ReturnType<Field<Row>['read']>, style: WireStyle, zone: PortalZone): unknown {
  if (field.write) return field.write(value, style, zone);
  if (value === null) return style === 'classic' ? (field.absent ?? null) : null;
  switch (field.kind) {
    case 'integer':
      return style === 'classic' ? String(value) : Number(value);
    case 'money':
      return style === 'classic' ? String(value) : Number(value);
    case 'flag':
      return value === true ? 'Y' : 'N';
    case 'instant':
      return zone.writeInstant(String(value));
    case 'day':
      return zone.writeDay(String(value));
    default:
      return value;
  }
}

/** Description of fields as `crm.deal.fields` and `crm.item.fields` give it. */
export function describeFields<Row>(fields: readonly Field<Row>[], style: WireStyle): Record<string, unknown> {
  return Object.fromEntries(
    fields.map((field) => [
      fieldName(field, style),
      {
        type: style === 'item' && field.type === 'char' ? 'boolean' : field.type,
        isRequired: false,
        isReadOnly: field.isReadOnly === true,
        isImmutable: false,
        isMultiple: field.kind === 'list',
        isDynamic: false,
        title: field.classic,
        ...field.about,
        ...(style === 'item' ? { upperName: upperName(field) } : {}),
      },
    ]),
  );
}

/** `createdBy` is CREATED_BY here whatever the classic methods call it; user fields keep their name. */
function upperName<Row>({ classic, item }: Field<Row>): string {
  return classic.startsWith('UF_') ? classic : item.replace(/([A-Z]|(?<=Id)\d+)/g, '_$1').toUpperCase();
}
