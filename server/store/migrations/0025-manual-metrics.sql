-- Metrics of the portal's own, whose numbers people enter.
create table manual_metric (
  portal_id bigint not null,
  metric_id uuid not null,
  name text not null,
  unit text not null check (unit in ('money', 'count', 'quantity', 'percent')),
  direction text not null check (direction in ('more', 'less')),
  over_time text not null check (over_time in ('sum', 'latest')),
  -- Who enters the numbers of everybody; null where nobody has to.
  entered_by bigint,
  old_after_days integer not null check (old_after_days between 1 and 366),
  created_at timestamptz not null,
  created_by bigint not null,
  archived_at timestamptz,
  primary key (portal_id, metric_id)
);
create unique index manual_metric_name on manual_metric (portal_id, name) where archived_at is null;

-- What was entered for a person and a day of the portal; the highest revision is valid, those before it are its history.
create table manual_value (
  portal_id bigint not null,
  metric_id uuid not null,
  user_id bigint not null,
  day date not null,
  revision integer not null check (revision > 0),
  -- In the smallest part of the metric's unit; null: from this day on the number is not kept for this person.
  value bigint,
  entered_at timestamptz not null,
  entered_by bigint not null,
  primary key (portal_id, metric_id, user_id, day, revision),
  foreign key (portal_id, metric_id) references manual_metric (portal_id, metric_id)
);

-- Nothing entered is lost: rows are only added, until the portal has gone and what was copied from it goes too.
create function refuse_loss_of_values() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and exists (select from portal where portal_id = old.portal_id and state = 'uninstalled') then
    return old;
  end if;
  raise exception 'manual_value is append-only' using errcode = 'restrict_violation';
end
$$;
create trigger manual_value_append_only before update or delete on manual_value for each row execute function refuse_loss_of_values();
create trigger manual_value_keep before truncate on manual_value for each statement execute function refuse_rewrite();
alter table manual_value enable always trigger manual_value_append_only;
alter table manual_value enable always trigger manual_value_keep;

do $$
declare
  name text;
begin
  foreach name in array array['manual_metric', 'manual_value'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy own_portal on %I using (portal_id = nullif(current_setting(''app.portal_id'', true), '''')::bigint) with check (portal_id = nullif(current_setting(''app.portal_id'', true), '''')::bigint)',
      name
    );
  end loop;
end
$$;
grant select, insert, update, delete on manual_metric to kurs_app;
grant select, insert, delete on manual_value to kurs_app;
