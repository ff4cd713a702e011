-- Who has set a task, and on which day somebody looks at it: a day of its own, apart from the deadline.
alter table task add column created_by bigint;

-- The newest revision holds; an empty day takes the check away.
create table task_check (
  portal_id bigint not null,
  task_id bigint not null,
  revision integer not null check (revision > 0),
  check_on date,
  -- What was seen on the day of the check.
  outcome text check (outcome in ('good', 'rework')),
  words text not null default '',
  set_at timestamptz not null,
  set_by bigint not null,
  primary key (portal_id, task_id, revision)
);
create index task_check_day on task_check (portal_id, check_on) where outcome is null;
alter table task_check enable row level security;
alter table task_check force row level security;
create policy own_portal on task_check
  using (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint)
  with check (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint);
grant select, insert, delete on task_check to kurs_app;
