-- Rows of the portal that could not be read: where and why, never their values.
create table rejected_row (
  portal_id bigint not null,
  entity text not null,
  row_key text not null,
  field text not null,
  reason text not null check (reason in ('missing', 'wrong-type', 'wrong-format')),
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  times integer not null default 1,
  primary key (portal_id, entity, row_key)
);
alter table rejected_row enable row level security;
alter table rejected_row force row level security;
create policy own_portal on rejected_row
  using (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint)
  with check (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint);
grant select, insert, update, delete on rejected_row to kurs_app;
