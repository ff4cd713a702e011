-- What a forecast counts on by stage; null is proposed by its progress.
alter table stage add column category text check (category in ('commit', 'best', 'pipeline', 'omitted'));

-- What people have set of a deal by hand: its category or its chance. Every change is a row, the last one holds, and one without a value
-- takes it back. It is of the deal and knows no stage, so that moves of stages, one by one or many at once, leave it alone.
create table deal_judgement (
  portal_id bigint not null,
  deal_id bigint not null,
  subject text not null check (subject in ('category', 'chance')),
  revision integer not null check (revision > 0),
  category text check (category in ('commit', 'best', 'pipeline', 'omitted')),
  -- Chance to be won, whole percent.
  percent smallint check (percent between 0 and 100),
  reason text not null,
  set_by bigint not null,
  set_at timestamptz not null,
  primary key (portal_id, deal_id, subject, revision),
  check (case subject when 'category' then percent is null else category is null end)
);
alter table deal_judgement enable row level security;
alter table deal_judgement force row level security;
create policy own_portal on deal_judgement
  using (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint)
  with check (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint);
-- Rows go only with the portal.
grant select, insert, delete on deal_judgement to kurs_app;
