-- What people say themselves that a month will bring, for themselves or for whom they lead: once a week or more often, every saying a row.
create table forecast_submission (
  portal_id bigint not null,
  month text not null,
  scope text not null,
  revision integer not null check (revision > 0),
  -- Minor units of the base currency: the number, and what of the open deals stands behind it by category.
  value bigint not null,
  commit_value bigint not null,
  best_value bigint not null,
  pipeline_value bigint not null,
  comment text not null,
  -- What was calculated at that moment: it tells later whether the pipeline has changed since.
  calculated_expected bigint not null,
  calculated_fact bigint not null,
  calculated_commit bigint not null,
  calculated_best bigint not null,
  calculated_pipeline bigint not null,
  submitted_by bigint not null,
  submitted_at timestamptz not null,
  primary key (portal_id, month, scope, revision)
);
alter table forecast_submission enable row level security;
alter table forecast_submission force row level security;
create policy own_portal on forecast_submission
  using (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint)
  with check (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint);
-- Rows go only with the portal.
grant select, insert, delete on forecast_submission to kurs_app;
