import type { PortalDepartment, PortalUser } from '../portal-data.ts';
import type { Dto } from './dto.ts';
import { pageItems } from './list-items.ts';
import { parseSelect } from './select.ts';
import { fullName } from './user-dto.ts';
import { invalidRequest, notFound } from './v3-error.ts';
import type { V3Call } from './v3-call.ts';
import type { V3Methods } from './v3-method.ts';

/** Departments are the nodes; the portal has no teams. */
const nodeDto: Dto<PortalDepartment> = {
  entity: 'NodeDto',
  fields: [
    { name: 'id', type: 'int', read: (node) => node.id },
    { name: 'name', type: 'string', read: (node) => node.name },
    { name: 'type', type: 'string', read: () => 'DEPARTMENT' },
    { name: 'structureId', type: 'int', read: () => 1 },
    { name: 'parentId', type: 'int', read: (node) => node.parentId },
    { name: 'description', type: 'string', read: () => null },
    { name: 'accessCode', type: 'string', read: (node) => `DR${node.id}` },
    { name: 'userCount', type: 'int', read: (node, call) => listMembers(node, call).length },
    { name: 'colorName', type: 'string', read: () => null },
    { name: 'xmlId', type: 'string', read: () => null },
    { name: 'createdAt', type: 'DateTime', read: (_node, call) => firstDay(call) },
    { name: 'updatedAt', type: 'DateTime', read: (_node, call) => firstDay(call) },
    { name: 'members', type: 'array', read: listMembers },
  ],
  related: [],
};

const everyField = nodeDto.fields.map(({ name }) => name);
/** A list of nodes tells everything but who is in them. */
const listDto: Dto<PortalDepartment> = { ...nodeDto, fields: nodeDto.fields.filter(({ name }) => name !== 'members') };

export const companyStructureV3Methods: V3Methods = {
  'humanresources.node.get': {
    scopes: ['humanresources'],
    title: 'Department by its id',
    dto: nodeDto,
    answers: 'item',
    parameters: [
      { name: 'id', type: 'int', isRequired: true },
      { name: 'select', type: 'array' },
    ],
    answer: get,
  },
  'humanresources.node.list': {
    scopes: ['humanresources'],
    title: 'List of departments',
    dto: listDto,
    answers: 'items',
    parameters: [
      { name: 'type', type: 'string', isRequired: true },
      { name: 'select', type: 'array' },
      { name: 'pagination', type: 'object' },
    ],
    answer: list,
  },
};

const maxLimit = 200;

function get(call: V3Call): unknown {
  const write = parseSelect(call.parameters['select'], nodeDto, { usual: everyField, unknownFields: 'refuse' });
  const id = Number(call.parameters['id']);
  const node = call.portal.state.data.departments.find((department) => department.id === id);
  if (!node) throw notFound(id);
  return { item: write(node, call) };
}

function list(call: V3Call): unknown {
  const usual = listDto.fields.map(({ name }) => name);
  const write = parseSelect(call.parameters['select'], listDto, { usual, unknownFields: 'refuse' });
  const type = String(call.parameters['type']);
  if (type !== 'DEPARTMENT' && type !== 'TEAM') {
    throw invalidRequest({ field: 'type', message: 'Type must be `DEPARTMENT` or `TEAM`' });
  }
  const { order: _ignored, ...parameters } = call.parameters;
  const nodes = type === 'TEAM' ? [] : call.portal.state.data.departments;
  return { items: pageItems(nodes, listDto, { ...call, parameters }, maxLimit).map((node) => write(node, call)) };
}

/** The head first, whatever department that person is counted in, then deputies, then everybody else. */
function listMembers(node: PortalDepartment, { portal }: V3Call): Record<string, unknown>[] {
  const deputies = portal.state.records.deputyHeads.rows.filter((row) => row.departmentId === node.id).map((row) => row.userId);
  const roleOf = (user: PortalUser): string => {
    if (user.id === node.headId) return 'MEMBER_HEAD';
    return deputies.includes(user.id) ? 'MEMBER_DEPUTY_HEAD' : 'MEMBER_EMPLOYEE';
  };
  const order = ['MEMBER_HEAD', 'MEMBER_DEPUTY_HEAD', 'MEMBER_EMPLOYEE'];
  return [...portal.state.users.values()]
    .filter((user) => user.isActive && (user.departmentIds.includes(node.id) || user.id === node.headId || deputies.includes(user.id)))
    .map((user) => ({
      userId: user.id,
      name: fullName(user),
      workPosition: user.position,
      role: roleOf(user),
      avatar: null,
      url: `/company/personal/user/${user.id}/`,
    }))
    .sort((left, right) => order.indexOf(left.role) - order.indexOf(right.role) || left.userId - right.userId);
}

/** Nobody notes when a department was drawn; the structure is as old as the portal's first person. */
function firstDay({ portal }: V3Call): string {
  const days = [...portal.state.users.values()].map((user) => user.registeredOn).sort();
  return `${days[0] ?? '1970-01-01'}T00:00:00Z`;
}
