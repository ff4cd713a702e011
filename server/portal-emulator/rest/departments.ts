import { readParameter, type Parameters } from '../nested-parameters.ts';
import type { PortalDepartment } from '../portal-data.ts';
import type { Field } from './field-table.ts';
import { pageSize, parseStart, sortRows } from './list-rows.ts';
import type { RestCall, RestMethods, RestReply } from './rest-method.ts';

export const departmentMethods: RestMethods = {
  'department.get': { scopes: ['department'], answer: listDepartments },
  'department.fields': {
    scopes: ['department'],
    answer: () => ({
      result: { ID: 'ID', NAME: 'Название', SORT: 'Сортировка', PARENT: 'Родительский отдел', UF_HEAD: 'Руководитель' },
    }),
  },
};

const field = (classic: string, kind: Field<PortalDepartment>['kind'], read: Field<PortalDepartment>['read']): Field<PortalDepartment> => ({
  classic,
  item: classic,
  kind,
  type: kind,
  read,
});

const fields = [
  field('ID', 'integer', (department) => department.id),
  field('NAME', 'text', (department) => department.name),
  field('SORT', 'integer', (department) => department.sort),
  field('PARENT', 'integer', (department) => department.parentId),
  field('UF_HEAD', 'integer', (department) => department.headId),
];

/** Filters stand beside the other parameters. `sort` names a field in lower case and SORT filters by one: only there the letters count. */
function listDepartments({ portal, parameters }: RestCall): RestReply {
  const tests = fields.flatMap((each) => compileFilter(each, readFilter(parameters, each.classic)) ?? []);
  const sort = String(parameters['sort'] ?? '').toUpperCase();
  const isDescending = String(readParameter(parameters, 'order')).toUpperCase() === 'DESC';
  const key = fields.find(({ classic }) => classic === sort) ?? fields[0];
  const accepted = portal.state.data.departments.filter((department) => tests.every((test) => test(department)));
  const found = sortRows(accepted, key ? [{ field: key, isDescending }] : []);
  const start = parseStart(readParameter(parameters, 'START'));
  const from = Math.max(0, start);
  const result = found.slice(from, from + pageSize).map(writeDepartment);
  if (start < 0) return { result, total: 0 };
  const next = from + pageSize;
  return { result, total: found.length, ...(next < found.length ? { next } : {}) };
}

function readFilter(parameters: Parameters, name: string): unknown {
  return name === 'SORT' ? parameters['SORT'] : readParameter(parameters, name);
}

function compileFilter(each: Field<PortalDepartment>, given: unknown): ((department: PortalDepartment) => boolean) | null {
  if (given === undefined || given === '') return null;
  const wanted = new Set((Array.isArray(given) ? given : [given]).map(String));
  return (department) => wanted.has(String(each.read(department) ?? ''));
}

/** The root has no PARENT at all, and a department nobody heads no UF_HEAD. */
function writeDepartment({ id, name, sort, parentId, headId }: PortalDepartment): Record<string, unknown> {
  return {
    ID: String(id),
    NAME: name,
    SORT: sort,
    ...(parentId === null ? {} : { PARENT: String(parentId) }),
    ...(headId === null ? {} : { UF_HEAD: String(headId) }),
  };
}
