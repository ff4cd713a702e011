import { isRecord, readParameter } from '../nested-parameters.ts';
import type { Portal } from '../portal.ts';
import type { PortalStatus } from '../portal-data.ts';
import { RestError } from '../rest-error.ts';
import { allStatuses } from '../standard-statuses.ts';
import { writeRow, type Field } from './field-table.ts';
import { parseFilter } from './filter.ts';
import { parseOrder, sortRows } from './list-rows.ts';
import type { RestCall, RestReply } from './rest-method.ts';

interface StatusRow {
  readonly id: number;
  readonly status: PortalStatus;
  /** Rows the platform itself has put there: the first stage, the won one and the first of the lost ones. */
  readonly isSystem: boolean;
  readonly categoryId: number | null;
  readonly meaning: 'process' | 'success' | 'failure' | 'apology' | null;
}

const fields: readonly Field<StatusRow>[] = [
  column('ID', 'integer', ({ id }) => id),
  column('ENTITY_ID', 'text', ({ status }) => status.entityId),
  column('STATUS_ID', 'text', ({ status }) => status.statusId),
  column('NAME', 'text', ({ status }) => status.name),
  column('NAME_INIT', 'text', ({ status, isSystem }) => (isSystem ? status.name : '')),
  column('SORT', 'integer', ({ status }) => status.sort),
  column('SYSTEM', 'flag', ({ isSystem }) => isSystem),
  column('CATEGORY_ID', 'integer', ({ categoryId }) => categoryId),
  column('COLOR', 'text', ({ status }) => (status.color === '' ? null : status.color)),
  column('SEMANTICS', 'text', ({ status }) => (status.semantics === 'P' ? null : status.semantics)),
];

/** Every row at once, whatever their number. */
export function listStatuses({ portal, parameters }: RestCall): RestReply {
  const filter = parseFilter(readObject(parameters, 'filter'), { fields, style: 'classic', unknownKeys: 'drop', zone: portal.zone });
  const order = parseOrder(readObject(parameters, 'order'), fields, 'classic', 'drop');
  const usual = parseOrder({ ENTITY_ID: 'ASC', SORT: 'ASC' }, fields, 'classic', 'drop');
  const rows = statusRows(portal).filter((row) => filter.accepts(row));
  const result = sortRows(rows, order.length > 0 ? order : usual).map((row) => ({
    ...writeRow(fields, row, 'classic', portal.zone),
    // Dictionaries without stages have no more to say.
    ...(row.meaning === null ? {} : { EXTRA: { SEMANTICS: row.meaning, COLOR: row.status.color } }),
  }));
  return { result, total: result.length };
}

function readObject(parameters: RestCall['parameters'], name: string): unknown {
  const value = readParameter(parameters, name);
  if (value === undefined || value === null || value === '' || isRecord(value) || Array.isArray(value)) return value;
  throw new RestError('Invalid parameters.', 'Incorrect parameters passed.');
}

function statusRows({ state, stages }: Portal): StatusRow[] {
  return allStatuses(state.data).map((status, index) => {
    const set = stages.ofEntity(status.entityId);
    const hasStages = status.color !== '';
    const isFirst = (semantics: PortalStatus['semantics']): boolean => set.find((other) => other.semantics === semantics) === status;
    const meaning = { P: 'process', S: 'success', F: isFirst('F') ? 'failure' : 'apology' } as const;
    return {
      id: index + 1,
      status,
      isSystem: !hasStages || isFirst(status.semantics),
      categoryId: Number(/_STAGE_(\d+)$/.exec(status.entityId)?.[1] ?? Number.NaN) || null,
      meaning: hasStages ? meaning[status.semantics] : null,
    };
  });
}

function column(classic: string, kind: Field<StatusRow>['kind'], read: Field<StatusRow>['read']): Field<StatusRow> {
  return { classic, item: classic, kind, type: 'string', read };
}
