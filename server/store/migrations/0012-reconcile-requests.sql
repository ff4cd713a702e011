-- Somebody asked to read a stream of the portal now; the row stays until the next request, so that screens can tell whether it was done.
create table reconcile_request (
  portal_id bigint not null,
  stream text not null check (stream in ('events', 'delta', 'calls', 'activities', 'reconcile', 'structure')),
  -- Time of the portal's calendar, like the times of streams.
  requested_at timestamptz not null,
  requested_by bigint not null,
  is_taken boolean not null default false,
  primary key (portal_id, stream)
);
alter table reconcile_request enable row level security;
alter table reconcile_request force row level security;
create policy own_portal on reconcile_request
  using (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint)
  with check (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint);
grant select, insert, update, delete on reconcile_request to kurs_app;
