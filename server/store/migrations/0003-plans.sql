create table plan (
  portal_id bigint not null,
  plan_id uuid not null,
  month text not null check (month ~ '^\d{4}-\d{2}$'),
  created_at timestamptz not null,
  created_by bigint not null,
  primary key (portal_id, plan_id),
  unique (portal_id, month)
);

-- Draft lines of all authors; publishing takes those the author may set. A null value removes the line.
create table plan_draft_line (
  portal_id bigint not null,
  plan_id uuid not null,
  metric text not null,
  scope text not null,
  value bigint,
  saved_at timestamptz not null,
  saved_by bigint not null,
  primary key (portal_id, plan_id, metric, scope),
  foreign key (portal_id, plan_id) references plan (portal_id, plan_id)
);

create table plan_version (
  portal_id bigint not null,
  plan_id uuid not null,
  version integer not null check (version > 0),
  published_at timestamptz not null,
  published_by bigint not null,
  reason text not null,
  rationale text not null,
  primary key (portal_id, plan_id, version),
  foreign key (portal_id, plan_id) references plan (portal_id, plan_id)
);

-- The whole plan as of a version; revenue in minor units of the month, calls per working day.
create table plan_line (
  portal_id bigint not null,
  plan_id uuid not null,
  version integer not null,
  metric text not null,
  scope text not null,
  value bigint not null check (value >= 0),
  primary key (portal_id, plan_id, version, metric, scope),
  foreign key (portal_id, plan_id, version) references plan_version (portal_id, plan_id, version)
);

-- What one person is asked to sign: the document, its text and their hash.
create table plan_sheet (
  portal_id bigint not null,
  plan_id uuid not null,
  version integer not null,
  user_id bigint not null,
  document text not null,
  human_text text not null,
  plan_hash text not null check (plan_hash ~ '^[0-9a-f]{64}$'),
  primary key (portal_id, plan_id, version, user_id),
  foreign key (portal_id, plan_id, version) references plan_version (portal_id, plan_id, version)
);
create index plan_sheet_person on plan_sheet (portal_id, user_id);

create table challenge (
  portal_id bigint not null,
  challenge_id uuid not null,
  session_id uuid not null,
  user_id bigint not null,
  plan_id uuid not null,
  version integer not null,
  plan_hash text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (portal_id, challenge_id),
  foreign key (portal_id, plan_id, version, user_id) references plan_sheet (portal_id, plan_id, version, user_id)
);

create table ledger_head (
  portal_id bigint not null primary key,
  sequence bigint not null,
  entry_hash text not null,
  at timestamptz not null
);

-- `entry` is the canonical JSON that is hashed; the columns repeat it for searching.
create table ledger_entry (
  portal_id bigint not null,
  sequence bigint not null,
  type text not null,
  at timestamptz not null,
  actor_id bigint not null,
  entry text not null,
  entry_hash text not null,
  previous_hash text not null,
  seal text not null,
  seal_key_id text not null,
  primary key (portal_id, sequence)
);

create table signature (
  portal_id bigint not null,
  plan_id uuid not null,
  version integer not null,
  user_id bigint not null,
  decision text not null check (decision in ('signed', 'signed-with-objections', 'refused')),
  text text,
  plan_hash text not null,
  challenge_id uuid not null,
  sequence bigint not null,
  signed_at timestamptz not null,
  primary key (portal_id, plan_id, version, user_id),
  foreign key (portal_id, plan_id, version, user_id) references plan_sheet (portal_id, plan_id, version, user_id),
  foreign key (portal_id, sequence) references ledger_entry (portal_id, sequence)
);
