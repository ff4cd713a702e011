import { v7 as uuidv7 } from 'uuid';
import type { ActingHead, ActingHeads } from '#contract/acting-heads.ts';
import { daysBetween, type Day } from '#domain/period.ts';
import { isForHead } from '#domain/planning/acting-head.ts';
import { parsePlanPeriod } from '#domain/planning/plan-period.ts';
import type { Department } from '#domain/team.ts';
import { AppError } from '#kernel/errors.ts';
import { can } from '#policy/can.ts';
import { addActingHead, listActingHeads, lockDepartment, revokeActingHead, type StoredActingHead } from '#store/acting-heads.ts';
import { toActingHead } from '../acting-head.ts';
import { findMember, fullName, listName, type PortalContext } from '../portal-context.ts';

/** Longer than that is a new head, whom the structure of the portal names. */
const longestDays = 366;

export async function replyActingHeads(context: PortalContext): Promise<ActingHeads> {
  const { team, actor, today } = context;
  const name = (userId: bigint) => ({ userId: String(userId), name: listName(team, userId) });
  return {
    today,
    list: (await listActingHeads(context.tx)).filter((one) => isSeen(context, one)).map((one) => toWire(context, one)),
    departments: team.departments
      .filter(({ departmentId }) => mayAppoint(context, departmentId))
      .map(({ departmentId, name: title, headId }) => ({
        departmentId: String(departmentId),
        name: title,
        head: headId === null ? null : name(headId),
      })),
    people: team.members.filter((member) => member.isActive && actor.people.has(member.userId)).map((member) => name(member.userId)),
  };
}

export async function replyAppoint(
  context: PortalContext,
  request: { departmentId: string; actingId: string; fromDay: Day; toDay: Day | null; reason: string },
): Promise<ActingHeads> {
  const { tx, team, session, now } = context;
  const department = team.departments.find(({ departmentId }) => departmentId === BigInt(request.departmentId));
  const acting = findMember(team, BigInt(request.actingId));
  if (department === undefined) throw new AppError('not-found', 'There is no such department');
  if (acting === undefined || !context.actor.people.has(acting.userId)) throw new AppError('not-found', 'There is no such person here');
  if (!acting.isActive || acting.userId === department.headId) throw new AppError('bad-request', 'This person cannot act for the head');
  checkDays(context, request);
  await lockDepartment(tx, department.departmentId);
  const known = (await listActingHeads(tx)).filter((one) => one.departmentId === department.departmentId);
  if (known.some((one) => holds(one, department) && overlaps(one, request))) {
    throw new AppError('conflict', 'Somebody acts for this head on these days');
  }
  await addActingHead(tx, {
    id: uuidv7(),
    departmentId: department.departmentId,
    headId: department.headId,
    actingId: acting.userId,
    fromDay: request.fromDay,
    toDay: request.toDay,
    reason: request.reason,
    createdAt: now,
    createdBy: session.userId,
  });
  await context.changed('plans');
  return replyActingHeads(context);
}

export async function replyEndActing(context: PortalContext, request: { id: string }): Promise<ActingHeads> {
  const one = (await listActingHeads(context.tx)).find(({ id }) => id === request.id);
  if (one === undefined || !isSeen(context, one)) throw new AppError('not-found', 'There is nobody acting of this number here');
  if (!mayEnd(context, one)) throw new AppError('forbidden', 'This is up to the head and to administrators');
  await revokeActingHead(context.tx, one.id, { userId: context.session.userId, now: context.now });
  await context.changed('plans');
  return replyActingHeads(context);
}

function checkDays({ today }: PortalContext, { fromDay, toDay }: { fromDay: Day; toDay: Day | null }): void {
  const isDay = (day: Day): boolean => parsePlanPeriod(day)?.kind === 'day';
  if (!isDay(fromDay) || (toDay !== null && !isDay(toDay))) throw new AppError('bad-request', 'There is no such day');
  if (fromDay < today) throw new AppError('bad-request', 'Nobody acts in the past');
  if (toDay !== null && toDay < fromDay) throw new AppError('bad-request', 'The last day lies before the first');
  if (toDay !== null && daysBetween(fromDay, toDay) >= longestDays) throw new AppError('bad-request', 'This is longer than a year');
}

/** Not ended, and for the head of now. */
function holds(one: StoredActingHead, department: Department | undefined): boolean {
  return one.revokedAt === null && department !== undefined && isForHead(toActingHead(one), department.headId);
}

function overlaps(one: StoredActingHead, { fromDay, toDay }: { fromDay: Day; toDay: Day | null }): boolean {
  return (one.toDay === null || fromDay <= one.toDay) && (toDay === null || one.fromDay <= toDay);
}

function mayAppoint({ actor }: PortalContext, departmentId: bigint): boolean {
  return can(actor, 'appoint-acting-head', { kind: 'department', departmentId });
}

function isSeen({ actor, session }: PortalContext, { departmentId, actingId }: StoredActingHead): boolean {
  return actor.isAdmin || actor.departments.has(departmentId) || actingId === session.userId;
}

/** Whoever names somebody may end it, and so may the one who acts. */
function mayEnd(context: PortalContext, one: StoredActingHead): boolean {
  return one.actingId === context.session.userId || mayAppoint(context, one.departmentId);
}

function toWire(context: PortalContext, one: StoredActingHead): ActingHead {
  const { team } = context;
  const department = team.departments.find(({ departmentId }) => departmentId === one.departmentId);
  const name = (userId: bigint) => ({ userId: String(userId), name: listName(team, userId) });
  const state = stateOf(context, one, department);
  return {
    id: one.id,
    departmentId: String(one.departmentId),
    departmentName: department?.name ?? `№ ${one.departmentId}`,
    head: one.headId === null ? null : name(one.headId),
    acting: name(one.actingId),
    fromDay: one.fromDay,
    toDay: one.toDay,
    reason: one.reason,
    createdAt: one.createdAt.toISOString(),
    createdBy: fullName(team, one.createdBy),
    endedAt: one.revokedAt?.toISOString() ?? null,
    endedBy: one.revokedBy === null ? null : fullName(team, one.revokedBy),
    state,
    mayEnd: (state === 'ahead' || state === 'in-force') && mayEnd(context, one),
  };
}

function stateOf({ today }: PortalContext, one: StoredActingHead, department: Department | undefined): ActingHead['state'] {
  if (one.revokedAt !== null) return 'ended';
  if (one.toDay !== null && one.toDay < today) return 'over';
  if (!holds(one, department)) return 'lapsed';
  return one.fromDay > today ? 'ahead' : 'in-force';
}
