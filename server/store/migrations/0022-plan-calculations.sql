-- How an author arrives at the plan of a scope: base, season, factors and limits. Kept while the plan is drafted and after.
create table plan_calculation (
  portal_id bigint not null,
  plan_id uuid not null,
  scope text not null,
  calculation jsonb not null,
  saved_at timestamptz not null,
  saved_by bigint not null,
  primary key (portal_id, plan_id, scope),
  foreign key (portal_id, plan_id) references plan (portal_id, plan_id)
);

alter table plan_calculation enable row level security;
alter table plan_calculation force row level security;
create policy own_portal on plan_calculation
  using (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint)
  with check (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint);
grant select, insert, update, delete on plan_calculation to kurs_app;
