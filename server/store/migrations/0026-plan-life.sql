-- From which day a version holds; what was published before this was known held from the first day of its month.
-- Forced row-level security would hide every row from the owner, who has no portal, and published rows are never rewritten but here.
alter table plan_version add column effective_from date;
alter table plan no force row level security;
alter table plan_version no force row level security;
alter table plan_version disable trigger plan_version_append_only;
update plan_version as version set effective_from = (plan.month || '-01')::date
  from plan where plan.portal_id = version.portal_id and plan.plan_id = version.plan_id;
alter table plan_version enable always trigger plan_version_append_only;
alter table plan_version force row level security;
alter table plan force row level security;
alter table plan_version alter column effective_from set not null;

-- A plan is closed by somebody at some time, or open; the last opening after a closing keeps its reason.
alter table plan
  add column closed_at timestamptz,
  add column closed_by bigint,
  add column reopened_at timestamptz,
  add column reopened_by bigint,
  add column reopen_reason text,
  add constraint plan_closing check ((closed_at is null) = (closed_by is null)),
  add constraint plan_reopening check ((reopened_at is null) = (reopened_by is null) and (reopened_at is null) = (reopen_reason is null));

-- What a closed month was judged by and what it came to, in the smallest part of the metric's unit; `fact` is null where we cannot read it.
create table plan_closed_fact (
  portal_id bigint not null,
  plan_id uuid not null,
  metric text not null,
  scope text not null,
  version integer not null,
  target bigint,
  fact bigint,
  items bigint,
  source jsonb not null,
  frozen_at timestamptz not null,
  primary key (portal_id, plan_id, metric, scope),
  foreign key (portal_id, plan_id, version) references plan_version (portal_id, plan_id, version)
);
alter table plan_closed_fact enable row level security;
alter table plan_closed_fact force row level security;
create policy own_portal on plan_closed_fact
  using (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint)
  with check (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint);
grant select, insert, delete on plan_closed_fact to kurs_app;

-- Whoever writes waits for a closing that is under way, and is refused behind it.
create function refuse_closed_plan() returns trigger language plpgsql as $$
declare
  is_closed boolean;
begin
  select closed_at is not null into is_closed
    from plan where plan.portal_id = new.portal_id and plan.plan_id = new.plan_id for share;
  if is_closed then
    raise exception 'the plan is closed' using errcode = 'restrict_violation';
  end if;
  return new;
end
$$;
create trigger plan_draft_line_open before insert or update on plan_draft_line for each row execute function refuse_closed_plan();
create trigger plan_calculation_open before insert or update on plan_calculation for each row execute function refuse_closed_plan();
create trigger plan_version_open before insert on plan_version for each row execute function refuse_closed_plan();
