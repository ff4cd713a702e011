-- How many requests a portal still takes from all our processes together, by the clock of the database.
create table request_budget (
  portal_id bigint not null primary key,
  level double precision not null,
  at timestamptz not null,
  -- LICENSE_FAMILY of app.info: the plan decides how fast the level rises.
  license_family text not null default ''
);
alter table request_budget enable row level security;
alter table request_budget force row level security;
create policy own_portal on request_budget
  using (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint)
  with check (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint);
grant select, insert, update, delete on request_budget to kurs_app;
