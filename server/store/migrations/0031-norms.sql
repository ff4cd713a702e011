-- Activity of people by day, and the norms it is measured against.

-- Sums kept so far do not hold what is told of calls: the next reading of the portal computes all of them anew.
-- Forced row-level security would hide every row from the owner, who has no portal.
alter table counting_basis no force row level security;
delete from counting_basis;
alter table counting_basis force row level security;

alter table counting_basis
  -- Calls of a direction count when answered and strictly longer.
  add column seconds_out integer not null check (seconds_out >= 0),
  add column seconds_in integer not null check (seconds_in >= 0),
  -- Minutes after midnight between which calls are within working hours.
  add column work_from integer not null check (work_from between 0 and 1439),
  add column work_to integer not null check (work_to between 1 and 1440);

create table call_total (
  portal_id bigint not null,
  day date not null,
  user_id bigint not null,
  -- All calls but those that inform.
  items bigint not null check (items > 0),
  out_all bigint not null,
  out_counted bigint not null,
  in_all bigint not null,
  in_counted bigint not null,
  missed bigint not null,
  called_back bigint not null,
  talk_seconds bigint not null,
  -- Of the counted ones, those outside working hours.
  late bigint not null,
  primary key (portal_id, day, user_id)
);

-- Profiles of a portal's own; the five that ship with the product have no row.
create table norm_profile (
  portal_id bigint not null,
  profile_id text not null,
  name text not null,
  created_at timestamptz not null,
  created_by bigint not null,
  archived_at timestamptz,
  primary key (portal_id, profile_id)
);

-- The norm of a metric in a profile from a day on, until a later row of it.
create table norm_line (
  portal_id bigint not null,
  profile_id text not null,
  metric text not null,
  from_day date not null,
  -- Hundredths for each weekday from Monday on; empty: no norm from this day on.
  weekdays integer[] not null,
  -- Percent of the score.
  weight integer not null check (weight between 0 and 1000),
  -- Percent at which the metric counts no further; empty: it has no cap.
  cap integer check (cap between 1 and 1000),
  set_at timestamptz not null,
  set_by bigint not null,
  primary key (portal_id, profile_id, metric, from_day)
);

-- By which profile a person is measured from a day on, and what part of the norm is theirs.
create table norm_person (
  portal_id bigint not null,
  user_id bigint not null,
  from_day date not null,
  -- Empty: by none.
  profile_id text,
  -- Percent of a full working day.
  work_percent integer not null check (work_percent between 1 and 100),
  set_at timestamptz not null,
  set_by bigint not null,
  primary key (portal_id, user_id, from_day)
);

do $$
declare
  name text;
begin
  foreach name in array array['call_total', 'norm_profile', 'norm_line', 'norm_person'] loop
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
