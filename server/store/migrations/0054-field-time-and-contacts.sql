-- When an activity ended: hours in the field are summed from it. Of calls and letters nothing is kept.
alter table activity add column ended_at timestamptz;

-- Activities of histories that were read without it are read once more, what is known stays as it is.
alter table sync_cursor no force row level security;
update sync_cursor set state = 'waiting', position = 0, rows = 0, recent_since = null, finished_at = null
  where entity = 'activities' and direction = 'backward' and failure is null;
alter table sync_cursor force row level security;

-- Contacts by who has entered them and when; names are never asked for.
create table contact (
  portal_id bigint not null,
  contact_id bigint not null,
  created_by bigint not null,
  company_id bigint,
  created_at timestamptz not null,
  modified_at timestamptz not null,
  deleted_at timestamptz,
  primary key (portal_id, contact_id)
);
create index contact_created on contact (portal_id, created_at, contact_id) include (created_by) where deleted_at is null;
alter table contact enable row level security;
alter table contact force row level security;
create policy own_portal on contact
  using (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint)
  with check (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint);
grant select, insert, update, delete on contact to kurs_app;
