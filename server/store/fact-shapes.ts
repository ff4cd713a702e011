import type { UpsertShape } from './upsert-rows.ts';

const dealColumns = {
  deal_id: 'bigint',
  pipeline_id: 'bigint',
  stage_id: 'text',
  semantics: 'text',
  amount_minor: 'bigint',
  currency: 'text',
  base_minor: 'bigint',
  responsible_id: 'bigint',
  created_at: 'timestamptz',
  modified_at: 'timestamptz',
  moved_at: 'timestamptz',
  close_day: 'date',
  is_repeat: 'boolean',
  company_id: 'bigint',
  contact_id: 'bigint',
  lead_id: 'bigint',
  first_seen_at: 'timestamptz',
} as const;

export const dealShape = {
  table: 'deal',
  columns: dealColumns,
  key: ['deal_id'],
  update: { notOlderBy: 'modified_at' },
  atFirst: ['first_seen_at'],
  goneColumn: 'deleted_at',
} as const satisfies UpsertShape<keyof typeof dealColumns>;

const moveColumns = {
  move_id: 'bigint',
  deal_id: 'bigint',
  kind: 'smallint',
  pipeline_id: 'bigint',
  stage_id: 'text',
  semantics: 'text',
  moved_at: 'timestamptz',
} as const;

/** Moves are history: a row that is known changes only where a portal rewrites it. */
export const moveShape = {
  table: 'stage_move',
  columns: moveColumns,
  key: ['move_id'],
  update: 'when-different',
} as const satisfies UpsertShape<keyof typeof moveColumns>;

const callColumns = {
  call_id: 'bigint',
  user_id: 'bigint',
  kind: 'smallint',
  seconds: 'integer',
  code: 'text',
  started_at: 'timestamptz',
  activity_id: 'bigint',
  client_kind: 'smallint',
  client_id: 'bigint',
} as const;

export const callShape = {
  table: 'call',
  columns: callColumns,
  key: ['call_id'],
  update: 'when-different',
} as const satisfies UpsertShape<keyof typeof callColumns>;

const activityColumns = {
  activity_id: 'bigint',
  kind: 'smallint',
  provider: 'text',
  owner_kind: 'smallint',
  owner_id: 'bigint',
  responsible_id: 'bigint',
  direction: 'smallint',
  is_completed: 'boolean',
  started_at: 'timestamptz',
  modified_at: 'timestamptz',
  ended_at: 'timestamptz',
} as const;

export const activityShape = {
  table: 'activity',
  columns: activityColumns,
  key: ['activity_id'],
  update: { notOlderBy: 'modified_at' },
} as const satisfies UpsertShape<keyof typeof activityColumns>;
