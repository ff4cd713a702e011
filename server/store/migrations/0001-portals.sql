-- Every table but the directory starts its key with portal_id and is guarded by row-level security,
-- so that a query that forgets its portal sees nothing. The same text runs on PGlite and PostgreSQL 15.

do $$
begin
  if not exists (select from pg_roles where rolname = 'kurs_app') then
    create role kurs_app nologin;
  end if;
end
$$;

-- The job queue keeps its own tables; they stay local to one database server.
create schema if not exists pgboss;
grant usage, create on schema pgboss to kurs_app;

create table portal_directory (
  portal_id bigint generated always as identity primary key,
  member_id text not null unique check (member_id ~ '^[0-9a-zA-Z._-]{1,64}$'),
  created_at timestamptz not null default now()
);

create table portal (
  portal_id bigint not null primary key,
  member_id text not null,
  state text not null check (state in ('active', 'uninstall-pending', 'uninstalled', 'suspended', 'needs-reauth')),
  title text not null default '',
  client_endpoint text not null,
  server_endpoint text not null,
  origin text not null,
  application_token_fingerprint text,
  scopes text[] not null default '{}',
  status text not null default '',
  language text not null default 'ru',
  time_zone text not null,
  base_currency text not null,
  currency_digits smallint not null default 2,
  session_version integer not null default 1,
  application_version integer not null default 0,
  installed_at timestamptz not null,
  installed_by bigint not null,
  updated_at timestamptz not null
);

-- Refresh tokens of the administrators in whose name data is read; ciphertext only.
create table portal_token (
  portal_id bigint not null,
  user_id bigint not null,
  generation integer not null,
  access_token text not null,
  refresh_token text not null,
  previous_refresh_token text,
  expires_at timestamptz not null,
  state text not null default 'active' check (state in ('active', 'revoked')),
  lease_until timestamptz,
  lease_by text,
  primary key (portal_id, user_id),
  foreign key (portal_id) references portal (portal_id)
);

create table session (
  portal_id bigint not null,
  session_id uuid not null,
  user_id bigint not null,
  is_admin boolean not null,
  session_version integer not null,
  created_at timestamptz not null,
  verified_at timestamptz not null,
  revoked_at timestamptz,
  primary key (portal_id, session_id),
  foreign key (portal_id) references portal (portal_id)
);

create table setting (
  portal_id bigint not null,
  name text not null,
  value jsonb not null,
  updated_at timestamptz not null,
  updated_by bigint,
  primary key (portal_id, name)
);

-- What open screens wait for: one row a topic, revisions grow within a portal.
create table topic_revision (
  portal_id bigint not null,
  topic text not null,
  revision bigint not null,
  primary key (portal_id, topic)
);

-- What must be sent to Bitrix24, written in the transaction of the change it tells about.
create table outbox (
  portal_id bigint not null,
  outbox_id uuid not null,
  kind text not null,
  dedupe_key text not null,
  payload jsonb not null,
  state text not null default 'pending' check (state in ('pending', 'sending', 'sent', 'unknown', 'dead')),
  attempts integer not null default 0,
  last_error text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (portal_id, outbox_id),
  unique (portal_id, dedupe_key)
);
create index outbox_pending on outbox (portal_id, created_at) where state = 'pending';
