import type { Portal } from '../portal.ts';
import type { PortalActivity, PortalStatus, PortalUser } from '../portal-data.ts';
import type { RecordQuery } from './page-requests.ts';

interface ChangedRow {
  readonly id: number;
  readonly modifiedAt: string;
}

const wantedSemantics = { work: 'P', won: 'S', lost: 'F', all: null } as const;

export function isInState(state: RecordQuery['state'], stage: PortalStatus | undefined): boolean {
  const wanted = wantedSemantics[state];
  return wanted === null || (stage?.semantics ?? 'P') === wanted;
}

/** Rows by their last change, the newest first; sorted again only when something has changed. */
export function createNewestFirst<Row extends ChangedRow>(rowsOf: (portal: Portal) => readonly Row[]): (portal: Portal) => readonly Row[] {
  const known = new WeakMap<Portal, { revision: number; rows: readonly Row[] }>();
  return (portal) => {
    const cached = known.get(portal);
    if (cached?.revision === portal.state.revision) return cached.rows;
    const keyed = rowsOf(portal).map((row) => ({ row, atMs: Date.parse(row.modifiedAt) }));
    const rows = keyed.sort((left, right) => right.atMs - left.atMs || right.row.id - left.row.id).map(({ row }) => row);
    known.set(portal, { revision: portal.state.revision, rows });
    return rows;
  };
}

export function matchesSearch(search: string, texts: readonly (string | null)[]): boolean {
  const wanted = search.trim().toLocaleLowerCase('ru');
  return wanted === '' || texts.some((text) => text?.toLocaleLowerCase('ru').includes(wanted) === true);
}

/** Place of a stage among those of work and success; a failed record fills the whole bar. */
export function placeOfStage(stages: readonly PortalStatus[], stageId: string): { index: number; count: number } {
  const path = stages.filter((stage) => stage.semantics !== 'F');
  const index = path.findIndex((stage) => stage.statusId === stageId);
  return { index: index < 0 ? path.length - 1 : index, count: path.length };
}

export function describeResponsible(portal: Portal, userId: number): { id: number; name: string; lastName: string } {
  const user: PortalUser | undefined = portal.state.users.get(userId);
  return { id: userId, name: user?.name ?? '', lastName: user?.lastName ?? '' };
}

export function companyTitle(portal: Portal, companyId: number | null): string | null {
  return companyId === null ? null : (portal.state.companies.find(companyId)?.title ?? null);
}

const kindOf = { 1: 'meeting', 2: 'call', 4: 'email', 6: 'task' } as const;

/** Activities of one card, the newest first. */
export function describeActivities(portal: Portal, ownerTypeId: 1 | 2, ownerId: number): Record<string, unknown>[] {
  const isOf = (activity: PortalActivity): boolean => activity.ownerId === ownerId && activity.ownerTypeId === ownerTypeId;
  return portal.state.activities.rows
    .filter(isOf)
    .sort((left, right) => Date.parse(right.startAt) - Date.parse(left.startAt))
    .map((activity) => ({
      at: portal.zone.writeInstant(activity.startAt),
      kind: kindOf[activity.typeId],
      subject: activity.subject,
      direction: activity.direction,
      isCompleted: activity.isCompleted,
    }));
}
