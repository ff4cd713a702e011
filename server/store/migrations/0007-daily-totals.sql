-- Sums of facts per person and day, so that screens never walk through history. They are kept in the transaction
-- of the facts they sum and always equal a recomputation from them.

-- What counts and where days are cut; a change of it computes all totals of the portal anew.
create table counting_basis (
  portal_id bigint not null primary key,
  time_zone text not null,
  call_kinds smallint[] not null,
  call_code text not null,
  -- Calls count when strictly longer.
  call_seconds integer not null
);

create table daily_total (
  portal_id bigint not null,
  metric text not null check (metric in ('won', 'calls', 'calls-unknown')),
  day date not null,
  user_id bigint not null,
  -- The pipeline of won deals; empty where a metric has no dimension.
  dimension text not null default '',
  items bigint not null check (items > 0),
  base_minor bigint not null,
  primary key (portal_id, metric, day, user_id, dimension)
);

do $$
declare
  name text;
begin
  foreach name in array array['counting_basis', 'daily_total'] loop
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
