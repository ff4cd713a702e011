-- Who leads a department instead of its head, and when. Rows stay: they tell who was allowed to plan on a day.
create table acting_head (
  portal_id bigint not null,
  id uuid not null,
  department_id bigint not null,
  -- The head of that time; empty where the department had none. Another head is stood in for by nobody.
  head_id bigint,
  acting_id bigint not null,
  from_day date not null,
  -- The last day; empty until it is ended.
  to_day date,
  reason text not null,
  created_at timestamptz not null,
  created_by bigint not null,
  revoked_at timestamptz,
  revoked_by bigint,
  primary key (portal_id, id),
  check (to_day >= from_day),
  check (acting_id <> head_id),
  check ((revoked_at is null) = (revoked_by is null))
);
create index acting_head_department on acting_head (portal_id, department_id, from_day);

-- What the list of people says differently from the last time it was read; the portal gives no date of it.
create table person_change (
  portal_id bigint not null,
  user_id bigint not null,
  seen_at timestamptz not null,
  kind text not null check (kind in ('joined', 'left', 'moved')),
  from_department bigint,
  to_department bigint,
  primary key (portal_id, user_id, seen_at, kind)
);
create index person_change_time on person_change (portal_id, seen_at);

do $$
declare
  name text;
begin
  foreach name in array array['acting_head', 'person_change'] loop
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
