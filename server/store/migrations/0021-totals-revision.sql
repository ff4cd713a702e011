-- Tells readers that the facts of a portal have changed since they last summed them. Whoever changes facts raises a slot
-- that nobody else holds and makes one when all are held, so that two of them never wait for each other.
create table totals_revision (
  portal_id bigint not null,
  slot uuid not null,
  revision bigint not null,
  primary key (portal_id, slot)
);

alter table totals_revision enable row level security;
alter table totals_revision force row level security;
create policy own_portal on totals_revision
  using (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint)
  with check (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint);
grant select, insert, update, delete on totals_revision to kurs_app;
