-- What was asked of a portal and what it answered, masked; a row is a group of some seconds, packed and sealed. Times of machinery.
create table rest_log (
  portal_id bigint not null,
  log_id uuid not null,
  -- Of the first and the last request in the group.
  since timestamptz not null,
  until timestamptz not null,
  records integer not null,
  -- The key that the text is sealed with.
  key_id text not null,
  sealed text not null,
  primary key (portal_id, log_id)
);
create index rest_log_until on rest_log (portal_id, until);

alter table rest_log enable row level security;
alter table rest_log force row level security;
create policy own_portal on rest_log
  using (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint)
  with check (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint);
grant select, insert, update, delete on rest_log to kurs_app;
