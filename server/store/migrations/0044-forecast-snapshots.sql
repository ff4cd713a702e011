-- Models of an earlier make are fitted anew at once and not only the next night.
alter table forecast_model no force row level security;
delete from forecast_model;
alter table forecast_model force row level security;

-- The forecast of a month as it was when a day began, person by person; the trend is drawn from it.
create table forecast_snapshot (
  portal_id bigint not null,
  month text not null,
  day date not null,
  user_id bigint not null,
  -- Minor units of the base currency.
  fact bigint not null,
  weighted bigint not null,
  -- Before we were watching: stages by the portal's history, the rest as it was first seen.
  is_reconstructed boolean not null,
  primary key (portal_id, month, day, user_id)
);
alter table forecast_snapshot enable row level security;
alter table forecast_snapshot force row level security;
create policy own_portal on forecast_snapshot
  using (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint)
  with check (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint);
grant select, insert, delete on forecast_snapshot to kurs_app;

-- Days that were looked at, those with nothing in them too.
create table forecast_snapshot_day (
  portal_id bigint not null,
  month text not null,
  day date not null,
  taken_at timestamptz not null,
  primary key (portal_id, month, day)
);
alter table forecast_snapshot_day enable row level security;
alter table forecast_snapshot_day force row level security;
create policy own_portal on forecast_snapshot_day
  using (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint)
  with check (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint);
grant select, insert, delete on forecast_snapshot_day to kurs_app;
