-- Our own sales teams: departments of the portal say who sits where, not who sells with whom.
create table sales_team (
  portal_id bigint not null,
  team_id uuid not null,
  name text not null,
  head_id bigint,
  deputy_ids bigint[] not null default '{}',
  parent_id uuid,
  -- The department it was proposed from.
  department_id bigint,
  from_day date not null,
  -- First day without the team.
  until_day date,
  primary key (portal_id, team_id),
  check (until_day > from_day),
  check (parent_id <> team_id)
);

-- Which team a person's numbers count in, from a day on until the person's next row: at any time it is one team or none.
create table sales_team_member (
  portal_id bigint not null,
  user_id bigint not null,
  from_day date not null,
  -- Empty for somebody who has left all teams.
  team_id uuid,
  primary key (portal_id, user_id, from_day),
  foreign key (portal_id, team_id) references sales_team (portal_id, team_id)
);
create index sales_team_member_team on sales_team_member (portal_id, team_id, from_day);

do $$
declare
  name text;
begin
  foreach name in array array['sales_team', 'sales_team_member'] loop
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
