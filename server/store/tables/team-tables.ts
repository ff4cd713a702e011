export interface SalesTeamTable {
  portal_id: bigint;
  team_id: string;
  name: string;
  head_id: bigint | null;
  deputy_ids: bigint[];
  parent_id: string | null;
  department_id: bigint | null;
  from_day: string;
  until_day: string | null;
}

export interface SalesTeamMemberTable {
  portal_id: bigint;
  user_id: bigint;
  from_day: string;
  team_id: string | null;
}
