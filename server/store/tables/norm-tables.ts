export interface NormProfileTable {
  portal_id: bigint;
  profile_id: string;
  name: string;
  created_at: Date;
  created_by: bigint;
  archived_at: Date | null;
}

export interface NormLineTable {
  portal_id: bigint;
  profile_id: string;
  metric: string;
  from_day: string;
  /** Hundredths from Monday on; empty ends the norm. */
  weekdays: number[];
  weight: number;
  cap: number | null;
  set_at: Date;
  set_by: bigint;
}

export interface NormPersonTable {
  portal_id: bigint;
  user_id: bigint;
  from_day: string;
  profile_id: string | null;
  work_percent: number;
  set_at: Date;
  set_by: bigint;
}

export interface ActivityAlertTable {
  portal_id: bigint;
  alert_id: string;
  user_id: bigint;
  metric: string;
  day: string;
  days: string[];
  kind: 'silent' | 'silent-today' | 'below-past' | 'below-norm';
  fact: number;
  expected: number;
  raised_at: Date;
}
