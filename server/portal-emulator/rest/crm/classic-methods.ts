import { isRecord, readParameter } from '../../nested-parameters.ts';
import { classicError, type RestError } from '../../rest-error.ts';
import { describeFields, writeRow } from '../field-table.ts';
import { answerList } from '../list-method.ts';
import { readId } from '../read-id.ts';
import type { RestCall, RestMethods, RestReply } from '../rest-method.ts';
import type { CrmEntity, GivenFields } from './crm-entity.ts';
import type { DetailedRow } from './detail-fields.ts';
import { comparableFields, describedFields, fieldsFor, requireObjects, selectedFields, wholeRow } from './entity-fields.ts';
import { readGivenFields } from './given-fields.ts';
import { withDefaults } from './user-field-defaults.ts';

interface Manner {
  /** Words of an entity about an id that is not there. */
  readonly notFound?: { readonly update?: () => RestError; readonly delete?: () => RestError };
  /** Fields a classic update leaves as they are. */
  readonly immutable?: readonly string[];
}

const scopes = ['crm'];

/** The classic methods of a type of records: strings everywhere, filter keys that are not known are dropped without a word. */
export function classicMethods<Row extends DetailedRow>(prefix: string, entity: CrmEntity<Row>, manner: Manner = {}): RestMethods {
  const { list, get } = classicReads(entity);
  return {
    [`${prefix}.fields`]: { scopes, answer: (call) => ({ result: describe(call, entity) }) },
    [`${prefix}.list`]: { scopes, answer: list },
    [`${prefix}.get`]: { scopes, answer: get },
    [`${prefix}.add`]: { scopes, answer: (call) => add(call, entity) },
    [`${prefix}.update`]: { scopes, answer: (call) => update(call, entity, manner) },
    [`${prefix}.delete`]: {
      scopes,
      answer: (call) => {
        entity.remove(call.portal, call.user, getVisible(call, entity, manner.notFound?.delete));
        return { result: true };
      },
    },
  };
}

export function classicReads<Row extends DetailedRow>(entity: CrmEntity<Row>): Record<'list' | 'get', (call: RestCall) => RestReply> {
  return {
    list(call) {
      requireObjects(call, 'classic');
      const fields = fieldsFor(call, entity, 'classic');
      return answerList(call, {
        store: entity.store(call.portal),
        fields: comparableFields(fields),
        selected: selectedFields(fields, readParameter(call.parameters, 'select'), 'classic'),
        style: 'classic',
        unknownKeys: 'drop',
        isVisible: (row) => entity.isVisible(call.portal, call.user, row),
      });
    },
    get(call) {
      const row = getVisible(call, entity);
      return { result: writeRow(wholeRow(fieldsFor(call, entity, 'classic')), row, 'classic', call.portal.zone) };
    },
  };
}

function describe<Row extends DetailedRow>(call: RestCall, entity: CrmEntity<Row>): Record<string, unknown> {
  return describeFields(describedFields(fieldsFor(call, entity, 'classic')), 'classic');
}

function add<Row extends DetailedRow>(call: RestCall, entity: CrmEntity<Row>): RestReply {
  requireParams(call);
  const given = read(call, entity, { id: entity.store(call.portal).nextId() });
  return { result: entity.add(call.portal, call.user, withDefaults(call.portal, entity, given)) };
}

function update<Row extends DetailedRow>(call: RestCall, entity: CrmEntity<Row>, { immutable = [], notFound }: Manner): RestReply {
  const row = getVisible(call, entity, notFound?.update);
  requireParams(call);
  const { own, details } = read(call, entity, row);
  const changeable = Object.fromEntries(Object.entries(own).filter(([name]) => !immutable.includes(name)));
  entity.change(call.portal, call.user, row, { own: changeable, details });
  return { result: true };
}

function read<Row extends DetailedRow>(call: RestCall, entity: CrmEntity<Row>, before: DetailedRow): GivenFields {
  return readGivenFields(call, fieldsFor(call, entity, 'classic'), 'classic', before);
}

function requireParams({ parameters }: RestCall): void {
  const params = readParameter(parameters, 'params');
  if (params === undefined || params === null || params === '' || isRecord(params) || Array.isArray(params)) return;
  throw classicError("Parameter 'params' must be array.");
}

function getVisible<Row extends DetailedRow>(call: RestCall, entity: CrmEntity<Row>, notFound = () => classicError('Not found')): Row {
  const row = entity.store(call.portal).find(readId(call.parameters));
  if (!row) throw notFound();
  if (!entity.isVisible(call.portal, call.user, row)) throw classicError('Access denied');
  return row;
}
