import { countingSetting, readCountingRule, type CountingRule } from '#domain/counting.ts';
import { withActingHeads } from '#domain/planning/acting-head.ts';
import { createTeam, headedDepartments, membersUnder, subtree, type Team, type TeamMember } from '#domain/team.ts';
import type { Calendar } from '#domain/workdays.ts';
import type { Day } from '#domain/period.ts';
import { createActor, type Actor } from '#policy/actor.ts';
import { listActingOn } from '#store/acting-heads.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import type { Portal } from '#store/portals.ts';
import { listSettings } from '#store/settings.ts';
import { readStructure } from '#store/team.ts';
import { erasedName } from '#texts/erasure.ts';
import { touchTopic } from '#store/topic-revisions.ts';
import type { Topic } from '#contract/changes.ts';
import { toDay } from '#kernel/calendar-day.ts';
import { toActingHead } from './acting-head.ts';
import { toCompanyCalendar } from './company-calendar.ts';

export interface SessionClaims {
  readonly portalId: bigint;
  readonly userId: bigint;
  readonly sessionId: string;
  readonly isAdmin: boolean;
  /** When the portal has confirmed the person and the rights. */
  readonly verifiedAt: Date;
}

/** Everything an endpoint needs about the portal and the person, inside one transaction. */
export interface PortalContext {
  readonly tx: PortalTransaction;
  readonly portal: Portal;
  readonly session: SessionClaims;
  readonly actor: Actor;
  readonly team: Team;
  readonly calendar: Calendar;
  /** What counts as a fact. */
  readonly counting: CountingRule;
  /** Business time. */
  readonly now: Date;
  readonly today: Day;
  /** Marks a topic as changed; open screens hear of it after the commit. */
  changed(topic: Topic): Promise<void>;
}

export async function readPortalContext(
  tx: PortalTransaction,
  { session, portal }: { session: SessionClaims; portal: Portal },
  now: Date,
  onChanged: (topic: Topic) => void,
): Promise<PortalContext> {
  const structure = await readStructure(tx);
  const today = toDay(now, portal.timeZone);
  const acting = (await listActingOn(tx, today)).map(toActingHead);
  const members = structure.members.map((member) => (member.isErased === true ? callErased(member, portal) : member));
  const team = createTeam(withActingHeads(structure.departments, today, acting), members);
  const settings = await listSettings(tx, ['portal-calendar', countingSetting]);
  return {
    tx,
    portal,
    session,
    team,
    actor: toActor(team, session),
    calendar: toCompanyCalendar(settings.get('portal-calendar')?.value, portal.language),
    counting: readCountingRule(settings.get(countingSetting)?.value),
    now,
    today,
    changed: async (topic) => {
      await touchTopic(tx, topic);
      onChanged(topic);
    },
  };
}

/** In every list and sentence these words stand where the name did. */
function callErased(member: TeamMember, { language }: Portal): TeamMember {
  return { ...member, firstName: '', lastName: erasedName(member.userId, language === 'ru' ? 'ru' : 'en') };
}

export function toActor(team: Team, user: { userId: bigint; isAdmin: boolean }): Actor {
  const headed = headedDepartments(team, user.userId);
  return createActor(user, {
    team,
    headedWithBelow: headed.flatMap((department) => subtree(team, department.departmentId)),
    ledWithBelow: headed.filter(({ headId }) => headId === user.userId).flatMap((department) => subtree(team, department.departmentId)),
    peopleBelow: headed.flatMap((department) => membersUnder(team, department.departmentId).map((member) => member.userId)),
  });
}

/** Largest scope the actor may open. */
export function widestScope(actor: Actor, team: Team): string {
  if (actor.seesCompany) return 'company';
  const top = headedDepartments(team, actor.userId)[0];
  return top === undefined ? `person:${actor.userId}` : `department:${top.departmentId}`;
}

export function findMember(team: Team, userId: bigint): TeamMember | undefined {
  return team.members.find((member) => member.userId === userId);
}

/** «Петров Иван»; people the portal no longer names are called by their number. */
export function listName(team: Team, userId: bigint): string {
  const member = findMember(team, userId);
  return member === undefined ? `№ ${userId}` : `${member.lastName} ${member.firstName}`.trim();
}

/** «Иван Петров». */
export function fullName(team: Team, userId: bigint): string {
  const member = findMember(team, userId);
  return member === undefined ? `№ ${userId}` : `${member.firstName} ${member.lastName}`.trim();
}

/** The root department carries the company's name. */
export function companyName(context: PortalContext): string {
  const root = context.team.departments.find((department) => context.team.rootIds.includes(department.departmentId));
  return root?.name ?? context.portal.title;
}
