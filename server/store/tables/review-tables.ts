import type { Generated } from 'kysely';
import type { Json } from './portal-tables.ts';

/** Meetings about deviations. */
export interface ReviewTables {
  review_series: ReviewSeriesTable;
  review: ReviewTable;
  review_item: ReviewItemTable;
  review_turn: ReviewTurnTable;
  review_question: ReviewQuestionTable;
  review_text: ReviewTextTable;
  review_cause: ReviewCauseTable;
  review_cause_change: ReviewCauseChangeTable;
  review_calendar_entry: ReviewCalendarEntryTable;
  talk_note: TalkNoteTable;
}

export interface ReviewSeriesTable {
  portal_id: bigint;
  series_id: string;
  scope: string;
  name: string;
  rhythm: 'weekly' | 'monthly' | 'own';
  every_days: number | null;
  at_time: string;
  minutes: number;
  question_limit: number;
  item_minutes: number;
  prepared_by: 'owners' | 'everyone';
  prepare_hours: number;
  created_at: Date;
  created_by: bigint;
  ended_at: Generated<Date | null>;
}

export interface ReviewTable {
  portal_id: bigint;
  review_id: string;
  series_id: string;
  planned_at: Date;
  started_at: Generated<Date | null>;
  started_by: Generated<bigint | null>;
  finished_at: Generated<Date | null>;
  finished_by: Generated<bigint | null>;
  month: Generated<string | null>;
  closed_day: Generated<string | null>;
  facts_at: Generated<Date | null>;
}

/** An item of a review: which review, and what it is about. */
interface OfSubject {
  portal_id: bigint;
  review_id: string;
  subject: string;
}

export interface ReviewItemTable extends OfSubject {
  position: number;
  kind: 'decision' | 'cell' | 'question';
  owner_id: bigint | null;
  numbers: Json<unknown> | null;
}

interface ReviewTurnTable {
  portal_id: bigint;
  review_id: string;
  turn: number;
  subject: string | null;
  at: Date;
  by_id: bigint;
}

interface ReviewQuestionTable {
  portal_id: bigint;
  review_id: string;
  question_id: string;
  text: string;
  asked_at: Date;
  asked_by: bigint;
}

export interface ReviewTextTable extends OfSubject {
  field: string;
  write_id: string;
  base: number;
  revision: number | null;
  value: string;
  written_at: Date;
  written_by: bigint;
  settled_at: Generated<Date | null>;
}

interface ReviewCauseTable {
  portal_id: bigint;
  cause_id: string;
  name: string;
  created_at: Date;
  created_by: bigint;
}

interface ReviewCauseChangeTable {
  portal_id: bigint;
  cause_id: string;
  revision: number;
  name: string | null;
  is_archived: boolean;
  changed_at: Date;
  changed_by: bigint;
}

export interface ReviewCalendarEntryTable {
  portal_id: bigint;
  series_id: string;
  owner_id: bigint;
  event_id: bigint | null;
  held_by: bigint | null;
  held_key: string | null;
  held_until: Date | null;
  said: Json<unknown> | null;
}

export interface TalkNoteTable {
  portal_id: bigint;
  note_id: string;
  revision: number;
  user_id: bigint;
  author_id: bigint;
  kind: 'one-to-one' | 'coaching';
  day: string;
  metric: string | null;
  action_id: string | null;
  text: string;
  agreed: string;
  written_at: Date;
}
