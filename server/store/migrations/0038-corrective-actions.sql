-- What was decided about a deviation, and whether it helped.
create table corrective_action (
  portal_id bigint not null,
  action_id uuid not null,
  -- Where it was decided; `origin_id` is the alert or the item of a review.
  origin text not null check (origin in ('alert', 'review', 'forecast')),
  origin_id text,
  kind text not null check (kind in ('task', 'talk', 'team-talk', 'marketing', 'redistribution', 'terms', 'accepted-risk')),
  -- What deviates: a metric of somebody in a month.
  metric text not null,
  scope text not null,
  month text not null,
  words text not null,
  -- Who is to do it; a deadline and a day on which the number is looked at again.
  owner_id bigint not null,
  deadline date,
  check_on date,
  decided_by bigint not null,
  decided_at timestamptz not null,
  -- Fact as a share of what should be there, at the decision and on the day of the check.
  level_before double precision,
  level_at_check double precision,
  effectiveness text check (effectiveness in ('helped', 'not-helped', 'unclear')),
  judged_at timestamptz,
  state text not null default 'open' check (state in ('open', 'done', 'dropped')),
  result text not null default '',
  closed_at timestamptz,
  closed_by bigint,
  -- The message that asks the portal for a task, and the task that came of it.
  task_order text,
  task_id bigint,
  primary key (portal_id, action_id)
);
create index corrective_action_origin on corrective_action (portal_id, origin, origin_id);
create index corrective_action_month on corrective_action (portal_id, month, scope);
create index corrective_action_to_check on corrective_action (portal_id, check_on) where effectiveness is null;
alter table corrective_action enable row level security;
alter table corrective_action force row level security;
create policy own_portal on corrective_action
  using (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint)
  with check (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint);
grant select, insert, update, delete on corrective_action to kurs_app;
