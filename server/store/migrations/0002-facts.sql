-- A copy of ids, amounts, stages and dates; no names, phones or texts of clients.

create table person (
  portal_id bigint not null,
  user_id bigint not null,
  first_name text not null,
  last_name text not null,
  position text not null default '',
  is_active boolean not null,
  department_ids bigint[] not null default '{}',
  joined_on date,
  primary key (portal_id, user_id)
);

create table department (
  portal_id bigint not null,
  department_id bigint not null,
  name text not null,
  parent_id bigint,
  head_id bigint,
  sort integer not null default 500,
  primary key (portal_id, department_id)
);

create table pipeline (
  portal_id bigint not null,
  pipeline_id bigint not null,
  name text not null,
  sort integer not null default 500,
  primary key (portal_id, pipeline_id)
);

create table stage (
  portal_id bigint not null,
  pipeline_id bigint not null,
  stage_id text not null,
  name text not null,
  sort integer not null,
  semantics text not null check (semantics in ('P', 'S', 'F')),
  color text not null default '',
  -- Percents as the portal's people set them; null means the proposal of the domain.
  progress smallint check (progress between 0 and 100),
  win_percent smallint check (win_percent between 0 and 100),
  primary key (portal_id, pipeline_id, stage_id)
);

create table deal (
  portal_id bigint not null,
  deal_id bigint not null,
  pipeline_id bigint not null,
  stage_id text not null,
  semantics text not null check (semantics in ('P', 'S', 'F')),
  amount_minor bigint not null,
  currency text not null,
  -- Amount in the base currency at the rate known when the row was read.
  base_minor bigint not null,
  responsible_id bigint not null,
  created_at timestamptz not null,
  modified_at timestamptz not null,
  moved_at timestamptz not null,
  close_day date,
  -- Last entry to a won stage by stage history; the move itself where history is silent.
  won_at timestamptz,
  is_repeat boolean not null default false,
  company_id bigint,
  lead_id bigint,
  deleted_at timestamptz,
  primary key (portal_id, deal_id)
);
create index deal_won on deal (portal_id, (coalesce(won_at, moved_at))) include (responsible_id, base_minor) where semantics = 'S';
create index deal_open on deal (portal_id, responsible_id, close_day) include (base_minor, stage_id) where semantics = 'P';
create index deal_modified on deal (portal_id, modified_at);

create table stage_move (
  portal_id bigint not null,
  move_id bigint not null,
  deal_id bigint not null,
  kind smallint not null,
  pipeline_id bigint not null,
  stage_id text not null,
  semantics text not null check (semantics in ('P', 'S', 'F')),
  moved_at timestamptz not null,
  primary key (portal_id, move_id)
);
create index stage_move_deal on stage_move (portal_id, deal_id, moved_at);
create index stage_move_stage on stage_move (portal_id, pipeline_id, stage_id, moved_at);

create table call (
  portal_id bigint not null,
  call_id bigint not null,
  user_id bigint not null,
  kind smallint not null,
  seconds integer not null,
  code text not null,
  started_at timestamptz not null,
  activity_id bigint,
  primary key (portal_id, call_id)
);
create index call_day on call (portal_id, started_at) include (user_id, kind, seconds, code);
create index call_activity on call (portal_id, activity_id) where activity_id is not null;

create table activity (
  portal_id bigint not null,
  activity_id bigint not null,
  kind smallint not null,
  provider text not null default '',
  owner_kind smallint not null,
  owner_id bigint not null,
  responsible_id bigint not null,
  direction smallint not null,
  is_completed boolean not null,
  started_at timestamptz not null,
  modified_at timestamptz not null,
  primary key (portal_id, activity_id)
);
create index activity_owner on activity (portal_id, owner_kind, owner_id, started_at);
create index activity_day on activity (portal_id, started_at) include (responsible_id, kind, direction);

-- One row per entity and direction of loading; written with the rows it stands for.
create table sync_cursor (
  portal_id bigint not null,
  entity text not null,
  state text not null default 'waiting' check (state in ('waiting', 'loading', 'ready')),
  -- Last id read; the next page starts behind it.
  position bigint not null default 0,
  rows bigint not null default 0,
  expected_rows bigint,
  started_at timestamptz,
  finished_at timestamptz,
  -- Newest modification seen, from the portal's own clock.
  modified_until timestamptz,
  updated_at timestamptz,
  failure text,
  primary key (portal_id, entity)
);

-- Hints of events: what must be read again. `generation` grows with every hint, so that one that comes during the reading is not lost.
create table dirty_record (
  portal_id bigint not null,
  entity text not null,
  record_id bigint not null,
  generation bigint not null default 1,
  marked_at timestamptz not null,
  primary key (portal_id, entity, record_id)
);
