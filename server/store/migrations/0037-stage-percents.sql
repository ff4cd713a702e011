-- What people chose for a stage: the table's percent, and where the percent of the forecast comes from. `win_percent` is that percent itself,
-- taken when it was chosen, so that a forecast does not move while nobody touches it.
alter table stage
  add column table_percent smallint check (table_percent between 0 and 100),
  add column percent_source text check (percent_source in ('table', 'history', 'hand'));

-- Who has set which percents and when, the newest to be seen first.
create table stage_percent_change (
  portal_id bigint not null,
  change_id uuid not null,
  pipeline_id bigint not null,
  changed_at timestamptz not null,
  changed_by bigint not null,
  -- Stages that are different now, each with what it was.
  stages jsonb not null,
  primary key (portal_id, change_id)
);
create index stage_percent_change_pipeline on stage_percent_change (portal_id, pipeline_id, changed_at);
alter table stage_percent_change enable row level security;
alter table stage_percent_change force row level security;
create policy own_portal on stage_percent_change
  using (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint)
  with check (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint);
grant select, insert, delete on stage_percent_change to kurs_app;
