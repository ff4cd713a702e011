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

export interface ActingHeadTable {
  portal_id: bigint;
  id: string;
  department_id: bigint;
  head_id: bigint | null;
  acting_id: bigint;
  from_day: string;
  to_day: string | null;
  reason: string;
  created_at: Date;
  created_by: bigint;
  revoked_at: Date | null;
  revoked_by: bigint | null;
}

export interface PersonChangeTable {
  portal_id: bigint;
  user_id: bigint;
  seen_at: Date;
  kind: 'joined' | 'left' | 'moved';
  from_department: bigint | null;
  to_department: bigint | null;
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
