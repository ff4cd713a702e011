-- When people worked and when they were away, as far as the portal gives it.
create table work_record (
  portal_id bigint not null,
  record_id bigint not null,
  user_id bigint not null,
  started_at timestamptz not null,
  -- Empty while the day goes on.
  ended_at timestamptz,
  -- Without breaks.
  worked_seconds integer not null,
  break_seconds integer not null,
  is_approved boolean not null,
  primary key (portal_id, record_id)
);
create index work_record_person on work_record (portal_id, user_id, started_at);

-- Days marked as absent in people's calendars.
create table calendar_absence (
  portal_id bigint not null,
  user_id bigint not null,
  day date not null,
  primary key (portal_id, user_id, day)
);

do $$
declare
  name text;
begin
  foreach name in array array['work_record', 'calendar_absence'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy own_portal on %I using (portal_id = nullif(current_setting(''app.portal_id'', true), '''')::bigint) with check (portal_id = nullif(current_setting(''app.portal_id'', true), '''')::bigint)',
      name
    );
    execute format('grant select, insert, update, delete on %I to kurs_app', name);
  end loop;
end
$$;
