-- The entry of a series in somebody's calendar in the portal: one a series, whoever presses, however often.
create table review_calendar_entry (
  portal_id bigint not null,
  series_id uuid not null,
  -- Whose calendar it is in, or who is writing it there.
  owner_id bigint not null,
  -- Null until the portal has it.
  event_id bigint,
  -- Which press of a button writes to the portal at the moment; a browser that was closed lets it go by time.
  held_by bigint,
  held_key uuid,
  held_until timestamptz,
  -- What the entry says: name, times and participants; null until the portal has it.
  said jsonb,
  primary key (portal_id, series_id),
  foreign key (portal_id, series_id) references review_series (portal_id, series_id)
);

alter table review_calendar_entry enable row level security;
alter table review_calendar_entry force row level security;
create policy own_portal on review_calendar_entry
  using (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint)
  with check (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint);
grant select, insert, update, delete on review_calendar_entry to kurs_app;
