-- One writer a portal: whoever begins to read takes a higher epoch, and every write of a lane checks that its own still holds,
-- so that a process which was held for dead cannot put older rows over newer ones.
create table sync_lease (
  portal_id bigint not null primary key,
  epoch bigint not null,
  taken_at timestamptz not null default now()
);

-- Two directions of reading: backward through the history, newest rows first, and forward with what is new.
alter table sync_cursor add column direction text not null default 'backward' check (direction in ('backward', 'forward'));
alter table sync_cursor drop constraint sync_cursor_pkey;
alter table sync_cursor add primary key (portal_id, entity, direction);
alter table sync_cursor drop constraint sync_cursor_state_check;
-- `recent`: everything since `recent_since` is here, older rows are still being read.
alter table sync_cursor add constraint sync_cursor_state_check check (state in ('waiting', 'loading', 'recent', 'ready'));
alter table sync_cursor add column recent_since timestamptz;
-- Earlier cursors read calls, activities and moves upwards: what is whole goes on forward, what is not begins anew.
insert into sync_cursor (portal_id, entity, direction, state, position, modified_until, updated_at)
  select portal_id, entity, 'forward', 'ready', position, modified_until, updated_at from sync_cursor
  where entity in ('deals', 'calls', 'activities', 'stage-moves') and state = 'ready';
update sync_cursor set state = 'waiting', position = 0, rows = 0
  where entity in ('calls', 'activities', 'stage-moves') and state <> 'ready';

-- How each stream of reading fares: one that fails does not hold the others. Times of the portal's calendar.
create table sync_stream (
  portal_id bigint not null,
  stream text not null check (stream in ('events', 'delta', 'calls', 'activities', 'reconcile', 'structure', 'first-load')),
  -- When it last was equal to the portal.
  succeeded_at timestamptz,
  failed_at timestamptz,
  -- Code of the last failure; null since it works again.
  failure text,
  -- A stream that the portal has told to rest goes on at this time.
  resume_at timestamptz,
  -- Rows it brought on the portal's day.
  day date not null,
  rows bigint not null default 0,
  primary key (portal_id, stream)
);

-- How late deals came to us, the worst of each five minutes.
create table sync_lag (
  portal_id bigint not null,
  at timestamptz not null,
  seconds integer not null,
  primary key (portal_id, at)
);

-- One comparison of everything with the portal, entity by entity; `position` is the last id compared.
create table reconcile_run (
  portal_id bigint not null,
  run_id uuid not null,
  entity text not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  position bigint not null default 0,
  compared bigint not null default 0,
  missing bigint not null default 0,
  changed bigint not null default 0,
  gone bigint not null default 0,
  primary key (portal_id, run_id, entity)
);
create index reconcile_run_started on reconcile_run (portal_id, started_at);

-- Time that methods of a portal have worked within ten minutes, as its answers tell it; shared by all processes.
create table method_time (
  portal_id bigint not null,
  method text not null,
  operating_seconds double precision not null,
  reset_at timestamptz not null,
  parked_until timestamptz,
  noted_at timestamptz not null,
  primary key (portal_id, method)
);

-- A record that is hinted at without pause is read at growing distances: the row stays behind a reading for as long as that counts.
alter table dirty_record
  add column is_waiting boolean not null default true,
  add column due_at timestamptz,
  add column streak smallint not null default 0;

do $$
declare
  name text;
begin
  foreach name in array array['sync_lease', 'sync_stream', 'sync_lag', 'reconcile_run', 'method_time'] loop
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
