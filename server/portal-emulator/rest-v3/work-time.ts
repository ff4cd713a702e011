import type { RecordOf } from '../records/collections.ts';
import type { Dto } from './dto.ts';
import { invalidFilter, parseFilter, type V3Condition } from './filter.ts';
import { pageItems } from './list-items.ts';
import { parseSelect } from './select.ts';
import { invalidRequest, missingField, v3AccessDenied } from './v3-error.ts';
import type { V3Call } from './v3-call.ts';
import type { V3Methods } from './v3-method.ts';

type WorkTime = RecordOf<'workTimes'>;

const workTimeDto: Dto<WorkTime> = {
  entity: 'RecordDto',
  fields: [
    { name: 'id', type: 'int', isSortable: true, read: (record) => record.id },
    { name: 'userId', type: 'int', isFilterable: true, isSortable: true, read: (record) => record.userId },
    { name: 'startTime', type: 'DateTime', isFilterable: true, isSortable: true, read: (record) => record.startedAt },
    { name: 'endTime', type: 'DateTime', isSortable: true, read: (record) => record.endedAt },
    { name: 'duration', type: 'int', isSortable: true, read: secondsWorked },
    { name: 'breakLength', type: 'int', read: (record) => record.breakSeconds },
    { name: 'state', type: 'string', read: (record) => record.state },
    { name: 'isApproved', type: 'bool', read: (record) => record.isApproved },
  ],
  related: [],
};

export const workTimeV3Methods: V3Methods = {
  'timeman.record.list': {
    scopes: ['timeman'],
    title: 'Working time of one person',
    dto: workTimeDto,
    answers: 'items',
    parameters: [
      { name: 'filter', type: 'array', isRequired: true },
      { name: 'select', type: 'array' },
      { name: 'order', type: 'object' },
      { name: 'pagination', type: 'object' },
    ],
    answer: list,
  },
};

/** The page names no highest limit, so it is that of the platform. */
const maxLimit = 1000;

function list(call: V3Call): unknown {
  const { portal, user, parameters } = call;
  const usual = workTimeDto.fields.map(({ name }) => name);
  const write = parseSelect(parameters['select'], workTimeDto, { usual });
  const filter = parseFilter(parameters['filter'], workTimeDto, call);
  const userId = getPerson(filter.conditions);
  if (!portal.visibility.isVisible(user, userId)) throw v3AccessDenied();
  const rows = portal.state.records.workTimes.rows.filter((record) => record.userId === userId && filter.accepts(record));
  return { items: pageItems(rows, workTimeDto, call, maxLimit).map((record) => write(record, call)) };
}

function getPerson(conditions: readonly V3Condition[]): number {
  const named = conditions.filter(({ field }) => field === 'userId');
  const [first, ...others] = new Set(named.flatMap(({ values }) => values));
  if (first === undefined || first === null) throw invalidRequest(missingField('filter.userId'));
  const isOne = others.length === 0 && named.every(({ operator }) => operator === '=' || operator === 'in');
  if (!isOne) throw invalidFilter('filter.userId');
  return Number(first);
}

/** A day that is still going on has no duration yet; breaks are no work. */
function secondsWorked(record: WorkTime): number {
  if (record.endedAt === null) return 0;
  return (Date.parse(record.endedAt) - Date.parse(record.startedAt)) / 1000 - record.breakSeconds;
}
