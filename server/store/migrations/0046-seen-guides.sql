-- Which of the application's own guides somebody has been through or has put away.
create table seen_guide (
  portal_id bigint not null,
  user_id bigint not null,
  guide text not null,
  seen_at timestamptz not null,
  primary key (portal_id, user_id, guide)
);
alter table seen_guide enable row level security;
alter table seen_guide force row level security;
create policy own_portal on seen_guide
  using (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint)
  with check (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint);
grant select, insert, delete on seen_guide to kurs_app;
