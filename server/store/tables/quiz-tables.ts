import type { Json } from './portal-tables.ts';

export interface QuizOwnQuestionTable {
  portal_id: bigint;
  question_id: string;
  scope: string;
  topic: 'product' | 'client';
  text: string;
  options: Json<unknown>;
  right_option: number;
  created_at: Date;
  created_by: bigint;
  archived_at: Date | null;
}

export interface QuizAttemptTable {
  portal_id: bigint;
  attempt_id: string;
  plan_id: string;
  version: number;
  user_id: bigint;
  number: number;
  round: number;
  questions: Json<unknown>;
  started_at: Date;
  answers: Json<unknown> | null;
  right_count: number | null;
  is_passed: boolean | null;
  answered_at: Date | null;
}

export interface QuizRepeatTable {
  portal_id: bigint;
  repeat_id: string;
  plan_id: string;
  version: number;
  user_id: bigint;
  given_by: bigint;
  given_at: Date;
}
