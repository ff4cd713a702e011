-- User fields of deals by which the portal's plans are divided, and what deals say in them.
create table own_dimension (
  portal_id bigint not null,
  -- UF_CRM_…
  field text not null,
  name text not null,
  added_at timestamptz not null,
  -- Plans that name it keep it; its values are gone and nothing is counted by it.
  archived_at timestamptz,
  -- The portal has it as a list or a text; null until it was asked.
  is_list boolean,
  is_missing boolean not null default false,
  -- The reading that goes on has begun with it.
  is_begun boolean not null default false,
  -- When all deals were read with it; null until then.
  read_at timestamptz,
  primary key (portal_id, field)
);
-- What the values of a list are called.
create table own_dimension_value (
  portal_id bigint not null,
  field text not null,
  value text not null,
  title text not null,
  place integer not null,
  primary key (portal_id, field, value)
);
create table deal_value (
  portal_id bigint not null,
  field text not null,
  deal_id bigint not null,
  -- Id of the value of a list, or the text itself; a deal without any has no row.
  value text not null,
  primary key (portal_id, field, deal_id)
);
do $$
declare
  name text;
begin
  foreach name in array array['own_dimension', 'own_dimension_value', 'deal_value'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy own_portal on %I using (portal_id = nullif(current_setting(''app.portal_id'', true), '''')::bigint)
       with check (portal_id = nullif(current_setting(''app.portal_id'', true), '''')::bigint)', name);
    execute format('grant select, insert, update, delete on %I to kurs_app', name);
  end loop;
end $$;
