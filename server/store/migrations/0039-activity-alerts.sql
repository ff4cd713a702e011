-- What was worth a word about somebody's activity; what was decided about it stands among the corrective actions.
create table activity_alert (
  portal_id bigint not null,
  alert_id uuid not null,
  user_id bigint not null,
  metric text not null,
  -- The day it was told on, and the days it was seen on.
  day date not null,
  days date[] not null,
  kind text not null check (kind in ('silent', 'silent-today', 'below-past', 'below-norm')),
  fact double precision not null,
  expected double precision not null,
  raised_at timestamptz not null,
  primary key (portal_id, alert_id)
);
-- One word about a metric of a person a day.
create unique index activity_alert_day on activity_alert (portal_id, user_id, metric, day);
create index activity_alert_time on activity_alert (portal_id, day);
alter table activity_alert enable row level security;
alter table activity_alert force row level security;
create policy own_portal on activity_alert
  using (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint)
  with check (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint);
grant select, insert, update, delete on activity_alert to kurs_app;
