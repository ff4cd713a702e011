import type { PortalData, PortalUser } from './portal-data.ts';

/** Who sees whose records: administrators all, heads their departments with everything below, others their own. */
export interface Visibility {
  /** People whose records this person sees; null is everybody's. */
  ownersFor(user: PortalUser): ReadonlySet<number> | null;
  isVisible(user: PortalUser, ownerId: number): boolean;
}

export function createVisibility(data: PortalData): Visibility {
  const known = new Map<number, ReadonlySet<number>>();

  const ownersFor = (user: PortalUser): ReadonlySet<number> | null => {
    if (user.isAdmin) return null;
    const cached = known.get(user.id);
    if (cached) return cached;
    const departments = new Set(data.departments.filter((department) => department.headId === user.id).map((department) => department.id));
    addDescendants(data, departments);
    const below = data.users.filter((person) => person.departmentIds.some((id) => departments.has(id)));
    const owners = new Set([user.id, ...below.map((person) => person.id)]);
    known.set(user.id, owners);
    return owners;
  };

  return {
    ownersFor,
    isVisible: (user, ownerId) => ownersFor(user)?.has(ownerId) ?? true,
  };
}

function addDescendants(data: PortalData, departments: Set<number>): void {
  let before = -1;
  while (before !== departments.size) {
    before = departments.size;
    for (const department of data.departments) {
      if (department.parentId !== null && departments.has(department.parentId)) departments.add(department.id);
    }
  }
}
