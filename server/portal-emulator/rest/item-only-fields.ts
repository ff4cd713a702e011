import type { Field } from './field-table.ts';

/** Fields that only the universal methods show; the portal keeps nothing behind most of them. */
export function itemOnlyFields<Row extends object>(entityTypeId: 1 | 2): readonly Field<Row>[] {
  const both: readonly Field<Row>[] = [
    empty('PRODUCT_ID', 'productId', 'integer'),
    empty('SEARCH_CONTENT', 'searchContent'),
    { classic: 'WEBFORM_ID', item: 'webformId', kind: 'integer', type: 'integer', read: () => 0 },
    list('OBSERVERS', 'observers'),
    list('CONTACT_IDS', 'contactIds'),
    { classic: 'ENTITY_TYPE_ID', item: 'entityTypeId', kind: 'integer', type: 'integer', isReadOnly: true, read: () => entityTypeId },
  ];
  return entityTypeId === 2 ? [...dealOnly<Row>(), ...both] : both;
}

function dealOnly<Row extends object>(): readonly Field<Row>[] {
  return [
    empty('EVENT_DATE', 'eventDate'),
    empty('EVENT_ID', 'eventId'),
    empty('EVENT_DESCRIPTION', 'eventDescription'),
    empty('ORDER_STAGE', 'orderStage'),
  ];
}

function empty<Row>(classic: string, item: string, kind: 'text' | 'integer' = 'text'): Field<Row> {
  return { classic, item, kind, type: kind === 'text' ? 'string' : 'integer', read: () => null };
}

function list<Row>(classic: string, item: string): Field<Row> {
  return { classic, item, kind: 'list', type: 'integer', read: () => [] };
}
