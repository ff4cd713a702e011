import type { PortalUser } from '../portal-data.ts';
import type { RelatedObject } from './dto.ts';
import type { V3Call } from './v3-call.ts';

/** A person that a row names by id. */
export function relatedUser<Row>(name: string, idOf: (row: Row) => number | null): RelatedObject<Row> {
  return {
    name,
    entity: 'UserDto',
    fields: ['id', 'name', 'role', 'image', 'gender', 'email', 'externalAuthId', 'rights'],
    read: (row, call) => writeUser(call, idOf(row)),
  };
}

export function fullName(user: PortalUser): string {
  return `${user.name} ${user.lastName}`.trim();
}

function writeUser({ portal }: V3Call, id: number | null): Record<string, unknown> | null {
  const user = id === null ? undefined : portal.state.users.get(id);
  if (!user) return null;
  return {
    id: user.id,
    name: fullName(user),
    role: user.isAdmin ? 'admin' : 'employee',
    image: null,
    gender: user.gender ?? null,
    email: user.email ?? null,
    externalAuthId: null,
    rights: null,
  };
}
