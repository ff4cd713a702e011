import { sql } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';
import type { SalesTeamTable } from './tables/team-tables.ts';

export interface SalesTeam {
  readonly teamId: string;
  readonly name: string;
  readonly headId: bigint | null;
  readonly deputyIds: readonly bigint[];
  readonly parentId: string | null;
  /** The department it was proposed from. */
  readonly departmentId: bigint | null;
  readonly fromDay: string;
  /** First day without the team; null while it lasts. */
  readonly untilDay: string | null;
}

/** Saving a team again changes it; who was in it on a past day stays as it was. */
export async function saveSalesTeam(tx: PortalTransaction, team: SalesTeam): Promise<void> {
  const { teamId, name, headId, deputyIds, parentId, departmentId, fromDay, untilDay } = team;
  const values = {
    name,
    head_id: headId,
    deputy_ids: sql<bigint[]>`${`{${deputyIds.join(',')}}`}::bigint[]`,
    parent_id: parentId,
    department_id: departmentId,
    from_day: fromDay,
    until_day: untilDay,
  };
  await tx.db
    .insertInto('sales_team')
    .values({ portal_id: tx.portalId, team_id: teamId, ...values })
    .onConflict((conflict) => conflict.columns(['portal_id', 'team_id']).doUpdateSet(values))
    .execute();
}

/** Teams that exist on a day. */
export async function listSalesTeams(tx: PortalTransaction, day: string): Promise<SalesTeam[]> {
  const rows = await tx.db
    .selectFrom('sales_team')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .where('from_day', '<=', day)
    .where((eb) => eb.or([eb('until_day', 'is', null), eb('until_day', '>', day)]))
    .orderBy('name')
    .orderBy('team_id')
    .execute();
  return rows.map(toTeam);
}

export interface TeamMove {
  readonly userId: bigint;
  /** Null leaves all teams. */
  readonly teamId: string | null;
  readonly fromDay: string;
}

/** From the day on the person's numbers count in the team; the days before stay as they are, a later move still holds. */
export async function saveTeamMove(tx: PortalTransaction, { userId, teamId, fromDay }: TeamMove): Promise<void> {
  await tx.db
    .insertInto('sales_team_member')
    .values({ portal_id: tx.portalId, user_id: userId, from_day: fromDay, team_id: teamId })
    .onConflict((conflict) => conflict.columns(['portal_id', 'user_id', 'from_day']).doUpdateSet({ team_id: teamId }))
    .execute();
}

export interface Membership {
  readonly teamId: string;
  readonly userId: bigint;
  readonly fromDay: string;
  /** First day in another team or in none; null while it lasts. */
  readonly untilDay: string | null;
}

/** Who was in which team on any day of a half-open span; memberships of one person never overlap, whoever wrote them. */
export async function listMemberships(tx: PortalTransaction, span: { from: string; before: string }): Promise<Membership[]> {
  const result = await sql<Membership>`
    select team_id::text as "teamId", user_id as "userId", from_day as "fromDay", until_day as "untilDay"
    from (
      select m.user_id, m.team_id, m.from_day, least(team.until_day, lead(m.from_day) over (partition by m.user_id order by m.from_day)) as until_day
      from sales_team_member m
        left join sales_team team on team.portal_id = m.portal_id and team.team_id = m.team_id
      where m.portal_id = ${tx.portalId}
    ) as membership
    where team_id is not null and from_day < ${span.before}::date and coalesce(until_day, 'infinity') > greatest(from_day, ${span.from}::date)
    order by user_id, from_day`.execute(tx.db);
  return result.rows;
}

function toTeam(row: SalesTeamTable): SalesTeam {
  return {
    teamId: row.team_id,
    name: row.name,
    headId: row.head_id,
    deputyIds: row.deputy_ids,
    parentId: row.parent_id,
    departmentId: row.department_id,
    fromDay: row.from_day,
    untilDay: row.until_day,
  };
}
