import { isRecord, readParameter, type Parameters } from '../nested-parameters.ts';
import type { PortalZone } from '../portal-zone.ts';
import { taskError, type TaskChange } from '../task-changes.ts';
import { RestError } from '../rest-error.ts';

type Reader = (value: unknown, zone: PortalZone) => TaskChange;

/** Fields a call may write, by their names in upper case; other names are passed over. */
const readers: Readonly<Record<string, Reader>> = {
  TITLE: (value) => ({ title: String(value ?? '') }),
  DESCRIPTION: (value) => ({ description: String(value ?? '') }),
  STATUS: (value) => ({ status: Number(value) }),
  PRIORITY: (value) => ({ priority: [0, 1, 2].includes(Number(value)) ? Number(value) : 1 }),
  MARK: (value) => ({ mark: value === 'N' || value === 'P' ? value : null }),
  PARENT_ID: (value) => ({ parentId: readId(value) === 0 ? null : readId(value) }),
  GROUP_ID: (value) => ({ groupId: readId(value) }),
  STAGE_ID: (value) => ({ stageId: readId(value) }),
  CREATED_BY: (value) => ({ createdById: readId(value) }),
  RESPONSIBLE_ID: (value) => ({ responsibleId: readResponsible(value) }),
  ACCOMPLICES: (value) => ({ accompliceIds: readIds(value) }),
  AUDITORS: (value) => ({ auditorIds: readIds(value) }),
  DEADLINE: (value, zone) => ({ deadline: readInstant(value, zone, 'DEADLINE') }),
  START_DATE_PLAN: (value, zone) => ({ plannedStartAt: readInstant(value, zone, 'START_DATE_PLAN') }),
  END_DATE_PLAN: (value, zone) => ({ plannedEndAt: readInstant(value, zone, 'END_DATE_PLAN') }),
  XML_ID: (value) => ({ xmlId: value === null || value === '' ? null : String(value) }),
  TIME_ESTIMATE: (value) => ({ timeEstimateSeconds: readId(value) }),
  ALLOW_CHANGE_DEADLINE: (value) => ({ isDeadlineOpen: isYes(value) }),
  ALLOW_TIME_TRACKING: (value) => ({ isTimeTracked: isYes(value) }),
  TASK_CONTROL: (value) => ({ isControlled: isYes(value) }),
  ADD_IN_REPORT: (value) => ({ isInReport: isYes(value) }),
  MATCH_WORK_TIME: (value) => ({ skipsDaysOff: isYes(value) }),
  TAGS: (value) => ({ tagTitles: readTexts(value) }),
  UF_CRM_TASK: (value) => ({ crmCodes: readTexts(value).filter((code) => codePattern.test(code)) }),
  SE_PARAMETER: (value) => ({ parameters: readTaskParameters(value) }),
};

/** Leads, deals, contacts, companies, smart invoices and the smart processes under the hexadecimal number of their type. */
const codePattern = /^(L|D|C|CO|SI|T[0-9a-f]+)_\d+$/;

export interface ReadTaskChange {
  readonly change: TaskChange;
  /** Names of the fields that were given, for the rights on each. */
  readonly names: readonly string[];
}

export function readTaskChange(parameters: Parameters, zone: PortalZone): ReadTaskChange {
  const fields = readParameter(parameters, 'fields');
  if (!isRecord(fields) || Object.keys(fields).length === 0) {
    throw new RestError('100', 'Could not find value for parameter {fields} (internal error)');
  }
  // The page has SE_PARAMETER among the fields and calls it a parameter of the method: both places are read.
  const beside = readParameter(parameters, 'SE_PARAMETER');
  const given: Record<string, unknown> = beside === undefined ? fields : { SE_PARAMETER: beside, ...fields };
  const names = Object.keys(given).filter((name) => Object.hasOwn(readers, name));
  const change = Object.assign({}, ...names.map((name) => readers[name]?.(given[name], zone))) as TaskChange;
  return { change, names };
}

function readInstant(value: unknown, zone: PortalZone, name: string): string | null {
  if (value === null || value === '') return null;
  const epochMs = zone.readInstant(String(value));
  if (Number.isNaN(epochMs)) throw taskError(`Incorrect date in the "${name}" field`);
  return `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
}

function readId(value: unknown): number {
  const id = Number(value);
  return Number.isInteger(id) && id > 0 ? id : 0;
}

/** Nothing at all is "not specified"; what is no number belongs to nobody. */
function readResponsible(value: unknown): number {
  if (value === null || value === '' || value === 0 || value === '0') return 0;
  return readId(value) || -1;
}

function readIds(value: unknown): number[] {
  const given = Array.isArray(value) ? value : isRecord(value) ? Object.values(value) : [value];
  return [...new Set(given.map(readId))].filter((id) => id > 0);
}

function readTexts(value: unknown): string[] {
  const given = Array.isArray(value) ? value : isRecord(value) ? Object.values(value) : [value];
  return given.map((text) => String(text ?? '').trim()).filter((text) => text !== '');
}

function readTaskParameters(value: unknown): Map<number, boolean> {
  const given = Array.isArray(value) ? value : isRecord(value) ? Object.values(value) : [];
  const entries = given.filter(isRecord).map((parameter) => [Number(parameter['CODE']), isYes(parameter['VALUE'])] as const);
  return new Map(entries.filter(([code]) => [1, 2, 3].includes(code)));
}

function isYes(value: unknown): boolean {
  return value === 'Y' || value === true || value === 1 || value === '1';
}
