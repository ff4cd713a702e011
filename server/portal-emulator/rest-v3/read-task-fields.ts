import { isRecord } from '../nested-parameters.ts';
import type { TaskChange } from '../task-changes.ts';
import { taskDto, taskMarks, taskPriorities, taskStatuses } from './task-dto.ts';
import { invalidRequest, missingField, unknownField, wrongType, type FieldFault } from './v3-error.ts';
import type { V3Call } from './v3-call.ts';

type Read = (value: unknown, call: V3Call) => TaskChange | string;

const text =
  (key: 'title' | 'description' | 'xmlId'): Read =>
  (value) =>
    typeof value === 'string' ? { [key]: value } : 'string';
const id =
  (key: 'createdById' | 'responsibleId' | 'groupId' | 'parentId' | 'timeEstimateSeconds'): Read =>
  (value) =>
    typeof value === 'number' && Number.isInteger(value) ? { [key]: value } : 'int';
const flag =
  (key: 'isControlled' | 'isDeadlineOpen' | 'isTimeTracked' | 'skipsDaysOff' | 'isInReport'): Read =>
  (value) =>
    typeof value === 'boolean' ? { [key]: value } : 'bool';
const instant =
  (key: 'deadline' | 'plannedStartAt' | 'plannedEndAt'): Read =>
  (value, { portal }) => {
    if (value === null) return { [key]: null };
    const epochMs = typeof value === 'string' ? portal.zone.readInstant(value) : Number.NaN;
    return Number.isNaN(epochMs) ? 'DateTime' : { [key]: `${new Date(epochMs).toISOString().slice(0, 19)}Z` };
  };
const people =
  (key: 'accompliceIds' | 'auditorIds'): Read =>
  (value) =>
    Array.isArray(value) && value.every((each) => Number.isInteger(each)) ? { [key]: value.map(Number) } : 'array';
const word =
  (key: 'status' | 'priority' | 'mark', words: Readonly<Record<string, number | string | null>>): Read =>
  (value) =>
    typeof value === 'string' && Object.hasOwn(words, value) ? { [key]: words[value] } : 'string';

const readers: Readonly<Record<string, Read>> = {
  title: text('title'),
  description: text('description'),
  xmlId: text('xmlId'),
  creatorId: id('createdById'),
  responsibleId: id('responsibleId'),
  groupId: id('groupId'),
  parentId: id('parentId'),
  estimatedTime: id('timeEstimateSeconds'),
  deadline: instant('deadline'),
  startPlan: instant('plannedStartAt'),
  endPlan: instant('plannedEndAt'),
  needsControl: flag('isControlled'),
  allowsChangeDeadline: flag('isDeadlineOpen'),
  allowsTimeTracking: flag('isTimeTracked'),
  matchesWorkTime: flag('skipsDaysOff'),
  addInReport: flag('isInReport'),
  accomplices: people('accompliceIds'),
  auditors: people('auditorIds'),
  priority: word('priority', taskPriorities),
  status: word('status', taskStatuses),
  mark: word('mark', taskMarks),
  crmItemIds: (value) =>
    Array.isArray(value) && value.every((code) => typeof code === 'string') ? { crmCodes: value.map(String) } : 'array',
};

/** `fields` of `add` and `update`; every fault is named at once, and who set a task is never changed. */
export function readTaskFields(call: V3Call, kind: 'add' | 'update'): TaskChange {
  const fields = call.parameters['fields'];
  if (!isRecord(fields)) throw invalidRequest(missingField('fields'));
  for (const name of Object.keys(fields)) if (!isKnown(name)) throw unknownField(name, taskDto.entity);
  const faults: FieldFault[] = [];
  let change: TaskChange = {};
  for (const [name, value] of Object.entries(fields)) {
    const read = readers[name];
    const found = !read || (kind === 'update' && name === 'creatorId') ? notEditable(name) : read(value, call);
    if (typeof found === 'string') faults.push(wrongType(name, found));
    else if ('message' in found) faults.push(found);
    else change = { ...change, ...found };
  }
  if (kind === 'add') {
    for (const name of ['title', 'creatorId', 'responsibleId']) if (fields[name] === undefined) faults.push(missingField(name));
  }
  if (faults.length > 0) throw invalidRequest(...faults);
  return change;
}

function isKnown(name: string): boolean {
  return Object.hasOwn(readers, name) || taskDto.fields.some((field) => field.name === name);
}

function notEditable(name: string): FieldFault {
  const message = `In DTO \`${taskDto.entity}\`, the field \`${name}\` requires the presence of the \`Editable\` attribute for such a request`;
  return { field: name, message };
}
