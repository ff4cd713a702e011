-- What the forecast has learned from a portal's past; fitted anew after the first load and every night.
create table forecast_model (
  portal_id bigint primary key,
  fitted_at timestamptz not null,
  -- Digest of the history it was fitted on, and the seed of its draws: the same two give the same numbers.
  inputs_hash text not null,
  seed bigint not null,
  model jsonb not null
);

alter table forecast_model enable row level security;
alter table forecast_model force row level security;
create policy own_portal on forecast_model
  using (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint)
  with check (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint);
grant select, insert, update, delete on forecast_model to kurs_app;
