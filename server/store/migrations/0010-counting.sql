-- What counts as won, and sums of open deals and of times, so that no screen walks through deals.
-- Sums kept so far stand on another basis: they go, and the next reading of the portal computes all of them anew.

-- Forced row-level security would hide every row from the owner, who has no portal.
alter table daily_total no force row level security;
alter table counting_basis no force row level security;
delete from daily_total;
delete from counting_basis;
alter table daily_total force row level security;
alter table counting_basis force row level security;

alter table counting_basis
  add column won_date text not null check (won_date in ('stage-history', 'stage-move', 'close-date'));

-- 'due': open deals by the day they should close; 'calls-other': calls that do not count, which still are calls. Sums outgrow what one amount may be.
alter table daily_total
  drop constraint daily_total_metric_check,
  add constraint daily_total_metric_check check (metric in ('won', 'due', 'calls', 'calls-other', 'calls-unknown')),
  alter column base_minor type numeric;

create table open_total (
  portal_id bigint not null,
  -- First day of the month a deal should close in; -infinity without a close date.
  due_month date not null,
  user_id bigint not null,
  pipeline_id bigint not null,
  stage_id text not null,
  -- What the amounts leave when divided by 200: with it a percent of each deal is summed exactly.
  remainder smallint not null,
  items bigint not null check (items > 0),
  base_minor numeric not null,
  -- Sum of the squares of the amounts, for the range of the forecast.
  squares numeric not null,
  primary key (portal_id, due_month, user_id, pipeline_id, stage_id, remainder)
);

-- How many won deals took so many days: from creation to winning ('cycle'), or on a stage before the next move ('stage').
create table duration_total (
  portal_id bigint not null,
  measure text not null check (measure in ('cycle', 'stage')),
  pipeline_id bigint not null,
  stage_id text not null,
  won_month date not null,
  days integer not null,
  items bigint not null check (items > 0),
  primary key (portal_id, measure, pipeline_id, stage_id, won_month, days)
);

-- Lists behind numbers are read in pages in the order of these.
drop index deal_won;
drop index deal_open;
create index deal_won on deal (portal_id, (coalesce(won_at, moved_at)), deal_id) include (responsible_id, pipeline_id)
  where semantics = 'S' and deleted_at is null;
create index deal_won_moved on deal (portal_id, moved_at, deal_id) include (responsible_id, pipeline_id)
  where semantics = 'S' and deleted_at is null;
create index deal_won_closed on deal (portal_id, close_day, deal_id) include (responsible_id, pipeline_id)
  where semantics = 'S' and deleted_at is null;
create index deal_open on deal (portal_id, close_day, deal_id) include (responsible_id, pipeline_id, stage_id, base_minor)
  where semantics = 'P' and deleted_at is null;
create index deal_open_person on deal (portal_id, responsible_id, close_day, deal_id) include (pipeline_id)
  where semantics = 'P' and deleted_at is null;
drop index activity_day;
create index activity_call on activity (portal_id, started_at, activity_id) include (responsible_id) where kind = 2 and is_completed;

do $$
declare
  name text;
begin
  foreach name in array array['open_total', 'duration_total'] loop
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
