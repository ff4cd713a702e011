import { readParameter } from '../nested-parameters.ts';
import type { RowStore } from '../row-store.ts';
import { selectFields, writeRow, type Field, type WireStyle } from './field-table.ts';
import { noBounds } from './filter-bounds.ts';
import { parseFilter, type Filter } from './filter.ts';
import { listRows, parseOrder, parseStart, type OrderKey } from './list-rows.ts';
import { rememberCount } from './remembered-counts.ts';
import type { RestCall, RestReply } from './rest-method.ts';

export interface ListSource<Row extends { readonly id: number }> {
  readonly store: RowStore<Row>;
  readonly fields: readonly Field<Row>[];
  readonly style: WireStyle;
  readonly unknownKeys: 'drop' | 'refuse';
  readonly isVisible: (row: Row) => boolean;
  readonly defaultOrder?: readonly OrderKey<Row>[];
  /** A row may stand in the store more than once, so that its id does not find all of it. */
  readonly hasRepeats?: boolean;
  /** Further condition that is not a plain field. */
  readonly narrow?: (row: Row) => boolean;
  /** Fields of the answer where `select` has rules of its own. */
  readonly selected?: readonly Field<Row>[];
}

/** The list every CRM method shares: `select`, `filter`, `order`, `start`. */
export function answerList<Row extends { readonly id: number }>(call: RestCall, source: ListSource<Row>): RestReply {
  const { fields, style, unknownKeys } = source;
  const { zone } = call.portal;
  const filter = parseFilter(readParameter(call.parameters, 'filter'), { fields, style, unknownKeys, zone });
  const order = parseOrder(readParameter(call.parameters, 'order'), fields, style, unknownKeys);
  const page = listRows({
    store: source.store,
    filter: narrowFilter(source.hasRepeats === true ? { ...filter, bounds: noBounds() } : filter, source.narrow),
    isVisible: source.isVisible,
    order: order.length > 0 ? order : (source.defaultOrder ?? []),
    start: parseStart(readParameter(call.parameters, 'start')),
    ...(source.narrow ? {} : { remember: (count) => rememberCount(call.portal, source.store, questionOf(call, style), count) }),
  });
  const selected = source.selected ?? selectFields(fields, readParameter(call.parameters, 'select'), style);
  const result = page.rows.map((row) => writeRow(selected, row, style, zone));
  return { result, total: page.total, ...(page.next === undefined ? {} : { next: page.next }) };
}

/** Whoever asks the same has the same total. */
function questionOf({ user, parameters }: RestCall, style: WireStyle): string {
  return JSON.stringify([style, user.id, readParameter(parameters, 'filter') ?? null]);
}

function narrowFilter<Row>(filter: Filter<Row>, narrow: ((row: Row) => boolean) | undefined): Filter<Row> {
  return narrow ? { bounds: filter.bounds, accepts: (row) => filter.accepts(row) && narrow(row) } : filter;
}
