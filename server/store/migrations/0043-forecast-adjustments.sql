-- What a head adds to or takes from the forecast of a person in a month, every change a row; the last one holds, zero takes it back.
create table forecast_adjustment (
  portal_id bigint not null,
  month text not null,
  user_id bigint not null,
  revision integer not null check (revision > 0),
  -- Minor units of the base currency.
  value bigint not null,
  reason text not null,
  set_by bigint not null,
  set_at timestamptz not null,
  primary key (portal_id, month, user_id, revision)
);
alter table forecast_adjustment enable row level security;
alter table forecast_adjustment force row level security;
create policy own_portal on forecast_adjustment
  using (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint)
  with check (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint);
-- Rows go only with the portal.
grant select, insert, delete on forecast_adjustment to kurs_app;
