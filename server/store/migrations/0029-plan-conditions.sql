-- What goes with the numbers of a plan: terms, value added tax, weights of metrics and limits of the evaluation, by department.
create table plan_condition (
  portal_id bigint not null,
  plan_id uuid not null,
  version integer not null,
  scope text not null,
  conditions jsonb not null,
  primary key (portal_id, plan_id, version, scope),
  foreign key (portal_id, plan_id, version) references plan_version (portal_id, plan_id, version)
);

-- Null takes the conditions of a scope out of the plan.
create table plan_draft_condition (
  portal_id bigint not null,
  plan_id uuid not null,
  scope text not null,
  conditions jsonb,
  saved_at timestamptz not null,
  saved_by bigint not null,
  primary key (portal_id, plan_id, scope),
  foreign key (portal_id, plan_id) references plan (portal_id, plan_id)
);

do $$
declare
  name text;
begin
  foreach name in array array['plan_condition', 'plan_draft_condition'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy own_portal on %I using (portal_id = nullif(current_setting(''app.portal_id'', true), '''')::bigint) with check (portal_id = nullif(current_setting(''app.portal_id'', true), '''')::bigint)',
      name
    );
  end loop;
end
$$;
grant select, insert on plan_condition to kurs_app;
grant select, insert, update, delete on plan_draft_condition to kurs_app;

-- What was signed is never rewritten, and a closed plan takes no drafts.
create trigger plan_condition_append_only before update or delete on plan_condition for each row execute function refuse_rewrite();
create trigger plan_condition_keep before truncate on plan_condition for each statement execute function refuse_rewrite();
alter table plan_condition enable always trigger plan_condition_append_only;
alter table plan_condition enable always trigger plan_condition_keep;
create trigger plan_draft_condition_open before insert or update on plan_draft_condition for each row execute function refuse_closed_plan();
