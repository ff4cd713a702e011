import type { PortalUser } from '../../portal-data.ts';
import type { Portal } from '../../portal.ts';
import type { DetailValue, Details } from '../../records/details.ts';
import type { RowStore } from '../../row-store.ts';
import type { Field } from '../field-table.ts';
import type { DetailedRow } from './detail-fields.ts';

/** What a caller sets on a record, read and checked, by classic names. */
export interface GivenFields {
  /** Fields that the record's own row holds. */
  readonly own: Readonly<Record<string, DetailValue>>;
  readonly details: Details;
}

/** A type of CRM records: what its rows are and how they come, change and go. */
export interface CrmEntity<Row extends DetailedRow> {
  readonly typeId: number;
  /** ENTITY_ID of its user fields. */
  readonly userFieldEntity: string;
  /** Every field of both styles, user fields aside. */
  fields(portal: Portal): readonly Field<Row>[];
  store(portal: Portal): RowStore<Row>;
  isVisible(portal: Portal, user: PortalUser, row: Row): boolean;
  add(portal: Portal, user: PortalUser, given: GivenFields): number;
  change(portal: Portal, user: PortalUser, before: Row, given: GivenFields): void;
  remove(portal: Portal, user: PortalUser, row: Row): void;
}

/** Builds a table of fields once for a portal. */
export function perPortal<Value>(build: (portal: Portal) => Value): (portal: Portal) => Value {
  const known = new WeakMap<Portal, Value>();
  return (portal) => {
    const cached = known.get(portal);
    if (cached !== undefined) return cached;
    const value = build(portal);
    known.set(portal, value);
    return value;
  };
}

/** A value of the row itself when it was given: text as text, numbers as numbers. */
export function givenText({ own }: GivenFields, name: string): string | undefined {
  const value = own[name];
  return value === undefined ? undefined : String(value ?? '');
}

export function givenNumber({ own }: GivenFields, name: string): number | undefined {
  const value = own[name];
  return value === undefined ? undefined : Number(value ?? 0);
}

/** A link; 0 and nothing untie it. */
export function givenLink(given: GivenFields, name: string): number | null | undefined {
  const value = givenNumber(given, name);
  return value === undefined ? undefined : value > 0 ? value : null;
}

export function givenDay({ own }: GivenFields, name: string): string | null | undefined {
  const value = own[name];
  return value === undefined ? undefined : value === null ? null : String(value);
}

export function givenFlag({ own }: GivenFields, name: string): boolean | undefined {
  const value = own[name];
  return value === undefined ? undefined : value === true;
}

/** Drops what is undefined, so that a spread leaves the rest of a row as it is. */
export function stated<Values extends Readonly<Record<string, unknown>>>(
  values: Values,
): { [Key in keyof Values]?: Exclude<Values[Key], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Values]?: Exclude<Values[Key], undefined>;
  };
}
