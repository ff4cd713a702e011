import { readParameter, type Parameters } from '../nested-parameters.ts';
import type { Portal } from '../portal.ts';
import type { PortalDepartment } from '../portal-data.ts';
import { pageSize, parseStart } from './list-rows.ts';
import type { RestMethods, RestReply } from './rest-method.ts';

export const departmentMethods: RestMethods = {
  'department.get': { scopes: ['department'], answer: ({ portal, parameters }) => listDepartments(portal, parameters) },
  'department.fields': {
    scopes: ['department'],
    answer: () => ({
      result: { ID: 'ID', NAME: 'Название', SORT: 'Сортировка', PARENT: 'Родительский отдел', UF_HEAD: 'Руководитель' },
    }),
  },
};

function listDepartments(portal: Portal, parameters: Parameters): RestReply {
  const wanted = (name: string): string[] | null => {
    const value = readParameter(parameters, name);
    if (value === undefined || value === '') return null;
    return (Array.isArray(value) ? value : [value]).map(String);
  };
  const ids = wanted('ID');
  const parents = wanted('PARENT');
  const heads = wanted('UF_HEAD');
  const names = wanted('NAME');
  const found = portal.state.data.departments
    .filter((department) => ids?.includes(String(department.id)) ?? true)
    .filter((department) => parents?.includes(String(department.parentId ?? '')) ?? true)
    .filter((department) => heads?.includes(String(department.headId ?? '')) ?? true)
    .filter((department) => names?.includes(department.name) ?? true)
    .sort((left, right) => left.id - right.id);
  const start = Math.max(0, parseStart(readParameter(parameters, 'START')));
  const next = start + pageSize;
  const result = found.slice(start, next).map(writeDepartment);
  return { result, total: found.length, ...(next < found.length ? { next } : {}) };
}

/** The root has no PARENT at all. */
function writeDepartment(department: PortalDepartment): Record<string, unknown> {
  return {
    ID: String(department.id),
    NAME: department.name,
    SORT: department.sort,
    ...(department.parentId === null ? {} : { PARENT: String(department.parentId) }),
    UF_HEAD: department.headId === null ? '0' : String(department.headId),
  };
}
