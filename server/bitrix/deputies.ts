import { z } from 'zod';
import type { PortalClient } from './portal-client.ts';
import { Id } from './wire-values.ts';

/** Who stands in for the head of a department. */
export interface Deputies {
  readonly departmentId: bigint;
  readonly userIds: readonly bigint[];
}

const nodeList = 'api/humanresources.node.list';
const nodeGet = 'api/humanresources.node.get';

const Nodes = z.object({ items: z.array(z.object({ id: Id, accessCode: z.string() })) });
const Node = z.object({ item: z.object({ members: z.array(z.object({ userId: Id, role: z.string() })) }) });

const mostOnPage = 200;
/** The portal tells members of one department a call; beyond that many a company gets by with heads. */
const mostDepartments = 100;

/**
 * Deputies of all departments, by REST 3.0. Nodes of the structure are numbered by themselves: the access code of one, such
 * as `DR3`, names its department. A portal without the permission or the methods refuses with a `PortalError`.
 */
export async function listDeputies(client: PortalClient): Promise<Deputies[]> {
  const params = { type: 'DEPARTMENT', select: ['id', 'accessCode'], pagination: { limit: mostOnPage, offset: 0 } };
  const { result } = await client.call(nodeList, params, Nodes);
  const nodes = result.items.flatMap(({ id, accessCode }) => {
    const departmentId = /^DR?([1-9]\d{0,17})$/.exec(accessCode)?.[1];
    return departmentId === undefined ? [] : [{ id, departmentId: BigInt(departmentId) }];
  });
  const deputies: Deputies[] = [];
  for (const { id, departmentId } of nodes.slice(0, mostDepartments)) {
    const { result: node } = await client.call(nodeGet, { id: Number(id), select: ['members'] }, Node);
    const userIds = node.item.members.filter(({ role }) => role === 'MEMBER_DEPUTY_HEAD').map(({ userId }) => userId);
    if (userIds.length > 0) deputies.push({ departmentId, userIds });
  }
  return deputies;
}
