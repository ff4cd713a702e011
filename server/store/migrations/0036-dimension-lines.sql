-- Targets of an owner about a part of what is sold: a client, a group of goods, a brand. They stand beside the whole target and
-- are no part of its sum. The title is the one its author saw; it is signed with the version.
create table plan_dimension_line (
  portal_id bigint not null,
  plan_id uuid not null,
  version integer not null,
  metric text not null,
  scope text not null,
  dimensions text not null check (dimensions <> ''),
  title text not null,
  value bigint not null check (value >= 0),
  primary key (portal_id, plan_id, version, metric, scope, dimensions),
  foreign key (portal_id, plan_id, version) references plan_version (portal_id, plan_id, version)
);

-- A null value takes the line out.
create table plan_draft_dimension_line (
  portal_id bigint not null,
  plan_id uuid not null,
  metric text not null,
  scope text not null,
  dimensions text not null check (dimensions <> ''),
  title text not null,
  value bigint check (value >= 0),
  saved_at timestamptz not null,
  saved_by bigint not null,
  primary key (portal_id, plan_id, metric, scope, dimensions),
  foreign key (portal_id, plan_id) references plan (portal_id, plan_id)
);

-- Groups of the catalogue: a plan on a group counts what is below it.
create table product_section (
  portal_id bigint not null,
  section_id bigint not null,
  parent_id bigint,
  name text not null,
  primary key (portal_id, section_id)
);

do $$
declare
  name text;
begin
  foreach name in array array['plan_dimension_line', 'plan_draft_dimension_line', 'product_section'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy own_portal on %I using (portal_id = nullif(current_setting(''app.portal_id'', true), '''')::bigint) with check (portal_id = nullif(current_setting(''app.portal_id'', true), '''')::bigint)',
      name
    );
  end loop;
end
$$;
grant select, insert on plan_dimension_line to kurs_app;
grant select, insert, update, delete on plan_draft_dimension_line, product_section to kurs_app;

-- What was signed is never rewritten, and a closed plan takes no drafts.
create trigger plan_dimension_line_append_only before update or delete on plan_dimension_line for each row execute function refuse_rewrite();
create trigger plan_dimension_line_keep before truncate on plan_dimension_line for each statement execute function refuse_rewrite();
alter table plan_dimension_line enable always trigger plan_dimension_line_append_only;
alter table plan_dimension_line enable always trigger plan_dimension_line_keep;
create trigger plan_draft_dimension_line_open before insert or update on plan_draft_dimension_line for each row execute function refuse_closed_plan();
