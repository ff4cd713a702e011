import { readParameter } from '../../nested-parameters.ts';
import { RestError } from '../../rest-error.ts';
import { describeFields, writeRow } from '../field-table.ts';
import { answerList } from '../list-method.ts';
import type { RestCall, RestReply } from '../rest-method.ts';
import type { CrmEntity } from './crm-entity.ts';
import type { DetailedRow } from './detail-fields.ts';
import { comparableFields, describedFields, fieldsFor, requireObjects, selectedFields, wholeRow, wrongParameter } from './entity-fields.ts';
import { readGivenFields } from './given-fields.ts';
import { requireDirections } from './item-query.ts';
import { requireMandatory, withDefaults } from './user-field-defaults.ts';

/** What `crm.item.*` does with one type of records, whatever its rows are. */
export interface ItemType {
  list(call: RestCall): RestReply;
  get(call: RestCall): RestReply;
  add(call: RestCall): RestReply;
  update(call: RestCall): RestReply;
  remove(call: RestCall): RestReply;
  describe(call: RestCall): RestReply;
}

export function createItemType<Row extends DetailedRow>(entity: CrmEntity<Row>): ItemType {
  const write = (call: RestCall, id: number): RestReply => {
    const row = entity.store(call.portal).find(id);
    if (!row) throw notFound();
    return { result: { item: writeRow(wholeRow(fieldsFor(call, entity, 'item')), row, 'item', call.portal.zone) } };
  };
  return {
    list: (call) => list(call, entity),
    get: (call) => write(call, getVisible(call, entity, 'You do not have permission to view this item').id),
    add(call) {
      const { portal, user } = call;
      const fields = fieldsFor(call, entity, 'item');
      const given = readGivenFields(call, fields, 'item', { id: entity.store(portal).nextId() });
      const complete = withDefaults(portal, entity, given);
      requireMandatory(portal, entity, complete);
      return write(
        call,
        asItem(() => entity.add(portal, user, complete)),
      );
    },
    update(call) {
      const row = getVisible(call, entity);
      const given = readGivenFields(call, fieldsFor(call, entity, 'item'), 'item', row);
      asItem(() => entity.change(call.portal, call.user, row, given));
      return write(call, row.id);
    },
    remove(call) {
      const row = getVisible(call, entity);
      asItem(() => entity.remove(call.portal, call.user, row));
      return { result: [] };
    },
    describe: (call) => ({ result: { fields: describeFields(describedFields(fieldsFor(call, entity, 'item')), 'item') } }),
  };
}

function list<Row extends DetailedRow>(call: RestCall, entity: CrmEntity<Row>): RestReply {
  requireObjects(call, 'item');
  const fields = fieldsFor(call, entity, 'item');
  const comparable = comparableFields(fields);
  requireDirections(call, comparable, 'item');
  const page = answerList(call, {
    store: entity.store(call.portal),
    fields: comparable,
    selected: selectedFields(fields, readParameter(call.parameters, 'select'), 'item'),
    style: 'item',
    unknownKeys: 'refuse',
    isVisible: (row) => entity.isVisible(call.portal, call.user, row),
  });
  return { ...page, result: { items: page.result } };
}

function getVisible<Row extends DetailedRow>(call: RestCall, entity: CrmEntity<Row>, refusal = 'Access denied'): Row {
  const given = readParameter(call.parameters, 'id');
  if (given === undefined) throw new RestError('100', 'Could not find value for parameter {id}');
  if (!/^-?\d+$/.test(String(given))) throw wrongParameter('id', given, 'int');
  const row = entity.store(call.portal).find(Number(given));
  if (!row) throw notFound();
  if (!entity.isVisible(call.portal, call.user, row)) throw new RestError('ACCESS_DENIED', refusal);
  return row;
}

function notFound(): RestError {
  return new RestError('NOT_FOUND', 'Item not found');
}

/** The universal methods name what classic ones leave without a code. */
function asItem<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RestError && error.code === '') throw new RestError('CRM_FIELD_ERROR_VALUE_NOT_VALID', error.message);
    throw error;
  }
}
