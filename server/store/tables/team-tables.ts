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

export interface WorkRecordTable {
  portal_id: bigint;
  record_id: bigint;
  user_id: bigint;
  started_at: Date;
  ended_at: Date | null;
  worked_seconds: number;
  break_seconds: number;
  is_approved: boolean;
}

export interface CalendarAbsenceTable {
  portal_id: bigint;
  user_id: bigint;
  day: string;
}
